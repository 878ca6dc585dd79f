import NumberResources

extension RouteOriginAuthorization {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try ROACanonicalFormRule.inspect(self, &inspection)
        try ROAResourcesRule.inspect(self, object.eeCertificate, &inspection)
    }
}

extension RouteOriginAuthorization {
    package var claimedResources: EffectiveResources {
        EffectiveResources(ip: IPResourceSet(prefixes: addresses.map(\.prefix)), asNumbers: .empty)
    }
}

/// RFC 9582 section 4.3.3: prefixes and families are unique and in ascending order. It says SHOULD, and that a later
/// document may demand it: nothing is rejected for it.
enum ROACanonicalFormRule {
    static func inspect(_ roa: RouteOriginAuthorization, _ inspection: inout Inspection) throws(Rejection) {
        if let offset = roa.firstNotCanonical { inspection.advise(.roaNotCanonical, at: offset) }
    }
}

/// RFC 9582 section 5: the EE certificate lists IP addresses, among them all of the ROA's prefixes; it inherits none and
/// has no AS numbers.
enum ROAResourcesRule {
    static func inspect(
        _ roa: RouteOriginAuthorization,
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            certificate.asResources == nil,
            .roaASResources,
            at: certificate.extensions.asResources?.offset
        )
        let offset = certificate.extensions.ipResources?.offset
        guard let resources = certificate.ipResources else {
            throw Rejection(.roaResources, "the EE certificate has no IP addresses")
        }
        guard !resources.inheritsAny else {
            throw Rejection(.roaResources, "the EE certificate inherits IP addresses", at: offset)
        }
        for address in roa.addresses where !resources.explicit.contains(prefix: address.prefix) {
            throw Rejection(.roaResources, "\(address.prefix) is not in the EE certificate", at: offset)
        }
    }
}
