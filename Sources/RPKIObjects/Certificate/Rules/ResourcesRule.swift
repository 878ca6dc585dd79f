/// RFC 6487 sections 4.8.10 and 4.8.11: number resources of at least one sort, critical, in the canonical form of
/// RFC 3779; what each kind of certificate may not hold.
enum ResourcesRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let ip = certificate.extensions.ipResources
        let asNumbers = certificate.extensions.asResources
        if let ip {
            try inspection.require(ip.isCritical, .certificateIPResources, "not critical", at: ip.offset)
            try inspection.require(
                ip.value.firstNotCanonical == nil,
                .certificateIPResourcesNotCanonical,
                at: ip.value.firstNotCanonical
            )
        }
        if let asNumbers {
            try inspection.require(asNumbers.isCritical, .certificateASResources, "not critical", at: asNumbers.offset)
            try inspection.require(
                asNumbers.value.firstNotCanonical == nil,
                .certificateASResourcesNotCanonical,
                at: asNumbers.value.firstNotCanonical
            )
        }
        try inspection.require(ip != nil || asNumbers != nil, .certificateNoResources)
        switch kind {
        case .trustAnchor: try inspectTrustAnchor(certificate, &inspection)
        case .bgpsecRouter: try inspectRouter(certificate, &inspection)
        case .ca, .ee: break
        }
    }

    /// RFC 8630 section 2.3: a trust anchor holds its resources itself.
    private static func inspectTrustAnchor(
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            certificate.ipResources?.inheritsAny != true && certificate.asResources != .inherit,
            .certificateResourcesInherited,
            "a trust anchor has no issuer to inherit from"
        )
    }

    /// RFC 8209 sections 3.1.3.4 and 3.1.3.5: AS numbers that are not inherited, no addresses.
    private static func inspectRouter(
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            certificate.ipResources == nil,
            .certificateResourcesNotAllowed,
            "IP addresses in a router's certificate",
            at: certificate.extensions.ipResources?.offset
        )
        try inspection.require(
            certificate.asResources != .inherit,
            .certificateResourcesInherited,
            "a router's AS numbers are listed",
            at: certificate.extensions.asResources?.offset
        )
        try inspection.require(certificate.asResources != nil, .certificateNoResources, "no AS numbers")
    }
}
