package import ObjectStore
package import RPKICrypto
import RPKIObjects

/// What a repository in force holds of one publication point.
package struct PublishedContents: Hashable, Sendable {
    package let repository: RepositoryID?
    /// The object at the authority's manifest URI.
    package let manifest: SHA256Digest?
    /// The objects in the authority's directory, by file name.
    package let objects: [String: SHA256Digest]

    package init(repository: RepositoryID?, manifest: SHA256Digest?, objects: [String: SHA256Digest]) {
        self.repository = repository
        self.manifest = manifest
        self.objects = objects
    }
}

/// Everything that the verdicts on a publication point depend on, but for the instant and the configuration.
package struct PublicationPointInput: Sendable {
    package enum Contents: Sendable {
        case published(PublishedContents)
        /// The repository has not answered yet.
        case pending
        /// Nothing could be had from the repository, and nothing is stored of it.
        case unavailable
    }

    package let authority: CertificationAuthority
    package let contents: Contents
    /// The last valid state.
    package let memory: StoredPublicationPoint?

    package init(authority: CertificationAuthority, contents: Contents, memory: StoredPublicationPoint?) {
        self.authority = authority
        self.contents = contents
        self.memory = memory
    }
}
