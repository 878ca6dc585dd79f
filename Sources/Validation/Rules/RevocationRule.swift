import RPKIObjects

/// The issuer has not revoked the certificate, and the CRL that the certificate points to is the one that the
/// manifest lists (RFC 6487 sections 4.8.6 and 7.2, RFC 9286 section 6.4).
struct RevocationRule {
    static func check(_ certificate: ResourceCertificate, list: RevocationListInUse) throws(Rejection) {
        guard certificate.crlURI == list.uri else {
            throw Rejection(
                .certificateCRLMismatch,
                "points to \(certificate.crlURI.map(\.description) ?? "none"), the manifest's is \(list.uri)"
            )
        }
        guard !list.contents.contains(serialNumber: certificate.serialNumber) else {
            throw Rejection(.certificateRevoked, "serial number \(certificate.serialNumber)")
        }
    }
}

/// The one CRL of a publication point.
struct RevocationListInUse {
    let uri: RsyncURI
    let contents: CertificateRevocationList
}
