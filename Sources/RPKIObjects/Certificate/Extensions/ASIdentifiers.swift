import DER
import NumberResources

/// The encoding of RFC 3779 section 3.2.3. Routing domain identifiers are not used (RFC 6487 section 4.8.11).
struct ASIdentifiers: Hashable, Sendable {
    let resources: ASResourceExtension
    /// Where the first departure from the canonical form stands: numbers out of order, overlapping or adjacent, or a
    /// range of one number.
    private(set) var firstNotCanonical: Int?

    init(from reader: inout DERReader) throws(DERError) {
        var fields = try reader.enter()
        var choice = try fields.enter(.contextConstructed(0))
        try fields.finish()
        guard choice.nextTag != .null else {
            try choice.readNull()
            try choice.finish()
            resources = .inherit
            return
        }
        var list = try choice.enter()
        try choice.finish()
        var ranges: [ClosedRange<ASN>] = []
        repeat {
            let start = list.offset
            guard ranges.count < IPAddressBlocks.maximumCount else { throw DERError(.unexpectedSize, at: start) }
            let (range, isCanonical) = try Self.readRange(&list)
            let isAscending =
                ranges.last.map {
                    $0.upperBound < range.lowerBound && range.lowerBound.value - $0.upperBound.value > 1
                } ?? true
            if !isCanonical || !isAscending { firstNotCanonical = firstNotCanonical ?? start }
            ranges.append(range)
        } while !list.isAtEnd
        resources = .explicit(ASResourceSet(ranges: ranges))
    }

    /// Reads an ASIdOrRange.
    private static func readRange(_ reader: inout DERReader) throws(DERError) -> (ClosedRange<ASN>, isCanonical: Bool) {
        if reader.nextTag == .integer {
            let asn = ASN(try reader.readUnsignedInteger(as: UInt32.self))
            return (asn...asn, true)
        }
        let start = reader.offset
        let (low, high) = try reader.within { (bounds: inout DERReader) throws(DERError) in
            (try bounds.readUnsignedInteger(as: UInt32.self), try bounds.readUnsignedInteger(as: UInt32.self))
        }
        guard low <= high else { throw DERError(.unexpectedValue, at: start) }
        return (ASN(low)...ASN(high), low < high)
    }
}
