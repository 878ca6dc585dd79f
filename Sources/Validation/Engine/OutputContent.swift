package import NumberResources
package import Payloads

/// The payloads of an output, in the forms in which they are needed, and what was left out of them.
package struct OutputContent: Sendable {
    /// Ascending, unique.
    package let vrps: [TrustedVRP]
    /// Ascending, unique; nil when the configuration leaves them out.
    package let routerKeys: [TrustedRouterKey]?
    /// The union for each customer, ascending; nil when the configuration leaves them out.
    package let aspas: [TrustedASPA]?
    /// What routers are told.
    package let payloads: PayloadSet
    package let provenance: Provenance
    /// Customers whose ASPAs list too many providers; ascending.
    package let excessiveCustomers: [ASN]
    /// VRPs within ``unsafeAddresses``; whether they count, the policy says.
    package let unsafeVRPs: [TrustedVRP]
    /// What ``unsafeVRPs`` were looked for in; empty when nobody asked.
    let unsafeAddresses: IPResourceSet

    static let empty = OutputContent()

    /// Before anything was evaluated.
    private init() {
        vrps = []
        routerKeys = nil
        aspas = nil
        payloads = .empty
        provenance = .empty
        excessiveCustomers = []
        unsafeVRPs = []
        unsafeAddresses = .empty
    }

    /// - Parameter unsafeAddresses: see ``AuthorityTree/unsafeAddresses()``.
    init(_ provenance: Provenance, unsafeAddresses: IPResourceSet, configuration: ValidationConfiguration) {
        self.provenance = provenance
        self.unsafeAddresses = unsafeAddresses
        var vrps = provenance.vrps.payloads(TrustedVRP.init(vrp:trustAnchor:))
        var unsafeVRPs: [TrustedVRP] = []
        if !unsafeAddresses.isEmpty {
            unsafeVRPs = vrps.filter { unsafeAddresses.overlaps($0.vrp.prefix) }
            if configuration.unsafePolicy == .reject {
                vrps.removeAll { unsafeAddresses.overlaps($0.vrp.prefix) }
            }
        }
        self.vrps = vrps
        self.unsafeVRPs = unsafeVRPs
        routerKeys =
            configuration.evaluatesRouterCertificates
            ? provenance.routerKeys.payloads(TrustedRouterKey.init(routerKey:trustAnchor:)) : nil
        let union = ASPAUnion(of: provenance.aspas.payloads(TrustedASPA.init(aspa:trustAnchor:)))
        excessiveCustomers = union.excessive
        aspas = configuration.evaluatesASPAs ? union.aspas : nil
        payloads = PayloadSet(
            vrps: vrps.map(\.vrp),
            routerKeys: routerKeys?.map(\.routerKey) ?? [],
            aspas: aspas?.map(\.aspa) ?? []
        )
    }

    /// Whether the payloads and their trust anchors are the same.
    func hasSamePayloads(as other: OutputContent) -> Bool {
        vrps == other.vrps && routerKeys == other.routerKeys && aspas == other.aspas
    }
}
