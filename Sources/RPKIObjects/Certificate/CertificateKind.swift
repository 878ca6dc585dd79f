/// What a certificate is for; the profile of RFC 6487 differs by it.
package enum CertificateKind: Hashable, Sendable {
    /// Self-signed, named by a trust anchor locator (RFC 8630).
    case trustAnchor
    /// A certification authority below a trust anchor.
    case ca
    /// The one-time certificate inside a signed object of this type (RFC 6488).
    case ee(SignedObjectType)
    /// A BGPsec router (RFC 8209).
    case bgpsecRouter

    /// Whether it issues certificates and a CRL.
    package var isAuthority: Bool {
        switch self {
        case .trustAnchor, .ca: true
        case .ee, .bgpsecRouter: false
        }
    }
}
