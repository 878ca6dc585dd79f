package import FlightEvents

/// What the server knows of one connected router.
package struct RouterStatus: Sendable {
    /// Unique for the life of this process; the same as in ``RouterRecord``.
    package let connection: UInt64
    /// Remote address and port.
    package let peer: String
    package let connected: Timestamp
    /// nil until the router's first query.
    package internal(set) var version: ProtocolVersion?
    /// The newest serial whose End of Data the router's TCP acknowledged, or which a query carried.
    package internal(set) var acknowledgedSerial: UInt32?
    /// When `acknowledgedSerial` was reached.
    package internal(set) var acknowledged: Timestamp?
    package internal(set) var bytesReceived: UInt64 = 0
    package internal(set) var bytesSent: UInt64 = 0
    package internal(set) var resetQueries: UInt64 = 0
    package internal(set) var serialQueries: UInt64 = 0
    package internal(set) var notifies: UInt64 = 0

    init(connection: UInt64, peer: String, connected: Timestamp) {
        self.connection = connection
        self.peer = peer
        self.connected = connected
    }
}
