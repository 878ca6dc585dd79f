/// A set of AS numbers (RFC 3779 section 3), canonical: equal sets are equal values.
package struct ASResourceSet: Hashable, Sendable {
    private var numbers: NumberRangeSet<UInt32>

    package static let empty = ASResourceSet(numbers: .init())
    /// AS0 to AS4294967295.
    package static let all = ASResourceSet(numbers: .init([0...UInt32.max]))

    /// The union of `ranges`, which may overlap and stand in any order.
    package init(ranges: some Sequence<ClosedRange<ASN>>) {
        numbers = NumberRangeSet(ranges.map { $0.lowerBound.value...$0.upperBound.value })
    }

    private init(numbers: NumberRangeSet<UInt32>) {
        self.numbers = numbers
    }

    package var isEmpty: Bool { numbers.isEmpty }

    /// The set as the fewest ranges, ascending.
    package var ranges: [ClosedRange<ASN>] {
        numbers.ranges.map { ASN($0.lowerBound)...ASN($0.upperBound) }
    }

    package func contains(_ asn: ASN) -> Bool {
        numbers.contains(asn.value)
    }

    package func contains(range: ClosedRange<ASN>) -> Bool {
        numbers.contains(range.lowerBound.value...range.upperBound.value)
    }

    package func contains(_ other: ASResourceSet) -> Bool {
        numbers.contains(other.numbers)
    }

    package func union(_ other: ASResourceSet) -> ASResourceSet {
        ASResourceSet(numbers: numbers.union(other.numbers))
    }

    package func intersection(_ other: ASResourceSet) -> ASResourceSet {
        ASResourceSet(numbers: numbers.intersection(other.numbers))
    }

    package func subtracting(_ other: ASResourceSet) -> ASResourceSet {
        ASResourceSet(numbers: numbers.subtracting(other.numbers))
    }
}

extension ASResourceSet: CustomStringConvertible {
    /// `AS64496, AS64500-AS64511`
    package var description: String {
        ranges.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
