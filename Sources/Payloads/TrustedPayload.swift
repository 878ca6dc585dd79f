/// A VRP and the trust anchor under which it was validated.
package struct TrustedVRP: Hashable, Comparable, Sendable {
    package let vrp: VRP
    /// Index into ``PayloadListing/trustAnchors``.
    package let trustAnchor: UInt16

    @inlinable
    package init(vrp: VRP, trustAnchor: UInt16) {
        self.vrp = vrp
        self.trustAnchor = trustAnchor
    }

    /// By VRP, then trust anchor.
    @inlinable
    package static func < (left: TrustedVRP, right: TrustedVRP) -> Bool {
        left.vrp == right.vrp ? left.trustAnchor < right.trustAnchor : left.vrp < right.vrp
    }
}

/// A router key and the trust anchor under which it was validated.
package struct TrustedRouterKey: Hashable, Comparable, Sendable {
    package let routerKey: RouterKey
    /// Index into ``PayloadListing/trustAnchors``.
    package let trustAnchor: UInt16

    package init(routerKey: RouterKey, trustAnchor: UInt16) {
        self.routerKey = routerKey
        self.trustAnchor = trustAnchor
    }

    /// By key, then trust anchor.
    package static func < (left: TrustedRouterKey, right: TrustedRouterKey) -> Bool {
        left.routerKey == right.routerKey
            ? left.trustAnchor < right.trustAnchor : left.routerKey < right.routerKey
    }
}

/// An ASPA and the trust anchor under which it was validated.
package struct TrustedASPA: Hashable, Comparable, Sendable {
    package let aspa: ASPA
    /// Index into ``PayloadListing/trustAnchors``.
    package let trustAnchor: UInt16

    package init(aspa: ASPA, trustAnchor: UInt16) {
        self.aspa = aspa
        self.trustAnchor = trustAnchor
    }

    /// By ASPA, then trust anchor.
    package static func < (left: TrustedASPA, right: TrustedASPA) -> Bool {
        left.aspa == right.aspa ? left.trustAnchor < right.trustAnchor : left.aspa < right.aspa
    }
}
