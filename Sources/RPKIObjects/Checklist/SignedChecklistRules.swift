import NumberResources

extension SignedChecklist {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try RSCCanonicalResourcesRule.inspect(self, &inspection)
        try RSCASResourcesRule.inspect(self, object.eeCertificate, &inspection)
        try RSCIPResourcesRule.inspect(self, object.eeCertificate, &inspection)
    }
}

extension SignedChecklist {
    package var claimedResources: EffectiveResources {
        EffectiveResources(ip: ipResources ?? .empty, asNumbers: asResources ?? .empty)
    }
}

/// RFC 9323 section 4.2.2: families in ascending order, addresses and AS numbers in the canonical form of RFC 3779.
enum RSCCanonicalResourcesRule {
    static func inspect(_ list: SignedChecklist, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            list.firstNotCanonical == nil,
            .rscResources,
            "not in canonical form",
            at: list.firstNotCanonical
        )
    }
}

/// RFC 9323 section 5: the EE certificate lists all AS numbers with which the checklist is signed; it inherits none.
enum RSCASResourcesRule {
    static func inspect(
        _ list: SignedChecklist,
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        guard let claimed = list.asResources else { return }
        let reason = RejectionReason.rscCertificateResources
        let offset = certificate.extensions.asResources?.offset
        switch certificate.asResources {
        case nil:
            throw Rejection(reason, "the EE certificate has no AS numbers")
        case .inherit:
            throw Rejection(reason, "the EE certificate inherits AS numbers", at: offset)
        case .explicit(let held):
            guard held.contains(claimed) else {
                throw Rejection(reason, "AS numbers that are not in the EE certificate", at: offset)
            }
        }
    }
}

/// RFC 9323 section 5: the EE certificate lists all addresses with which the checklist is signed; it inherits none.
enum RSCIPResourcesRule {
    static func inspect(
        _ list: SignedChecklist,
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        guard let claimed = list.ipResources else { return }
        let reason = RejectionReason.rscCertificateResources
        let offset = certificate.extensions.ipResources?.offset
        guard let held = certificate.ipResources else {
            throw Rejection(reason, "the EE certificate has no IP addresses")
        }
        guard !held.inheritsAny else {
            throw Rejection(reason, "the EE certificate inherits IP addresses", at: offset)
        }
        guard held.explicit.contains(claimed) else {
            throw Rejection(reason, "IP addresses that are not in the EE certificate", at: offset)
        }
    }
}
