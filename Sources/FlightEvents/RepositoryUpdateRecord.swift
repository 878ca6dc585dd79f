package import RPKICrypto

/// An object by name and content.
package struct ObjectReference: Hashable, Sendable {
    package let uri: String
    package let hash: SHA256Digest

    package init(uri: String, hash: SHA256Digest) {
        self.uri = uri
        self.hash = hash
    }
}

/// One attempt to bring the store's copy of a repository up to date.
package struct RepositoryUpdateRecord: Sendable {
    package enum Transport: String, Sendable {
        case rrdpDelta = "rrdp-delta"
        case rrdpSnapshot = "rrdp-snapshot"
        case rsync
        /// The repository said that nothing changed.
        case unchanged
    }

    /// Notification URI or rsync module URI.
    package var repository: String
    /// nil when the attempt failed.
    package var transport: Transport?
    package var errorClass: FetchRecord.ErrorClass?
    package var errorText: String?
    /// RRDP session and serial reached.
    package var session: String?
    package var serial: UInt64?
    package var scheduled: Timestamp
    /// When the request for the notification (or the file list) went out.
    package var requestSent: Timestamp?
    /// First byte of the notification, or of rsync's file list: the new contents were public by then.
    package var firstByte: Timestamp?
    package var lastByte: Timestamp?
    /// When the new contents were durable.
    package var committed: Timestamp?
    /// When the request of the last successful earlier fetch went out: the new contents were not public then.
    /// nil when there was none.
    package var previousRequestSent: Timestamp?
    package var wireBytes: Int64 = 0
    package var objectsAdded = 0
    package var objectsRemoved = 0
    /// The payload objects (ROA, ASPA, router certificate; not manifests, CRLs, CA certificates' siblings) that
    /// came or went.
    package var added: [ObjectReference] = []
    package var removed: [ObjectReference] = []

    package init(repository: String, scheduled: Timestamp) {
        self.repository = repository
        self.scheduled = scheduled
    }
}
