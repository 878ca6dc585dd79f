package import DER

/// The object identifiers of TLS certificates, which the RPKI does not use (RFC 5280 section 4.2.1).
extension OID {
    package static let subjectAlternativeName: OID = [2, 5, 29, 17]
    package static let serverAuthentication: OID = [1, 3, 6, 1, 5, 5, 7, 3, 1]
}
