import NumberResources

extension LocalExceptionSet {
    /// The trust anchor of asserted payloads: an index that names none, and sorts after all that do.
    package static let noTrustAnchor = UInt16.max

    /// Takes away what the filters match, then adds what is asserted (RFC 8416 section 3.2). Router keys and ASPAs that
    /// are left out of `listing` stay left out. What is asserted about a customer joins what was validated about it.
    package func applied(to listing: PayloadListing) -> LocalExceptionOutcome {
        var vrps = PrefixFiltering(files.flatMap(\.prefixFilters))
        var routerKeys = RouterKeyFiltering(files.flatMap(\.routerKeyFilters))
        var aspas = ASPAFiltering(files.flatMap(\.aspaFilters))
        var kept = KeptPayloads(
            vrps: listing.vrps.filter { !vrps.takes($0) },
            routerKeys: listing.routerKeys?.filter { !routerKeys.takes($0) },
            aspas: listing.aspas?.filter { !aspas.takes($0) }
        )
        var effects: [LocalExceptionEffect] = []
        var (vrpRule, routerKeyRule, aspaRule) = (0, 0, 0)
        for file in files {
            for rule in file.prefixFilters {
                effects.append(rule.effect(.filteredVRPs(vrps.taken(by: vrpRule))))
                vrpRule += 1
            }
            for rule in file.routerKeyFilters {
                effects.append(rule.effect(.filteredRouterKeys(routerKeys.taken(by: routerKeyRule))))
                routerKeyRule += 1
            }
            for rule in file.aspaFilters {
                effects.append(rule.effect(.filteredASPAs(aspas.taken(by: aspaRule))))
                aspaRule += 1
            }
            effects += kept.add(file)
        }
        let union = kept.aspas.map(ASPAUnion.init(of:))
        return LocalExceptionOutcome(
            listing: PayloadListing(
                trustAnchors: listing.trustAnchors,
                vrps: kept.vrps,
                routerKeys: kept.routerKeys,
                aspas: union?.aspas
            ),
            effects: effects,
            excessiveCustomers: union?.excessive ?? []
        )
    }
}

extension LocalExceptions.Rule {
    fileprivate func effect(_ change: LocalExceptionEffect.Change) -> LocalExceptionEffect {
        LocalExceptionEffect(place: place, comment: comment, change: change)
    }
}

/// What the filters left, and the assertions beside it.
private struct KeptPayloads {
    private(set) var vrps: [TrustedVRP]
    private(set) var routerKeys: [TrustedRouterKey]?
    private(set) var aspas: [TrustedASPA]?
    /// The same without trust anchors; made when the first assertion asks.
    private lazy var knownVRPs = Set(vrps.map(\.vrp))
    private lazy var knownRouterKeys = Set((routerKeys ?? []).map(\.routerKey))
    private lazy var knownProviders = Dictionary(
        (aspas ?? []).map { ($0.aspa.customer, Set($0.aspa.providers)) },
        uniquingKeysWith: { $0.union($1) }
    )

    init(vrps: [TrustedVRP], routerKeys: [TrustedRouterKey]?, aspas: [TrustedASPA]?) {
        self.vrps = vrps
        self.routerKeys = routerKeys
        self.aspas = aspas
    }

    mutating func add(_ file: LocalExceptions) -> [LocalExceptionEffect] {
        let anchor = LocalExceptionSet.noTrustAnchor
        var effects: [LocalExceptionEffect] = []
        for rule in file.prefixAssertions {
            let isNew = knownVRPs.insert(rule.content).inserted
            if isNew { vrps.append(TrustedVRP(vrp: rule.content, trustAnchor: anchor)) }
            effects.append(rule.effect(.assertedVRP(rule.content, isNew: isNew)))
        }
        for rule in file.routerKeyAssertions where routerKeys != nil {
            let isNew = knownRouterKeys.insert(rule.content).inserted
            if isNew { routerKeys?.append(TrustedRouterKey(routerKey: rule.content, trustAnchor: anchor)) }
            effects.append(rule.effect(.assertedRouterKey(rule.content, isNew: isNew)))
        }
        for rule in file.aspaAssertions where aspas != nil {
            let isNew = learn(rule.content)
            if isNew { aspas?.append(TrustedASPA(aspa: rule.content, trustAnchor: anchor)) }
            effects.append(rule.effect(.assertedASPA(rule.content, isNew: isNew)))
        }
        return effects
    }
    /// Whether the customer has a provider by `aspa` that it had not before. That it has none says nothing beside one.
    private mutating func learn(_ aspa: ASPA) -> Bool {
        if aspa.providers == [ASN(0)], knownProviders[aspa.customer] != nil { return false }
        var isNew = false
        for provider in aspa.providers {
            isNew = knownProviders[aspa.customer, default: []].insert(provider).inserted || isNew
        }
        return isNew
    }
}
