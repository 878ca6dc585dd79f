/// RFC 6487 section 4.8.9: critical, the policy of RFC 6484 alone, or that of RFC 8360 section 4.2.1 alone; RFC 7318
/// section 2: at most one qualifier, which points to a certification practice statement.
enum CertificatePoliciesRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        let reason = RejectionReason.certificatePolicies
        guard let item = certificate.extensions.certificatePolicies else {
            return try inspection.report(reason, "the extension is absent")
        }
        let policies = item.value
        try inspection.require(item.isCritical, reason, "not critical", at: item.offset)
        try inspection.require(
            policies.count == 1 && (policies.includesResourcePolicy || policies.includesResourcePolicyV2),
            reason,
            "not id-cp-ipAddr-asNumber or id-cp-ipAddr-asNumber-v2 alone",
            at: item.offset
        )
        try inspection.require(
            policies.qualifierCount <= 1 && policies.statementCount == policies.qualifierCount,
            reason,
            "a qualifier other than one certification practice statement",
            at: item.offset
        )
    }
}
