import RPKIObjects

/// The issuer field is the issuer's subject name (RFC 6487 section 7.2, RFC 5280 section 6.1.3 (a)(4)).
struct IssuerNameRule {
    static func check(_ certificate: ResourceCertificate, issuer: CertificationAuthority) throws(Rejection) {
        guard certificate.issuerName.matches(issuer.subjectName) else {
            throw Rejection(.certificateIssuerMismatch, "issuer \(certificate.issuerName) is not \(issuer.subjectName)")
        }
    }
}
