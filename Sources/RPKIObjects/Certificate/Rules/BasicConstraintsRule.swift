/// RFC 6487 section 4.8.1: critical with cA set and no path length in an authority's certificate, absent in others.
enum BasicConstraintsRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let reason = RejectionReason.certificateBasicConstraints
        guard let constraints = certificate.extensions.basicConstraints else {
            return try inspection.require(!kind.isAuthority, reason, "absent from an authority's certificate")
        }
        let offset = constraints.offset
        guard kind.isAuthority else {
            return try inspection.report(reason, "present although it is no authority's certificate", at: offset)
        }
        try inspection.require(constraints.isCritical, reason, "not critical", at: offset)
        try inspection.require(constraints.value.isAuthority, reason, "cA is not set", at: offset)
        try inspection.require(!constraints.value.hasPathLength, reason, "pathLenConstraint is present", at: offset)
    }
}
