import RPKIObjects

/// The authority key identifier is the issuer's subject key identifier (RFC 6487 section 4.8.3).
struct AuthorityKeyRule {
    static func check(_ certificate: ResourceCertificate, issuer: CertificationAuthority) throws(Rejection) {
        guard certificate.authorityKeyIdentifier == issuer.subjectKeyIdentifier else {
            throw Rejection(.certificateAuthorityKeyMismatch, "the issuer's key is \(issuer.subjectKeyIdentifier)")
        }
    }
}
