package import NumberResources

/// The ASPAs of each customer joined into one: a customer attests the union of the providers that its objects list,
/// under whatever trust anchors (draft-ietf-sidrops-aspa-verification section 4).
///
/// AS 0 says that there is no provider, and so says nothing beside one. A customer whose union exceeds
/// ``maximumProviders`` is left out as a whole: a part of its providers would make routes through the others invalid.
package struct ASPAUnion: Sendable {
    /// Providers of one customer, at most.
    package static let maximumProviders = 4_000

    /// One for each customer, ascending, under the first of its trust anchors.
    package let aspas: [TrustedASPA]
    /// The customers that are left out, ascending.
    package let excessive: [ASN]

    /// Joins `statements`, which may stand in any order.
    package init(of statements: [TrustedASPA]) {
        let sorted = statements.sorted { $0.aspa.customer < $1.aspa.customer }
        let (joined, excessive) = ASPA.joined(sorted.map(\.aspa))
        self.excessive = excessive
        guard joined.count != sorted.count else {
            aspas = zip(joined, sorted).map { TrustedASPA(aspa: $0, trustAnchor: $1.trustAnchor) }
            return
        }
        let trustAnchors = Dictionary(sorted.map { ($0.aspa.customer, $0.trustAnchor) }, uniquingKeysWith: min)
        aspas = joined.map { TrustedASPA(aspa: $0, trustAnchor: trustAnchors[$0.customer] ?? 0) }
    }
}

extension ASPA {
    /// The union for each customer, and the customers whose union is too large. `sorted` is ascending by customer.
    static func joined(_ sorted: [ASPA]) -> (aspas: [ASPA], excessive: [ASN]) {
        guard !isJoined(sorted) else { return (sorted, []) }
        var aspas: [ASPA] = []
        aspas.reserveCapacity(sorted.count)
        var excessive: [ASN] = []
        var start = 0
        while start < sorted.count {
            let customer = sorted[start].customer
            let end = sorted[start...].firstIndex { $0.customer != customer } ?? sorted.count
            if let union = union(sorted[start..<end]) {
                aspas.append(union)
            } else {
                excessive.append(customer)
            }
            start = end
        }
        return (aspas, excessive)
    }

    /// nil when there are too many providers.
    private static func union(_ aspas: ArraySlice<ASPA>) -> ASPA? {
        guard let first = aspas.first else { return nil }
        if aspas.count == 1, first.isUnion { return first }
        var providers: [ASN] = []
        for aspa in aspas {
            providers += aspa.providers
            // Seldom enough that each provider is sorted a few times only, often enough that the memory is bounded.
            if providers.count > 4 * ASPAUnion.maximumProviders {
                providers = combined(providers)
                guard providers.count <= ASPAUnion.maximumProviders else { return nil }
            }
        }
        providers = combined(providers)
        guard providers.count <= ASPAUnion.maximumProviders else { return nil }
        return ASPA(customer: first.customer, providers: providers)
    }

    /// Ascending, each once, and AS 0 only alone.
    private static func combined(_ providers: [ASN]) -> [ASN] {
        let result = providers.sortedUnique()
        return result.count > 1 && result.first == ASN(0) ? Array(result.dropFirst()) : result
    }

    /// Whether joining would change nothing.
    private static func isJoined(_ sorted: [ASPA]) -> Bool {
        zip(sorted, sorted.dropFirst()).allSatisfy { $0.customer != $1.customer } && sorted.allSatisfy(\.isUnion)
    }

    /// Whether it is its own union.
    private var isUnion: Bool {
        providers.count <= ASPAUnion.maximumProviders && (providers.count == 1 || providers.first != ASN(0))
    }
}
