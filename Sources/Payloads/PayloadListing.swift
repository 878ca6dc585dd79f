/// Payloads with the names of their trust anchors: what the output formats print and payload files hold.
///
/// Every payload stands in it once. One that was validated under several trust anchors is listed under the
/// first of them.
package struct PayloadListing: Hashable, Sendable {
    /// The trust anchors' names, which the payloads refer to by index.
    package let trustAnchors: [String]
    /// Ascending, each VRP once.
    package let vrps: [TrustedVRP]
    /// Ascending, each key once; nil leaves router keys out of the output.
    package let routerKeys: [TrustedRouterKey]?
    /// Ascending, each ASPA once; nil leaves ASPAs out of the output.
    package let aspas: [TrustedASPA]?

    /// Sorts, and keeps of each payload only the one of the first trust anchor.
    package init(
        trustAnchors: [String],
        vrps: [TrustedVRP],
        routerKeys: [TrustedRouterKey]? = nil,
        aspas: [TrustedASPA]? = nil
    ) {
        self.trustAnchors = trustAnchors
        self.vrps = vrps.sortedUnique().keepingFirst(of: \.vrp)
        self.routerKeys = routerKeys?.sortedUnique().keepingFirst(of: \.routerKey)
        self.aspas = aspas?.sortedUnique().keepingFirst(of: \.aspa)
    }

    /// The payloads alone, as routers are told.
    package var payloads: PayloadSet {
        PayloadSet(
            vrps: vrps.map(\.vrp),
            routerKeys: routerKeys?.map(\.routerKey) ?? [],
            aspas: aspas?.map(\.aspa) ?? []
        )
    }

    /// The name of trust anchor `index`; `N/A` if there is none.
    package func trustAnchorName(_ index: UInt16) -> String {
        trustAnchors.indices.contains(Int(index)) ? trustAnchors[Int(index)] : "N/A"
    }
}

extension Array {
    /// Drops every element whose key is that of the element before it.
    fileprivate func keepingFirst<Key: Equatable>(of key: (Element) -> Key) -> [Element] {
        guard zip(self, dropFirst()).contains(where: { key($0) == key($1) }) else { return self }
        var result: [Element] = []
        result.reserveCapacity(count)
        for element in self where result.last.map(key) != key(element) {
            result.append(element)
        }
        return result
    }
}
