/// A set of IP addresses of both families (RFC 3779 section 2), canonical: equal sets are equal values.
package struct IPResourceSet: Hashable, Sendable {
    private var v4: NumberRangeSet<UInt32>
    private var v6: NumberRangeSet<UInt128>

    package static let empty = IPResourceSet(v4: .init(), v6: .init())
    /// Every address of both families.
    package static let all = IPResourceSet(v4: .init([0...UInt32.max]), v6: .init([0...UInt128.max]))

    /// The union of `ranges`, which may overlap and stand in any order.
    package init(ranges: some Sequence<IPRange>) {
        var v4: [ClosedRange<UInt32>] = []
        var v6: [ClosedRange<UInt128>] = []
        for range in ranges {
            switch range.family {
            case .ipv4: v4.append(range.v4)
            case .ipv6: v6.append(range.v6)
            }
        }
        self.init(v4: NumberRangeSet(v4), v6: NumberRangeSet(v6))
    }

    /// The union of `prefixes`.
    package init(prefixes: some Sequence<IPPrefix>) {
        self.init(ranges: prefixes.map { IPRange($0) })
    }

    private init(v4: NumberRangeSet<UInt32>, v6: NumberRangeSet<UInt128>) {
        self.v4 = v4
        self.v6 = v6
    }

    package var isEmpty: Bool { v4.isEmpty && v6.isEmpty }

    package func isEmpty(_ family: AddressFamily) -> Bool {
        switch family {
        case .ipv4: v4.isEmpty
        case .ipv6: v6.isEmpty
        }
    }

    /// The part of the set that belongs to `family`.
    package func restricted(to family: AddressFamily) -> IPResourceSet {
        switch family {
        case .ipv4: IPResourceSet(v4: v4, v6: .init())
        case .ipv6: IPResourceSet(v4: .init(), v6: v6)
        }
    }

    /// The set as the fewest ranges, IPv4 before IPv6, ascending.
    package var ranges: [IPRange] {
        v4.ranges.map { IPRange($0) } + v6.ranges.map { IPRange($0) }
    }

    package func contains(_ other: IPResourceSet) -> Bool {
        v4.contains(other.v4) && v6.contains(other.v6)
    }

    package func contains(prefix: IPPrefix) -> Bool {
        contains(range: IPRange(prefix))
    }

    package func contains(range: IPRange) -> Bool {
        switch range.family {
        case .ipv4: v4.contains(range.v4)
        case .ipv6: v6.contains(range.v6)
        }
    }

    /// Whether any address of `prefix` is in the set.
    package func overlaps(_ prefix: IPPrefix) -> Bool {
        let range = IPRange(prefix)
        return switch range.family {
        case .ipv4: v4.overlaps(range.v4)
        case .ipv6: v6.overlaps(range.v6)
        }
    }

    package func union(_ other: IPResourceSet) -> IPResourceSet {
        IPResourceSet(v4: v4.union(other.v4), v6: v6.union(other.v6))
    }

    package func intersection(_ other: IPResourceSet) -> IPResourceSet {
        IPResourceSet(v4: v4.intersection(other.v4), v6: v6.intersection(other.v6))
    }

    package func subtracting(_ other: IPResourceSet) -> IPResourceSet {
        IPResourceSet(v4: v4.subtracting(other.v4), v6: v6.subtracting(other.v6))
    }
}

extension IPResourceSet: CustomStringConvertible {
    /// `192.0.2.0-192.0.2.9, 2001:db8::-2001:db8::ff`
    package var description: String {
        ranges.map(\.description).joined(separator: ", ")
    }
}

// IPv4 addresses stand left-aligned in 128 bits (see `IPAddress.bits`); as numbers they are 32 bits wide, so that
// the address after one is that number plus one in both families.
extension IPRange {
    fileprivate var v4: ClosedRange<UInt32> {
        UInt32(truncatingIfNeeded: first.bits >> 96)...UInt32(truncatingIfNeeded: last.bits >> 96)
    }

    fileprivate var v6: ClosedRange<UInt128> { first.bits...last.bits }

    fileprivate init(_ range: ClosedRange<UInt32>) {
        self.init(
            uncheckedFirst: IPAddress(family: .ipv4, bits: UInt128(range.lowerBound) << 96),
            last: IPAddress(family: .ipv4, bits: UInt128(range.upperBound) << 96)
        )
    }

    fileprivate init(_ range: ClosedRange<UInt128>) {
        self.init(
            uncheckedFirst: IPAddress(family: .ipv6, bits: range.lowerBound),
            last: IPAddress(family: .ipv6, bits: range.upperBound)
        )
    }
}
