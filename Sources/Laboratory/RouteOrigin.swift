package import NumberResources

/// What a ROA says about one prefix: that an AS may originate it, down to a length.
package struct RouteOrigin: Hashable, Sendable {
    package let prefix: IPPrefix
    package let maxLength: UInt8
    package let asn: ASN

    /// Nil unless `maxLength` lies between the prefix's length and the family's width. It is the prefix's length
    /// when left out.
    package init?(prefix: IPPrefix, maxLength: UInt8? = nil, asn: ASN) {
        let maxLength = maxLength ?? prefix.length
        guard (prefix.length...prefix.family.bitWidth).contains(maxLength) else { return nil }
        self.prefix = prefix
        self.maxLength = maxLength
        self.asn = asn
    }

    /// Reads `192.0.2.0/24-24-AS65000` and the same without the maximum length (`192.0.2.0/24-AS65000`); the AS
    /// number may stand without `AS`. Nil for anything else.
    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let prefix = IPPrefix(parsing: parts[0]),
            let asn = ASN(parsing: parts[parts.count - 1])
        else { return nil }
        var maxLength: UInt8?
        if parts.count == 3 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt8(parts[1]) else {
                return nil
            }
            maxLength = value
        }
        self.init(prefix: prefix, maxLength: maxLength, asn: asn)
    }
}

extension RouteOrigin: Comparable {
    /// By prefix, then maximum length, then AS number: within one AS the canonical order of RFC 9582 section 4.3.3.
    package static func < (left: RouteOrigin, right: RouteOrigin) -> Bool {
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        if left.maxLength != right.maxLength { return left.maxLength < right.maxLength }
        return left.asn < right.asn
    }
}

extension RouteOrigin: CustomStringConvertible {
    /// `192.0.2.0/24-24-AS65000`
    package var description: String { "\(prefix)-\(maxLength)-\(asn)" }
}

extension RouteOrigin: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let origin = RouteOrigin(parsing: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a route origin: \(text)")
        }
        self = origin
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
