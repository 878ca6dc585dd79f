/// RFC 6487 section 4: neither issuerUniqueID nor subjectUniqueID, which are not among the fields it allows.
enum UniqueIdentifierRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            certificate.uniqueIdentifier == nil,
            .certificateUniqueIdentifier,
            at: certificate.uniqueIdentifier
        )
    }
}
