/// Which broken rules are tolerated. Everything else is rejected.
package struct Profile: Hashable, Sendable {
    package let name: String
    /// Reasons that lead to a warning instead of a rejection. Only rules that an inspection checks can be
    /// tolerated: bytes that cannot be decoded are rejected under every profile.
    package let tolerances: Set<RejectionReason>

    package init(name: String, tolerances: Set<RejectionReason>) {
        self.name = name
        self.tolerances = tolerances
    }

    /// This profile, which tolerates those reasons as well.
    package func tolerating(_ reasons: Set<RejectionReason>) -> Profile {
        reasons.isEmpty ? self : Profile(name: name, tolerances: tolerances.union(reasons))
    }

    /// The RFCs to the letter.
    package static let strict = Profile(name: "strict", tolerances: [])

    /// Strict but for what real repositories contain without harm; apus-reasons(7) tells the users.
    package static let `default` = Profile(
        name: "default",
        tolerances: [
            // All that AFRINIC signs (8,936 objects in November 2023).
            .nameNotPrintableString,
            // registro.br (1,381 CRLs).
            .crlEmptyRevocationList,
            // AFRINIC and TWNIC (13,246 objects).
            .eeNotifyURI,
            // LACNIC (9,718 objects).
            .signedObjectNotDER,
            // Nobody today: so that a later standard can add an extension (RFC 6487 section 4.8 lets us ignore it).
            .certificateExtensionNotAllowed,
            // Nobody today: a new type of object must not cost the publication point.
            .manifestFileExtension,
            // Cards have an N property, as vCards of other profiles must. They are for people.
            .gbrProperty,
        ]
    )
}
