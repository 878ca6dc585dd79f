package import Payloads

/// Everything that the engine knows after a batch of work. A value: readers keep it as long as they like.
package struct EngineOutput: Sendable {
    /// Counts outputs whose payloads differ.
    package let generation: UInt64
    package let content: OutputContent
    /// In the order in which they were configured; payloads refer to them by index.
    package let trustAnchors: [String]
    package let report: ValidationReport
    /// Whether every trust anchor has been walked and no repository is still awaited.
    package let isComplete: Bool

    /// Before anything was evaluated.
    static let empty = EngineOutput(
        generation: 0,
        content: .empty,
        trustAnchors: [],
        report: ValidationReport(),
        isComplete: false
    )

    package var vrps: [TrustedVRP] { content.vrps }
    /// What routers are told.
    package var payloads: PayloadSet { content.payloads }
    package var provenance: Provenance { content.provenance }

    /// The payloads as the output formats print them.
    package var listing: PayloadListing {
        PayloadListing(
            trustAnchors: trustAnchors,
            vrps: content.vrps,
            routerKeys: content.routerKeys,
            aspas: content.aspas
        )
    }
}
