package import FlightEvents
package import Logging
package import NIOCore
package import Payloads
import ServiceLifecycle

/// An RTR cache (RFC 6810, RFC 8210) for any number of routers.
package final class RTRServer: Service {
    private let configuration: RTRServerConfiguration
    private let source: any PayloadSource
    private let time: any TimeSource
    private let sink: any FlightSink
    private let log: Logger

    package init(
        configuration: RTRServerConfiguration,
        source: any PayloadSource,
        time: any TimeSource,
        sink: any FlightSink,
        log: Logger
    ) {
        self.configuration = configuration
        self.source = source
        self.time = time
        self.sink = sink
        self.log = log
    }

    /// Listens on every endpoint and returns the addresses in their order. Connections are accepted from then on;
    /// routers that ask before ``run()`` prepared the first set hear No Data Available.
    ///
    /// Apart from ``run()`` so that a daemon can bind privileged ports, report errors and drop privileges first.
    @discardableResult
    package func bind() async throws(RTRServerError) -> [SocketAddress] {
        []
    }

    /// Serves until graceful shutdown or cancellation; calls ``bind()`` if nobody did.
    package func run() async throws {
    }

    /// The connected routers, oldest connection first.
    package func status() -> [RouterStatus] {
        []
    }
}
