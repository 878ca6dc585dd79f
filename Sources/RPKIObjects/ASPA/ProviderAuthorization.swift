import DER
package import NumberResources

/// The content of an ASPA: the provider ASes of a customer AS (draft-ietf-sidrops-aspa-profile-29).
package struct ProviderAuthorization: SignedObjectPayload {
    package let customer: ASN
    /// Ascending. AS 0 alone says that the customer has no provider. All that the object lists, which its size alone
    /// bounds: an ASPA left out for its length would make the customer's others look complete, so that it must be read
    /// to be measured (draft-ietf-sidrops-aspa-profile-29 section 5.5).
    package let providers: [ASN]
    /// Where the customer and the list of providers stand.
    let customerOffset: Int
    let providersOffset: Int
    /// Where the first provider stands that is not greater than the one before it.
    let firstNotAscending: Int?

    package static let type = SignedObjectType.providerAuthorization

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.aspaSyntax
        var fields = try DERReader.fields(of: content, syntax)
        // Section 3.1: version 1, which is not the default and so encoded.
        try RejectionReason.aspaVersion.decoding { () throws(DERError) in
            var version = try fields.enter(.contextConstructed(0))
            let start = version.offset
            guard try version.readUnsignedInteger(as: UInt8.self) == 1 else {
                throw DERError(.unexpectedValue, at: start)
            }
            try version.finish()
        }
        customerOffset = fields.offset
        // Section 3.2: 1...4294967295.
        customer = try RejectionReason.aspaCustomer.decoding { () throws(DERError) in
            let start = fields.offset
            let number = try fields.readUnsignedInteger(as: UInt32.self)
            guard number != 0 else { throw DERError(.unexpectedValue, at: start) }
            return ASN(number)
        }
        providersOffset = fields.offset
        let list = try syntax.decoding { () throws(DERError) in
            let list = try fields.enter()
            try fields.finish()
            return list
        }
        (providers, firstNotAscending) = try Self.providers(list)
    }

    private static func providers(_ list: DERReader) throws(Rejection) -> ([ASN], firstNotAscending: Int?) {
        var list = list
        var providers: [ASN] = []
        var firstNotAscending: Int?
        repeat {
            let start = list.offset
            let provider = try RejectionReason.aspaProviders.decoding { () throws(DERError) in
                ASN(try list.readUnsignedInteger(as: UInt32.self))
            }
            if let last = providers.last, last >= provider { firstNotAscending = firstNotAscending ?? start }
            providers.append(provider)
        } while !list.isAtEnd
        return (providers, firstNotAscending)
    }
}
