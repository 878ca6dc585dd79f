package import FlightEvents
package import RPKICrypto

/// What must be remembered about a repository so that the next fetch takes only what changed.
package struct RepositoryState: Hashable, Sendable {
    /// RRDP session id (RFC 8182 section 3.5.1.3); nil for rsync, and after damage, when a snapshot is due.
    package var session: String?
    /// RRDP serial; nil with `session`.
    package var serial: UInt64?
    /// HTTP entity tag of the notification file (or trust anchor certificate).
    package var etag: String?
    /// HTTP Last-Modified of the same.
    package var lastModified: String?
    /// Hashes of the deltas that the last notification listed, by serial (RFC 9697).
    package var deltaHashes: [UInt64: SHA256Digest]
    /// Octets of all objects together; nil when nobody has counted them.
    package var octets: Int64?
    /// When the request that brought these contents was sent.
    package var requestSent: Timestamp?
    /// When the first octet of its answer arrived.
    package var firstByte: Timestamp?
    /// When the last fetch succeeded, whether or not anything had changed.
    package var succeeded: Timestamp

    package init(
        session: String? = nil,
        serial: UInt64? = nil,
        etag: String? = nil,
        lastModified: String? = nil,
        deltaHashes: [UInt64: SHA256Digest] = [:],
        octets: Int64? = nil,
        requestSent: Timestamp? = nil,
        firstByte: Timestamp? = nil,
        succeeded: Timestamp
    ) {
        self.session = session
        self.serial = serial
        self.etag = etag
        self.lastModified = lastModified
        self.deltaHashes = deltaHashes
        self.octets = octets
        self.requestSent = requestSent
        self.firstByte = firstByte
        self.succeeded = succeeded
    }

    /// The state without anything that would let the next fetch skip objects.
    package func forgettingPosition() -> RepositoryState {
        RepositoryState(requestSent: requestSent, firstByte: firstByte, succeeded: succeeded)
    }
}
