/// What routers are told: sorted, unique payloads of each type. A value; copying it costs nothing.
package struct PayloadSet: Hashable, Sendable {
    /// Ascending and unique.
    package let vrps: [VRP]
    /// Ascending and unique.
    package let routerKeys: [RouterKey]
    /// Ascending by customer, one per customer.
    package let aspas: [ASPA]

    package static let empty = PayloadSet(vrps: [], routerKeys: [], aspas: [])

    /// Sorts, removes duplicates, and joins the ASPAs of one customer into one with all their providers
    /// (draft-ietf-sidrops-aspa-verification section 4).
    package init(vrps: [VRP], routerKeys: [RouterKey] = [], aspas: [ASPA] = []) {
        self.vrps = vrps.sortedUnique()
        self.routerKeys = routerKeys.sortedUnique()
        self.aspas = ASPA.joinedByCustomer(aspas.sortedUnique())
    }

    package var count: Int { vrps.count + routerKeys.count + aspas.count }
}

extension ASPA {
    /// One ASPA per customer from ASPAs in ascending order.
    fileprivate static func joinedByCustomer(_ aspas: [ASPA]) -> [ASPA] {
        guard zip(aspas, aspas.dropFirst()).contains(where: { $0.customer == $1.customer }) else { return aspas }
        var result: [ASPA] = []
        for aspa in aspas {
            if let last = result.last, last.customer == aspa.customer,
                let joined = ASPA(customer: last.customer, providers: (last.providers + aspa.providers).sortedUnique())
            {
                result[result.count - 1] = joined
            } else {
                result.append(aspa)
            }
        }
        return result
    }
}

extension Array where Element: Comparable {
    /// Ascending without repetitions; the array itself when it is so already.
    package func sortedUnique() -> [Element] {
        if zip(self, dropFirst()).allSatisfy({ $0 < $1 }) { return self }
        var result: [Element] = []
        result.reserveCapacity(count)
        for element in sorted() where result.last != element {
            result.append(element)
        }
        return result
    }
}
