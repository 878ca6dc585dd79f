import DER
package import NumberResources

/// The content of a signed prefix list: all prefixes that an AS may originate (draft-ietf-sidrops-rpki-prefixlist-05).
package struct SignedPrefixList: SignedObjectPayload {
    package let asn: ASN
    /// In the order of the list: IPv4 before IPv6, ascending. Empty when the AS originates nothing.
    package let prefixes: [IPPrefix]
    /// Where the first departure from the canonical form stands (section 3.3.2).
    let firstNotCanonical: Int?

    package static let type = SignedObjectType.signedPrefixList

    /// Prefixes of the longest list that is read.
    package static let maximumPrefixes = 200_000

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.splSyntax
        var fields = try DERReader.fields(of: content, syntax)
        // Section 3.1: version 0, which is the default and so not encoded.
        try fields.refuseVersion(.splVersion)
        // Section 3: 1...4294967295.
        asn = try RejectionReason.splASN.decoding { () throws(DERError) in
            let start = fields.offset
            let number = try fields.readUnsignedInteger(as: UInt32.self)
            guard number != 0 else { throw DERError(.unexpectedValue, at: start) }
            return ASN(number)
        }
        var families = try syntax.decoding { () throws(DERError) in
            let families = try fields.enter()
            try fields.finish()
            return families
        }
        var prefixes: [IPPrefix] = []
        var notCanonical: Int?
        var firstFamily: AddressFamily?
        var hasBothFamilies = false
        while !families.isAtEnd {
            let start = families.offset
            let (family, content) = try RejectionReason.splAddressFamily.decoding { () throws(DERError) in
                var block = try families.enter()
                let family = try AddressFamily(from: &block)
                return (family, block)
            }
            // Section 3.3: each family once, IPv4 first.
            if let firstFamily {
                guard family != firstFamily, !hasBothFamilies else {
                    throw Rejection(.splAddressFamily, "a family occurs twice", at: start)
                }
                hasBothFamilies = true
                if firstFamily > family { notCanonical = notCanonical ?? start }
            }
            firstFamily = firstFamily ?? family
            try Self.readPrefixes(content, family, into: &prefixes, &notCanonical)
        }
        self.prefixes = prefixes
        firstNotCanonical = notCanonical
    }

    private static func readPrefixes(
        _ content: DERReader,
        _ family: AddressFamily,
        into prefixes: inout [IPPrefix],
        _ notCanonical: inout Int?
    ) throws(Rejection) {
        var block = content
        var list = try RejectionReason.splSyntax.decoding { () throws(DERError) in
            let list = try block.enter()
            try block.finish()
            return list
        }
        let first = prefixes.count
        repeat {
            let start = list.offset
            guard prefixes.count < maximumPrefixes else {
                throw Rejection(.splTooManyPrefixes, "more than \(maximumPrefixes)", at: start)
            }
            let prefix = try RejectionReason.splPrefix.decoding { () throws(DERError) in
                try IPPrefix(from: &list, family)
            }
            if prefixes.count > first, let last = prefixes.last, !(last < prefix) {
                notCanonical = notCanonical ?? start
            }
            prefixes.append(prefix)
        } while !list.isAtEnd
    }
}
