/// What some types of signed objects demand of the EE certificate: that it lists no number resources but inherits them.
enum InheritedResources {
    static func require(
        of certificate: ResourceCertificate,
        _ reason: RejectionReason,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            certificate.ipResources?.listsAny != true,
            reason,
            "IP addresses are listed instead of inherited",
            at: certificate.extensions.ipResources?.offset
        )
        try inspection.require(
            certificate.asResources == nil || certificate.asResources == .inherit,
            reason,
            "AS numbers are listed instead of inherited",
            at: certificate.extensions.asResources?.offset
        )
    }
}
