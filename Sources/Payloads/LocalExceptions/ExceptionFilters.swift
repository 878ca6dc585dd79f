import NumberResources

/// Matches VRPs against all prefix filters at once, and keeps what each of them matched.
struct PrefixFiltering {
    /// What each filter matched, in the order of the filters.
    private(set) var taken: [[TrustedVRP]]
    private var byPrefix = PrefixTrie<[(asn: ASN?, filter: Int)]>()
    private var byASN: [ASN: [Int]] = [:]

    init(_ filters: [LocalExceptions.Rule<LocalExceptions.PrefixFilter>]) {
        taken = Array(repeating: [], count: filters.count)
        for (index, filter) in filters.map(\.content).enumerated() {
            if let prefix = filter.prefix {
                byPrefix.insert((byPrefix[prefix] ?? []) + [(filter.asn, index)], at: prefix)
            } else if let asn = filter.asn {
                byASN[asn, default: []].append(index)
            }
        }
    }

    /// Whether a filter matches `entry` (RFC 8416 section 3.3.1).
    mutating func takes(_ entry: TrustedVRP) -> Bool {
        guard !taken.isEmpty else { return false }
        var matching = byASN[entry.vrp.asn] ?? []
        for (_, filters) in byPrefix.covering(entry.vrp.prefix) {
            matching += filters.filter { $0.asn == nil || $0.asn == entry.vrp.asn }.map(\.filter)
        }
        for filter in matching { taken[filter].append(entry) }
        return !matching.isEmpty
    }
}

/// Matches router keys against all router key filters, and keeps what each of them matched.
struct RouterKeyFiltering {
    private(set) var taken: [[TrustedRouterKey]]
    private let filters: [LocalExceptions.RouterKeyFilter]

    init(_ filters: [LocalExceptions.Rule<LocalExceptions.RouterKeyFilter>]) {
        taken = Array(repeating: [], count: filters.count)
        self.filters = filters.map(\.content)
    }

    /// Whether a filter matches `entry` (RFC 8416 section 3.3.2).
    mutating func takes(_ entry: TrustedRouterKey) -> Bool {
        var matches = false
        for (index, filter) in filters.enumerated() {
            let key = entry.routerKey
            guard filter.asn == nil || filter.asn == key.asn,
                filter.subjectKeyIdentifier == nil || filter.subjectKeyIdentifier == key.subjectKeyIdentifier
            else { continue }
            taken[index].append(entry)
            matches = true
        }
        return matches
    }
}

/// Matches ASPAs against all ASPA filters, and keeps what each of them matched.
struct ASPAFiltering {
    private(set) var taken: [[TrustedASPA]]
    private var byCustomer: [ASN: [Int]] = [:]

    init(_ filters: [LocalExceptions.Rule<ASN>]) {
        taken = Array(repeating: [], count: filters.count)
        for (index, filter) in filters.enumerated() { byCustomer[filter.content, default: []].append(index) }
    }

    /// Whether a filter matches `entry` (draft-ietf-sidrops-aspa-slurm-04 section 3).
    mutating func takes(_ entry: TrustedASPA) -> Bool {
        guard let matching = byCustomer[entry.aspa.customer] else { return false }
        for filter in matching { taken[filter].append(entry) }
        return true
    }
}
