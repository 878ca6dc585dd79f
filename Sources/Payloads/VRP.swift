package import NumberResources

/// A validated ROA payload (RFC 6811 section 2): `asn` may originate `prefix` and its more specifics up
/// to `maxLength`.
package struct VRP: Hashable, Sendable {
    package let prefix: IPPrefix
    /// prefix.length ... prefix.family.bitWidth
    package let maxLength: UInt8
    package let asn: ASN

    /// nil unless `prefix.length <= maxLength <= ` the family's width (RFC 9582 section 4.3.2.2): a
    /// router tears its session down on anything else.
    @inlinable
    package init?(prefix: IPPrefix, maxLength: UInt8, asn: ASN) {
        guard maxLength >= prefix.length, maxLength <= prefix.family.bitWidth else { return nil }
        self.prefix = prefix
        self.maxLength = maxLength
        self.asn = asn
    }
}

extension VRP: Comparable {
    /// By prefix, then maxLength, then AS number.
    @inlinable
    package static func < (left: VRP, right: VRP) -> Bool {
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        if left.maxLength != right.maxLength { return left.maxLength < right.maxLength }
        return left.asn < right.asn
    }
}

extension VRP: CustomStringConvertible {
    /// `192.0.2.0/24-24-AS65000`, the form in which the command line names a VRP.
    package var description: String { "\(prefix)-\(maxLength)-\(asn)" }

    /// Reads ``description``'s form; nil for anything else.
    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let prefix = IPPrefix(parsing: parts[0]), let maxLength = UInt8(parts[1]),
            let asn = ASN(parsing: parts[2])
        else { return nil }
        self.init(prefix: prefix, maxLength: maxLength, asn: asn)
    }
}
