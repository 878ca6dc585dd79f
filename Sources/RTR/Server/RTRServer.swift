package import FlightEvents
package import Logging
package import NIOCore
import NIOPosix
package import Payloads
import ServiceLifecycle
import Synchronization

/// An RTR cache (RFC 6810, RFC 8210) for any number of routers.
///
/// Each set is serialised once per protocol version and shared by all routers. A router sees a set only when it is
/// ready to send; the source has made it durable before.
package final class RTRServer: Service {
    /// How long a listener that ended waits before it listens again.
    private static let rebindDelay = Duration.seconds(1)

    private struct Listener {
        let endpoint: Endpoint
        let channel: any Channel
    }

    private struct State {
        var listeners: [Listener] = []
        var isStopping = false
    }

    private let context: ServerContext
    private let source: any PayloadSource
    private let group: any EventLoopGroup
    private let state = Mutex(State())

    package init(
        configuration: RTRServerConfiguration,
        source: any PayloadSource,
        time: any TimeSource,
        sink: any FlightSink,
        log: Logger
    ) {
        self.source = source
        group = MultiThreadedEventLoopGroup.singleton
        context = ServerContext(
            configuration: configuration,
            sessionConfiguration: RTRSession.Configuration(
                highestVersion: configuration.highestVersion,
                timers: configuration.timers,
                notifyInterval: configuration.notifyInterval.inNanoseconds
            ),
            responses: ResponseCache(
                source: source,
                timers: configuration.timers,
                highestVersion: configuration.highestVersion
            ),
            connections: ConnectionTable(
                maximum: configuration.maximumConnections,
                maximumPerAddress: configuration.maximumConnectionsPerAddress
            ),
            threads: NIOThreadPool.singleton,
            time: time,
            sink: sink,
            log: log
        )
    }

    /// Listens on every endpoint and returns the addresses in their order. Connections are accepted from then on;
    /// routers that ask before ``run()`` prepared the first set hear No Data Available.
    ///
    /// Apart from ``run()`` so that a daemon can bind privileged ports, report errors and drop privileges first.
    /// After an error nothing listens.
    @discardableResult
    package func bind() async throws(RTRServerError) -> [SocketAddress] {
        var listeners: [Listener] = []
        for endpoint in context.configuration.endpoints {
            do {
                listeners.append(Listener(endpoint: endpoint, channel: try await listen(on: endpoint)))
            } catch {
                for listener in listeners { try? await listener.channel.close() }
                throw error
            }
        }
        state.withLock { $0.listeners = listeners }
        return listeners.compactMap(\.channel.localAddress)
    }

    /// Serves until graceful shutdown or cancellation; calls ``bind()`` if nobody did.
    package func run() async throws {
        if state.withLock({ $0.listeners.isEmpty }) { try await bind() }
        let listeners = state.withLock { $0.listeners }
        await withDiscardingTaskGroup { tasks in
            for listener in listeners {
                tasks.addTask { await self.keepListening(listener) }
            }
            let updates = source.updates()
            if let current = source.current { publish(current) }
            for await snapshot in updates.cancelOnGracefulShutdown() {
                publish(snapshot)
            }
            // A source that never changes may end its updates early. Only cancellation ends this with an error.
            try? await gracefulShutdown()
            await stop()
        }
    }

    /// The connected routers, oldest connection first.
    package func status() -> [RouterStatus] {
        context.connections.statuses
    }

    /// Connections turned away by a limit since the start.
    package var refusedConnections: UInt64 { context.connections.refused }

    // MARK: Sets

    private func publish(_ snapshot: PayloadSnapshot) {
        if let current = context.responses.current, current == (snapshot.session, snapshot.serial) { return }
        context.responses.prepare(snapshot)
        announce(.published(session: snapshot.session, serial: snapshot.serial))
        context.log.debug(
            "RTR serves a new set",
            metadata: ["serial": "\(snapshot.serial)", "payloads": "\(snapshot.payloads.count)"]
        )
    }

    private func announce(_ event: ServerEvent) {
        for channel in context.connections.channels {
            channel.pipeline.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: Listeners

    private func listen(on endpoint: Endpoint) async throws(RTRServerError) -> any Channel {
        let context = self.context
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ListenerHandler(log: context.log))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2_048))
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.admit(channel, context) }
            }
        do {
            return try await bootstrap.bind(host: endpoint.host, port: endpoint.port).get()
        } catch {
            throw .cannotListen(endpoint, reason: error.plainText)
        }
    }

    /// Throws to have a connection closed that a limit turns away or that is already gone.
    private static func admit(_ channel: any Channel, _ context: ServerContext) throws {
        guard let remote = channel.remoteAddress,
            let admission = context.connections.admit(channel, from: remote, at: context.time.now())
        else { throw ChannelError.ioOnClosedChannel }
        channel.closeFuture.whenComplete { _ in context.connections.remove(admission.connection) }
        try channel.pipeline.syncOperations.addHandler(
            RouterHandler(shared: context, connection: admission.connection, peer: admission.peer)
        )
    }

    /// Listens again if the listener ends although nobody stopped it.
    private func keepListening(_ first: Listener) async {
        var listener = first
        while true {
            try? await listener.channel.closeFuture.get()
            guard !state.withLock({ $0.isStopping }) else { return }
            context.log.error("RTR listener ended, listening again", metadata: ["endpoint": "\(listener.endpoint)"])
            guard let next = await reopen(listener) else { return }
            listener = next
        }
    }

    /// nil when the server stops.
    private func reopen(_ listener: Listener) async -> Listener? {
        while true {
            do { try await Task.sleep(for: Self.rebindDelay) } catch { return nil }
            guard let channel = try? await listen(on: listener.endpoint) else { continue }
            let next = Listener(endpoint: listener.endpoint, channel: channel)
            let isStopping = state.withLock { state in
                if !state.isStopping {
                    state.listeners.removeAll { $0.channel === listener.channel }
                    state.listeners.append(next)
                }
                return state.isStopping
            }
            guard isStopping else { return next }
            try? await channel.close()
            return nil
        }
    }

    /// Closes the listeners, lets answers that are under way end for a moment, closes the connections.
    private func stop() async {
        let listeners = state.withLock { state in
            state.isStopping = true
            return state.listeners
        }
        context.connections.close()
        for listener in listeners { try? await listener.channel.close() }
        let channels = context.connections.channels
        announce(.shutDown)
        let loop = group.next()
        let timeout = loop.scheduleTask(in: TimeAmount(context.configuration.shutdownTimeout)) {
            for channel in channels { channel.close(promise: nil) }
        }
        try? await EventLoopFuture.andAllComplete(channels.map(\.closeFuture), on: loop).get()
        timeout.cancel()
    }
}
