import DER
package import NumberResources

/// The content of a ROA: an AS that may originate prefixes (RFC 9582).
package struct RouteOriginAuthorization: SignedObjectPayload {
    /// One prefix of the ROA.
    package struct Address: Hashable, Sendable {
        package let prefix: IPPrefix
        /// As encoded; nil when left out. prefix.length ... the family's width.
        package let maxLength: UInt8?

        /// The longest prefix that may be announced (RFC 9582 section 4.3.2.2).
        package var effectiveMaxLength: UInt8 { maxLength ?? prefix.length }
    }

    package let asn: ASN
    /// In the order of the ROA.
    package let addresses: [Address]
    /// Where the first departure from the canonical form stands (RFC 9582 section 4.3.3).
    let firstNotCanonical: Int?

    package static let type = SignedObjectType.routeOriginAuthorization

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.roaSyntax
        var fields = try DERReader.fields(of: content, syntax)
        // Section 4.1: version 0, which is the default and so not encoded.
        try fields.refuseVersion(.roaVersion)
        asn = try RejectionReason.roaASN.decoding { () throws(DERError) in
            ASN(try fields.readUnsignedInteger(as: UInt32.self))
        }
        var families = try syntax.decoding { () throws(DERError) in
            let families = try fields.enter()
            try fields.finish()
            return families
        }
        var addresses: [Address] = []
        var notCanonical: Int?
        var firstFamily: AddressFamily?
        var hasBothFamilies = false
        repeat {
            let start = families.offset
            let (family, content) = try RejectionReason.roaAddressFamily.decoding { () throws(DERError) in
                var block = try families.enter()
                let family = try AddressFamily(from: &block)
                return (family, block)
            }
            // Section 4.3: each family once; section 4.3.3: IPv4 first.
            if let firstFamily {
                guard family != firstFamily, !hasBothFamilies else {
                    throw Rejection(.roaAddressFamily, "a family occurs twice", at: start)
                }
                hasBothFamilies = true
                if firstFamily > family { notCanonical = notCanonical ?? start }
            }
            firstFamily = firstFamily ?? family
            try Self.readAddresses(content, family, into: &addresses, &notCanonical)
        } while !families.isAtEnd
        self.addresses = addresses
        firstNotCanonical = notCanonical
    }

    /// Addresses of the largest ROA that is read: real ones have some thousands, and each costs memory as long as the ROA
    /// is valid.
    private static let maximumAddresses = 200_000

    private static func readAddresses(
        _ content: DERReader,
        _ family: AddressFamily,
        into addresses: inout [Address],
        _ notCanonical: inout Int?
    ) throws(Rejection) {
        var block = content
        var list = try RejectionReason.roaSyntax.decoding { () throws(DERError) in
            let list = try block.enter()
            try block.finish()
            return list
        }
        let first = addresses.count
        repeat {
            let start = list.offset
            guard addresses.count < maximumAddresses else {
                throw Rejection(.roaSyntax, "more than \(maximumAddresses) addresses", at: start)
            }
            var (fields, prefix) = try RejectionReason.roaPrefix.decoding { () throws(DERError) in
                var fields = try list.enter()
                let prefix = try IPPrefix(from: &fields, family)
                return (fields, prefix)
            }
            let maxLength = try RejectionReason.roaMaxLength.decoding { () throws(DERError) -> UInt8? in
                guard !fields.isAtEnd else { return nil }
                let length = try fields.readUnsignedInteger(as: UInt8.self)
                try fields.finish()
                return length
            }
            // Section 4.3.2.2: prefix length <= maxLength <= the family's width.
            if let maxLength, maxLength < prefix.length || maxLength > family.bitWidth {
                throw Rejection(.roaMaxLength, "\(maxLength) for \(prefix)", at: start)
            }
            let address = Address(prefix: prefix, maxLength: maxLength)
            if addresses.count > first, let last = addresses.last, !(last < address) {
                notCanonical = notCanonical ?? start
            }
            addresses.append(address)
        } while !list.isAtEnd
    }
}

extension RouteOriginAuthorization.Address: Comparable {
    /// By prefix, then maxLength (RFC 9582 section 4.3.3).
    package static func < (left: Self, right: Self) -> Bool {
        left.prefix == right.prefix
            ? left.effectiveMaxLength < right.effectiveMaxLength : left.prefix < right.prefix
    }
}
