package import DER
package import RPKIObjects

/// What the operator decides about validation. Every default stands here.
package struct ValidationConfiguration: Hashable, Sendable {
    /// What happens to manifests and CRLs whose nextUpdate has passed (RFC 9286 section 6.3, RFC 6487 section 5).
    package enum StalePolicy: String, Hashable, Sendable, CaseIterable {
        /// A failed fetch.
        case reject
        /// Used, with a warning.
        case warn
        /// Used.
        case accept
    }

    /// What happens to VRPs for addresses of an authority whose publication point is unusable: another authority's
    /// ROA there may make a route invalid that the missing ROAs would make valid.
    package enum UnsafePolicy: String, Hashable, Sendable, CaseIterable {
        /// They are used.
        case accept
        /// They are used, counted and logged.
        case warn
        /// They are left out, counted and logged.
        case reject
    }

    /// The tolerances towards objects.
    package var profile: Profile = .default
    package var stalePolicy: StalePolicy = .reject
    package var unsafePolicy: UnsafePolicy = .accept
    /// Whether ASPAs are looked into.
    package var evaluatesASPAs = true
    /// Whether certificates of BGPsec routers are looked into.
    package var evaluatesRouterCertificates = false
    /// What trust anchors may speak about, by their names; one that is not named, about everything.
    package var constraints: [String: ResourceConstraints] = [:]
    /// Certification authorities on a path below the trust anchor.
    package var maximumDepth = 32
    /// Certification authorities below one trust anchor: a hostile one can issue certificates for keys of its own
    /// faster than anyone can walk them.
    package var maximumAuthorities = 250_000
    /// Repositories that the authorities below one trust anchor may send us to.
    package var maximumRepositories = 1_000
    /// Evaluate as of this instant instead of now; what is found then is not written to last valid states.
    package var instant: PosixTime?
    /// Publication points evaluated at the same time.
    package var threads = 2

    package init() {}
}
