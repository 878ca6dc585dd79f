import NumberResources

/// Matches VRPs against all prefix filters at once, and keeps what each of them matched.
struct PrefixFiltering {
    private var filters: FilterIndex<LocalExceptions.PrefixFilter, TrustedVRP>
    /// The prefixes of filters.
    private var prefixes = PrefixTrie<Void>()

    init(_ filters: [LocalExceptions.Rule<LocalExceptions.PrefixFilter>]) {
        self.filters = FilterIndex(filters)
        for prefix in Set(filters.compactMap(\.content.prefix)) { prefixes.insert((), at: prefix) }
    }

    /// What filter number `rule` matched.
    func taken(by rule: Int) -> [TrustedVRP] { filters.taken(by: rule) }

    /// Whether a filter matches `entry` (RFC 8416 section 3.3.1).
    mutating func takes(_ entry: TrustedVRP) -> Bool {
        guard !filters.isEmpty else { return false }
        let asn = entry.vrp.asn
        var isTaken = filters.take(entry, by: .init(prefix: nil, asn: asn))
        for (prefix, _) in prefixes.covering(entry.vrp.prefix) {
            if filters.take(entry, by: .init(prefix: prefix, asn: nil)) { isTaken = true }
            if filters.take(entry, by: .init(prefix: prefix, asn: asn)) { isTaken = true }
        }
        return isTaken
    }
}

/// Matches router keys against all router key filters, and keeps what each of them matched.
struct RouterKeyFiltering {
    private var filters: FilterIndex<LocalExceptions.RouterKeyFilter, TrustedRouterKey>

    init(_ filters: [LocalExceptions.Rule<LocalExceptions.RouterKeyFilter>]) {
        self.filters = FilterIndex(filters)
    }

    /// What filter number `rule` matched.
    func taken(by rule: Int) -> [TrustedRouterKey] { filters.taken(by: rule) }

    /// Whether a filter matches `entry` (RFC 8416 section 3.3.2).
    mutating func takes(_ entry: TrustedRouterKey) -> Bool {
        guard !filters.isEmpty else { return false }
        let (asn, identifier) = (entry.routerKey.asn, entry.routerKey.subjectKeyIdentifier)
        var isTaken = filters.take(entry, by: .init(asn: asn, subjectKeyIdentifier: nil))
        if filters.take(entry, by: .init(asn: nil, subjectKeyIdentifier: identifier)) { isTaken = true }
        if filters.take(entry, by: .init(asn: asn, subjectKeyIdentifier: identifier)) { isTaken = true }
        return isTaken
    }
}

/// Matches ASPAs against all ASPA filters, and keeps what each of them matched.
struct ASPAFiltering {
    private var filters: FilterIndex<ASN, TrustedASPA>

    init(_ filters: [LocalExceptions.Rule<ASN>]) {
        self.filters = FilterIndex(filters)
    }

    /// What filter number `rule` matched.
    func taken(by rule: Int) -> [TrustedASPA] { filters.taken(by: rule) }

    /// Whether a filter matches `entry` (draft-ietf-sidrops-aspa-slurm-04 section 3).
    mutating func takes(_ entry: TrustedASPA) -> Bool {
        filters.take(entry, by: entry.aspa.customer)
    }
}
