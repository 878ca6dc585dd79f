/// RFC 6487 section 4.8.6: absent from a trust anchor; else not critical, with one distribution point that has a full
/// name with an rsync URI, and neither reasons nor cRLIssuer.
enum CRLDistributionPointsRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let reason = RejectionReason.certificateCRLDistributionPoints
        let item = certificate.extensions.crlDistributionPoints
        guard kind != .trustAnchor else {
            return try inspection.require(item == nil, reason, "present in a trust anchor", at: item?.offset)
        }
        guard let item else { return try inspection.report(reason, "the extension is absent") }
        let offset = item.offset
        try inspection.require(!item.isCritical, reason, "critical", at: offset)
        try inspection.require(item.value.count == 1, reason, "\(item.value.count) distribution points", at: offset)
        try inspection.require(!item.value.hasRelativeName, reason, "a relative name", at: offset)
        try inspection.require(!item.value.hasReasons, reason, "reasons are present", at: offset)
        try inspection.require(!item.value.hasIssuer, reason, "cRLIssuer is present", at: offset)
        try inspection.require(item.value.uri != nil, reason, "no rsync URI", at: offset)
    }
}
