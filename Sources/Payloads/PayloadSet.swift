/// What routers are told: sorted, unique payloads of each type. A value; copying it costs nothing.
package struct PayloadSet: Hashable, Sendable {
    /// Ascending and unique.
    package let vrps: [VRP]
    /// Ascending and unique.
    package let routerKeys: [RouterKey]
    /// Ascending by customer, one per customer.
    package let aspas: [ASPA]

    package static let empty = PayloadSet(vrps: [], routerKeys: [], aspas: [])

    /// Sorts, removes duplicates, and joins the ASPAs of each customer as ``ASPAUnion`` does; a customer with too many
    /// providers is left out.
    package init(vrps: [VRP], routerKeys: [RouterKey] = [], aspas: [ASPA] = []) {
        self.vrps = vrps.sortedUnique()
        self.routerKeys = routerKeys.sortedUnique()
        self.aspas = ASPA.joined(aspas.sorted { $0.customer < $1.customer }).aspas
    }

    package var count: Int { vrps.count + routerKeys.count + aspas.count }
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
