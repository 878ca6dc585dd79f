import NumberResources

extension ProviderAuthorization {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try ASPAProvidersOrderRule.inspect(self, &inspection)
        try ASPACustomerRule.inspect(self, &inspection)
        try ASPANoProviderRule.inspect(self, &inspection)
        try ASPAResourcesRule.inspect(self, object.eeCertificate, &inspection)
    }
}

extension ProviderAuthorization {
    package var claimedResources: EffectiveResources {
        EffectiveResources(ip: .empty, asNumbers: ASResourceSet(ranges: CollectionOfOne(customer...customer)))
    }
}

/// draft-ietf-sidrops-aspa-profile-29 section 3.3: the providers are unique and in ascending order.
enum ASPAProvidersOrderRule {
    static func inspect(_ aspa: ProviderAuthorization, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(aspa.firstNotAscending == nil, .aspaProvidersOrder, at: aspa.firstNotAscending)
    }
}

/// draft-ietf-sidrops-aspa-profile-29 section 3.3: the customer is none of its own providers.
enum ASPACustomerRule {
    static func inspect(_ aspa: ProviderAuthorization, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            !aspa.providers.contains(aspa.customer),
            .aspaCustomerAsProvider,
            "\(aspa.customer) is its own provider",
            at: aspa.providersOffset
        )
    }
}

/// draft-ietf-sidrops-aspa-profile-29 section 3.3: AS 0, which says that there is no provider, stands alone.
enum ASPANoProviderRule {
    static func inspect(_ aspa: ProviderAuthorization, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            aspa.providers.count == 1 || !aspa.providers.contains(ASN(0)),
            .aspaAS0Provider,
            at: aspa.providersOffset
        )
    }
}

/// draft-ietf-sidrops-aspa-profile-29 section 4: the EE certificate lists the customer's AS number and no other, inherits
/// nothing, and has no IP addresses.
enum ASPAResourcesRule {
    static func inspect(
        _ aspa: ProviderAuthorization,
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            certificate.extensions.ipResources == nil,
            .aspaIPResources,
            at: certificate.extensions.ipResources?.offset
        )
        let offset = certificate.extensions.asResources?.offset
        switch certificate.asResources {
        case nil:
            throw Rejection(.aspaResources, "the EE certificate has no AS numbers")
        case .inherit:
            throw Rejection(.aspaResources, "the EE certificate inherits AS numbers", at: offset)
        case .explicit(let numbers):
            guard numbers == ASResourceSet(ranges: CollectionOfOne(aspa.customer...aspa.customer)) else {
                throw Rejection(.aspaResources, "not exactly \(aspa.customer) but \(numbers)", at: offset)
            }
        }
    }
}
