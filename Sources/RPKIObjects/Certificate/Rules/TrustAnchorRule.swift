/// RFC 8630 section 2.3: a trust anchor issues itself. Its signature is checked apart.
enum TrustAnchorRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        guard kind == .trustAnchor else { return }
        try inspection.require(
            certificate.issuerName.matches(certificate.subjectName),
            .trustAnchorNotSelfIssued,
            "issuer \(certificate.issuerName), subject \(certificate.subjectName)",
            at: certificate.issuerName.encoded.startIndex
        )
    }
}
