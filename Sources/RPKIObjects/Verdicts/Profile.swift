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

    /// Strict but for what real repositories contain without harm.
    package static let `default` = Profile(
        name: "default",
        tolerances: [
            .nameNotPrintableString,
            .crlEmptyRevocationList,
            .eeNotifyURI,
            .signedObjectNotDER,
            .certificateExtensionNotAllowed,
            .manifestFileExtension,
            .gbrProperty,
        ]
    )
}
