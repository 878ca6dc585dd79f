package import NumberResources

/// A validated ASPA payload (draft-ietf-sidrops-aspa-profile): the providers that `customer` attests.
package struct ASPA: Hashable, Sendable {
    package let customer: ASN
    /// Ascending, unique, never empty.
    package let providers: [ASN]

    /// nil when `providers` is empty or not strictly ascending.
    package init?(customer: ASN, providers: [ASN]) {
        guard !providers.isEmpty, zip(providers, providers.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        self.customer = customer
        self.providers = providers
    }
}

extension ASPA: Comparable {
    /// By customer, then providers.
    package static func < (left: ASPA, right: ASPA) -> Bool {
        left.customer != right.customer
            ? left.customer < right.customer : left.providers.lexicographicallyPrecedes(right.providers)
    }
}
