package import DER
package import RPKICrypto

/// Names a publication point for ever: its trust anchor, and the keys of the certification authorities from the
/// trust anchor down to the one that publishes there.
package struct PublicationPointKey: Hashable, Sendable {
    package let digest: SHA256Digest

    package init(digest: SHA256Digest) {
        self.digest = digest
    }

    /// `chain` starts with the trust anchor's key and ends with the publishing authority's.
    package init(trustAnchor: String, chain: [KeyIdentifier]) {
        var hasher = SHA256Hasher()
        hasher.update(Array(trustAnchor.utf8))
        hasher.update([0])
        for key in chain { hasher.update(key.bytes) }
        digest = hasher.finalize()
    }
}

/// The last valid state of a publication point (RFC 9286 section 6.6): its manifest and what that lists.
package struct StoredPublicationPoint: Hashable, Sendable {
    /// A file that the manifest lists.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let hash: SHA256Digest

        package init(name: String, hash: SHA256Digest) {
            self.name = name
            self.hash = hash
        }
    }

    package let key: PublicationPointKey
    package var manifestURI: String
    package var manifest: SHA256Digest
    /// In the manifest's order.
    package var entries: [Entry]
    /// The manifest number's magnitude, most significant octet first (RFC 9286 section 4.2.1).
    package var number: [UInt8]
    package var thisUpdate: PosixTime
    package var nextUpdate: PosixTime
    /// Where the objects came from.
    package var repository: RepositoryID?
    /// When this manifest was first found valid.
    package var firstSeen: PosixTime

    package init(
        key: PublicationPointKey,
        manifestURI: String,
        manifest: SHA256Digest,
        entries: [Entry],
        number: [UInt8],
        thisUpdate: PosixTime,
        nextUpdate: PosixTime,
        repository: RepositoryID?,
        firstSeen: PosixTime
    ) {
        self.key = key
        self.manifestURI = manifestURI
        self.manifest = manifest
        self.entries = entries
        self.number = number
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.repository = repository
        self.firstSeen = firstSeen
    }
}
