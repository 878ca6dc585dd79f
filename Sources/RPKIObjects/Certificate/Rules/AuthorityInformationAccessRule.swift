/// RFC 6487 section 4.8.7: absent from a trust anchor; else not critical, with an rsync URI for id-ad-caIssuers.
enum AuthorityInformationAccessRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let reason = RejectionReason.certificateAuthorityInformationAccess
        let item = certificate.extensions.authorityInformationAccess
        guard kind != .trustAnchor else {
            return try inspection.require(item == nil, reason, "present in a trust anchor", at: item?.offset)
        }
        guard let item else { return try inspection.report(reason, "the extension is absent") }
        try inspection.require(!item.isCritical, reason, "critical", at: item.offset)
        try inspection.require(
            item.value.methods == .caIssuers,
            reason,
            "an access method other than id-ad-caIssuers",
            at: item.offset
        )
        try inspection.require(
            item.value.caIssuers != nil,
            reason,
            "no rsync URI for id-ad-caIssuers",
            at: item.offset
        )
    }
}
