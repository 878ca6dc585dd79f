package import NumberResources

/// The IP address delegation of a certificate (RFC 3779 section 2.2).
package struct IPResourceExtension: Hashable, Sendable {
    /// What the extension says about one address family.
    package enum Choice: Hashable, Sendable {
        case absent
        /// The issuer's resources.
        case inherit
        /// The addresses in ``IPResourceExtension/explicit``.
        case explicit
    }

    package let ipv4: Choice
    package let ipv6: Choice
    /// The addresses listed, of the families that do not inherit.
    package let explicit: IPResourceSet

    package init(ipv4: Choice, ipv6: Choice, explicit: IPResourceSet) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
        self.explicit = explicit
    }

    package subscript(family: AddressFamily) -> Choice {
        switch family {
        case .ipv4: ipv4
        case .ipv6: ipv6
        }
    }

    /// Whether a family inherits.
    package var inheritsAny: Bool { ipv4 == .inherit || ipv6 == .inherit }

    /// Whether a family lists addresses.
    package var listsAny: Bool { ipv4 == .explicit || ipv6 == .explicit }
}
