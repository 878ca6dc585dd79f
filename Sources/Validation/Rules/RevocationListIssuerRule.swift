import RPKIObjects

/// The CRL names the authority as its issuer, by name and by key (RFC 6487 section 5, RFC 5280 section 6.3.3 (b)).
struct RevocationListIssuerRule {
    static func check(_ list: CertificateRevocationList, issuer: CertificationAuthority) throws(Rejection) {
        guard list.issuerName.matches(issuer.subjectName) else {
            throw Rejection(.crlIssuerMismatch, "another issuer's name")
        }
        guard list.authorityKeyIdentifier == issuer.subjectKeyIdentifier else {
            throw Rejection(.crlIssuerMismatch, "the issuer's key is \(issuer.subjectKeyIdentifier)")
        }
    }
}
