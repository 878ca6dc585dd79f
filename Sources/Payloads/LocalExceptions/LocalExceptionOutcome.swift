package import NumberResources

/// What local exceptions made of validated payloads, and which rule did what.
package struct LocalExceptionOutcome: Hashable, Sendable {
    /// The payloads after filters and assertions. Asserted payloads have no trust anchor: their index names none.
    package let listing: PayloadListing
    /// One for each rule, in the order of the files: first a file's filters, then its assertions. None for assertions of
    /// router keys or ASPAs when those are left out of the listing.
    package let effects: [LocalExceptionEffect]
    /// The customers that assertions gave more providers than ``ASPAUnion/maximumProviders``, ascending: `listing` has no
    /// ASPA of theirs.
    package let excessiveCustomers: [ASN]
}

/// What one rule did.
package struct LocalExceptionEffect: Hashable, Sendable {
    package let place: LocalExceptions.Place
    package let comment: String?
    package let change: Change

    package enum Change: Hashable, Sendable {
        /// What the filter matched, perhaps nothing. A payload that several filters match is listed with each.
        case filteredVRPs([TrustedVRP])
        case filteredRouterKeys([TrustedRouterKey])
        case filteredASPAs([TrustedASPA])
        /// What was asserted; `isNew` unless it was there already, validated or asserted by an earlier rule. An ASPA was
        /// there if all its providers were.
        case assertedVRP(VRP, isNew: Bool)
        case assertedRouterKey(RouterKey, isNew: Bool)
        case assertedASPA(ASPA, isNew: Bool)
    }
}
