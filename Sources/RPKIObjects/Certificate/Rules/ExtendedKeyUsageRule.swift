/// RFC 6487 section 4.8.5: absent; RFC 8209 section 3.1.3.2: names id-kp-bgpsec-router and is not critical in a BGPsec
/// router's certificate.
enum ExtendedKeyUsageRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let reason = RejectionReason.certificateExtendedKeyUsage
        let item = certificate.extensions.extendedKeyUsage
        guard kind == .bgpsecRouter else {
            return try inspection.require(item == nil, reason, "present", at: item?.offset)
        }
        try inspection.require(
            item?.value.includesBGPsecRouter == true,
            reason,
            "does not name BGPsec routers",
            at: item?.offset
        )
        try inspection.require(item?.isCritical != true, reason, "critical", at: item?.offset)
    }
}
