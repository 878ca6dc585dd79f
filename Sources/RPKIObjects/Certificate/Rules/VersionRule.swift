/// RFC 6487 section 4.1: version 3, which is encoded as 2.
enum VersionRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            certificate.version == 2,
            .certificateVersion,
            "version field \(certificate.version)",
            at: certificate.structure.signedPart.startIndex
        )
    }
}
