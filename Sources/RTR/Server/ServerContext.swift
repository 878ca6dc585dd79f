import FlightEvents
import Logging
import NIOPosix

/// What all connections of a server share.
struct ServerContext: Sendable {
    let configuration: RTRServerConfiguration
    let sessionConfiguration: RTRSession.Configuration
    let responses: ResponseCache
    let connections: ConnectionTable
    /// Makes deltas away from the event loops.
    let threads: NIOThreadPool
    let time: any TimeSource
    let sink: any FlightSink
    let log: Logger
}
