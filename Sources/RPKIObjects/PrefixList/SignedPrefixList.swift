import DER
package import NumberResources

/// The content of a signed prefix list: all prefixes that an AS may originate (draft-ietf-sidrops-rpki-prefixlist-05).
package struct SignedPrefixList: SignedObjectPayload {
    package let asn: ASN
    /// In the order of the list: IPv4 before IPv6, ascending. Empty when the AS originates nothing.
    package let prefixes: [IPPrefix]

    package static let type = SignedObjectType.signedPrefixList

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        asn = ASN(0)
        prefixes = []
    }
}
