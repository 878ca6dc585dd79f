/// How an ``RTRServer`` listens and what it grants to routers.
package struct RTRServerConfiguration: Sendable {
    /// Where to listen; port 0 takes a free one.
    package var endpoints: [Endpoint]
    /// What End of Data tells version 1 routers.
    package var timers: SynchronisationTimers = .default
    /// The highest protocol version to speak. Version 2 is a draft whose PDU formats changed between revisions,
    /// so that it is spoken only where it is asked for.
    package var highestVersion: ProtocolVersion = .v1
    /// Connections in all; further ones are closed at once.
    package var maximumConnections = 10_000
    /// Connections from one address. Routers may share one: behind NAT, or through an SSH daemon on this machine.
    package var maximumConnectionsPerAddress = 2_500
    /// How long a router may take from connecting to its first whole, acceptable query.
    package var handshakeTimeout: Duration = .seconds(30)
    /// How long a router may accept no octet of an answer.
    package var stallTimeout: Duration = .seconds(120)
    /// How long one answer may take in all. The retry interval is what routers themselves allow (BIRD).
    package var transferTimeout: Duration = .seconds(1_800)
    /// The least time between two Serial Notify PDUs to one router (RFC 8210 section 8.2).
    package var notifyInterval: Duration = .seconds(60)
    /// How many older sets a slow reader may keep in memory; when a newer one is published it is disconnected.
    package var maximumSetsBehind = 8
    /// How long the last answers may take to leave at a graceful shutdown.
    package var shutdownTimeout: Duration = .seconds(2)

    package init(endpoints: [Endpoint]) {
        self.endpoints = endpoints
    }
}
