package import RPKICrypto

/// What an RRDP document says, in the order in which it says it.
package enum RRDPEvent: Hashable, Sendable {
    /// The root element: always the first event.
    case header(session: String, serial: UInt64)
    /// Where a notification's snapshot is.
    case snapshot(RRDPReference)
    /// Where a notification's delta to `serial` is.
    case delta(serial: UInt64, RRDPReference)
    /// An object that is there now. `replacing` is the hash of the one it replaces; nil for a new one, and always
    /// in snapshots.
    case publish(uri: String, replacing: SHA256Digest?, bytes: [UInt8])
    /// An object that is gone.
    case withdraw(uri: String, hash: SHA256Digest)
}

/// A file that a notification refers to.
package struct RRDPReference: Hashable, Sendable {
    /// As written; its origin is the reader's to check.
    package let uri: String
    package let hash: SHA256Digest

    package init(uri: String, hash: SHA256Digest) {
        self.uri = uri
        self.hash = hash
    }
}
