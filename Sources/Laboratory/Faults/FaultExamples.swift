import NumberResources

extension LaboratoryFault.Scope {
    /// The object that is issued in order to be spoilt; nil for what is spoilt where it stands.
    func example(of authority: AuthorityState) -> LaboratoryObject? {
        guard let asn = authority.autonomousSystems.first.map({ ASN($0.lowerBound) }) else { return nil }
        switch self {
        case .providerAuthorization: return .aspa(customer: asn, providers: [ASN(64_496), ASN(64_497)])
        case .routerCertificate: return .routerKey(asn: asn, router: 1)
        case .prefixList:
            return .prefixList(asn: asn, prefixes: authority.prefixes.compactMap { IPPrefix(parsing: $0) })
        case .ghostbusters: return .ghostbusters(GhostbustersContact(name: "Laboratory", email: "lab@example.net"))
        case .trustAnchorKeys: return .trustAnchorKeys(announcesSuccessor: false)
        case .roa, .authorityCertificate, .trustAnchorCertificate, .manifest, .revocationList, .publicationPoint,
            .checklist, .repository:
            return nil
        }
    }
}
