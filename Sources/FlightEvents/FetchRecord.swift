/// One HTTP transaction or one run of rsync.
package struct FetchRecord: Sendable {
    package enum Kind: String, Sendable {
        case trustAnchor = "trust-anchor"
        case notification, snapshot, delta, rsync
    }

    /// Why a transfer failed, for statistics; the text says more.
    package enum ErrorClass: String, Sendable, CaseIterable {
        case dns, refused
        case connectTimeout = "connect-timeout"
        case idle, total, tls, http
        case tooBig = "too-big"
        case xml, hash, session, origin, disk, rsync, address, cancelled, other
    }

    /// The repository this belongs to: its notification URI or rsync module URI.
    package var repository: String
    package var uri: String
    package var kind: Kind
    /// When the transfer was asked for.
    package var scheduled: Timestamp
    /// End of each phase, where it took place.
    package var resolved: Timestamp?
    package var connected: Timestamp?
    package var secured: Timestamp?
    package var requestSent: Timestamp?
    package var firstByte: Timestamp?
    package var lastByte: Timestamp?
    package var errorClass: ErrorClass?
    package var errorText: String?
    package var httpStatus: Int?
    package var httpVersion: String?
    package var remoteAddress: String?
    /// Bytes on the wire and after content decoding.
    package var wireBytes: Int64 = 0
    package var decodedBytes: Int64 = 0
    /// What the server claims.
    package var lastModified: String?
    package var etag: String?
    package var age: String?
    package var date: String?
    /// rsync's exit status.
    package var exitStatus: Int?

    /// Seconds by which the server's clock seems to be ahead of ours: what it calls the date, less our time when its answer
    /// began. Of use beyond a second or two only: the date is in whole seconds, and the answer was on its way.
    package var clockOffset: Double? {
        guard let firstByte, let date = date.flatMap(HTTPDate.parse) else { return nil }
        return HTTPDate.offset(of: date, at: firstByte.wall)
    }

    package init(repository: String, uri: String, kind: Kind, scheduled: Timestamp) {
        self.repository = repository
        self.uri = uri
        self.kind = kind
        self.scheduled = scheduled
    }
}
