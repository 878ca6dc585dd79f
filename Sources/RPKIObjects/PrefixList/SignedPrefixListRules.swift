import NumberResources

extension SignedPrefixList {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try SPLCanonicalFormRule.inspect(self, &inspection)
        try SPLResourcesRule.inspect(self, object.eeCertificate, &inspection)
    }
}

extension SignedPrefixList {
    package var claimedResources: EffectiveResources {
        EffectiveResources(ip: .empty, asNumbers: ASResourceSet(ranges: CollectionOfOne(asn...asn)))
    }
}

/// draft-ietf-sidrops-rpki-prefixlist-05 section 3.3.2: families and prefixes are unique and in ascending order. Other
/// than for a ROA, this is a MUST.
enum SPLCanonicalFormRule {
    static func inspect(_ list: SignedPrefixList, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(list.firstNotCanonical == nil, .splNotCanonical, at: list.firstNotCanonical)
    }
}

/// draft-ietf-sidrops-rpki-prefixlist-05 section 4: the EE certificate lists the AS number; it inherits none, and has no
/// IP addresses.
enum SPLResourcesRule {
    static func inspect(
        _ list: SignedPrefixList,
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            certificate.extensions.ipResources == nil,
            .splIPResources,
            at: certificate.extensions.ipResources?.offset
        )
        let offset = certificate.extensions.asResources?.offset
        switch certificate.asResources {
        case nil:
            throw Rejection(.splResources, "the EE certificate has no AS numbers")
        case .inherit:
            throw Rejection(.splResources, "the EE certificate inherits AS numbers", at: offset)
        case .explicit(let numbers):
            guard numbers.contains(list.asn) else {
                throw Rejection(.splResources, "\(list.asn) is not in the EE certificate", at: offset)
            }
        }
    }
}
