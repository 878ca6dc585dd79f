import DER

/// The extensions of a CRL (RFC 6487 section 5), each at most once.
struct CRLExtensions: Hashable, Sendable {
    private(set) var authorityKeyIdentifier: ExtensionValue<AuthorityKeyIdentifier>?
    private(set) var number: ExtensionValue<SerialNumber>?
    /// Those that the profile does not know, in their order.
    private(set) var unknown: [UnknownExtension] = []

    init() {}

    /// Reads the content of `[0] EXPLICIT Extensions`.
    init(_ content: DERReader) throws(Rejection) {
        let syntax = RejectionReason.crlSyntax
        var outer = content
        var list = try syntax.decoding { () throws(DERError) in
            let list = try outer.enter()
            try outer.finish()
            return list
        }
        while !list.isAtEnd {
            let item = try syntax.decoding { () throws(DERError) in try RawExtension(from: &list) }
            switch item.identifier {
            case .authorityKeyIdentifier:
                guard authorityKeyIdentifier == nil else { throw Self.duplicate(item) }
                authorityKeyIdentifier = try item.value(
                    .crlAuthorityKeyIdentifier,
                    AuthorityKeyIdentifier.init(from:)
                )
            case .crlNumber:
                guard number == nil else { throw Self.duplicate(item) }
                number = try item.value(.crlNumber, SerialNumber.init(from:))
            default:
                guard !unknown.contains(where: { $0.identifier == item.identifier }) else {
                    throw Self.duplicate(item)
                }
                guard unknown.count < CertificateExtensions.maximumUnknown else {
                    throw Rejection(syntax, "too many extensions", at: item.offset)
                }
                unknown.append(
                    UnknownExtension(identifier: item.identifier, isCritical: item.isCritical, offset: item.offset)
                )
            }
        }
    }

    private static func duplicate(_ item: RawExtension) -> Rejection {
        Rejection(.crlExtensionDuplicate, "extension \(item.identifier) a second time", at: item.offset)
    }
}
