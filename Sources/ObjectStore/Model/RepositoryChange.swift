package import FlightEvents
package import RPKICrypto

/// What a committed update changed in a repository's contents.
package struct RepositoryChange: Hashable, Sendable {
    /// Names that are new or have other content now.
    package var added: [ObjectReference]
    /// What those names, and names that are gone, had before.
    package var removed: [ObjectReference]

    package init(added: [ObjectReference] = [], removed: [ObjectReference] = []) {
        self.added = added
        self.removed = removed
    }

    package var contentsChanged: Bool { !added.isEmpty || !removed.isEmpty }
}

/// A stored repository and its size.
package struct StoredRepository: Hashable, Sendable {
    package let id: RepositoryID
    package let state: RepositoryState
    package let objectCount: Int
}

/// What an update assumes about the present content of a name (RFC 8182 sections 3.4.2 and 3.5.3.3).
package enum ObjectExpectation: Hashable, Sendable {
    /// Nothing: snapshots and rsync.
    case anything
    /// The name is free: a publish element without hash.
    case absent
    /// The name has this content: a publish or withdraw element with hash.
    case content(SHA256Digest)
}
