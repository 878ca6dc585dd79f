/// RFC 6487 section 4.8.2: present, not critical, the SHA-1 of the subject public key.
enum SubjectKeyIdentifierRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        let reason = RejectionReason.certificateSubjectKeyIdentifier
        let item = certificate.extensions.subjectKeyIdentifier
        try inspection.require(item?.isCritical == false, reason, "critical", at: item?.offset)
        try inspection.require(
            certificate.subjectKeyIdentifier == certificate.subjectPublicKeyInfo.keyIdentifier,
            reason,
            "not the SHA-1 of the subject public key",
            at: item?.offset
        )
    }
}
