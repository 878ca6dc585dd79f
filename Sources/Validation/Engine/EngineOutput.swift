package import Payloads

/// Everything that the engine knows after a batch of work. A value: readers keep it as long as they like.
package struct EngineOutput: Sendable {
    /// Counts outputs whose payloads differ.
    package let generation: UInt64
    /// The payloads with the trust anchors under which they are valid: ascending, unique. Trust anchors stand in the
    /// order in which they were configured.
    package let vrps: [TrustedVRP]
    package let trustAnchors: [String]
    /// What routers are told.
    package let payloads: PayloadSet
    package let provenance: Provenance
    package let report: ValidationReport
    /// Whether every trust anchor has been walked and no repository is still awaited.
    package let isComplete: Bool

    /// Before anything was evaluated.
    static let empty = EngineOutput(
        generation: 0,
        vrps: [],
        trustAnchors: [],
        payloads: .empty,
        provenance: .empty,
        report: ValidationReport(),
        isComplete: false
    )

    /// The payloads as the output formats print them.
    package var listing: PayloadListing {
        PayloadListing(trustAnchors: trustAnchors, vrps: vrps)
    }
}
