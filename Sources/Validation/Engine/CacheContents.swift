package import RPKICrypto

/// The validated cache behind an output: which manifests are in use, and which authorities.
package struct CacheContents: Sendable {
    /// A publication point in use, be it fresh or in its last valid state.
    package struct PublicationPoint: Hashable, Sendable {
        /// SHA-256 of the manifest, whose octets are in the store.
        package let manifest: SHA256Digest
        /// The keys of the authorities that are valid below it, whether or not they publish anything usable.
        package let subordinates: [KeyIdentifier]
    }

    /// What these points give.
    package let output: EngineOutput
    /// In no order.
    package let publicationPoints: [PublicationPoint]
    /// The keys of the trust anchors' certificates that are valid, in the order in which they were configured.
    package let trustAnchors: [KeyIdentifier]
}

extension ValidationEngine {
    /// The cache as it stands behind the newest output; waits for the end of a ``settle()`` under way.
    package func cacheContents() async -> CacheContents {
        await takeTurn()
        defer { endTurn() }
        return CacheContents(
            output: output,
            publicationPoints: tree.publicationPointsInUse(),
            trustAnchors: trustAnchors.compactMap(\.authority?.subjectKeyIdentifier)
        )
    }
}

extension AuthorityTree {
    func publicationPointsInUse() -> [CacheContents.PublicationPoint] {
        nodes.values.compactMap { node in
            guard let manifest = node.state?.manifest else { return nil }
            return CacheContents.PublicationPoint(
                manifest: manifest,
                subordinates: node.children.compactMap { nodes[$0]?.authority.subjectKeyIdentifier }
            )
        }
    }
}
