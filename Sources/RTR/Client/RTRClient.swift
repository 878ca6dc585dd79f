package import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The router's side of RTR: fetches a cache's payload set and follows its changes.
///
/// Asks in the highest version first and goes down when the cache does not speak it (RFC 8210 section 7). What a
/// cache sends is checked strictly; any violation ends the connection with the Error Report the standard asks for.
package struct RTRClient: Sendable {
    package let configuration: RTRClientConfiguration
    private let log: Logger

    package init(configuration: RTRClientConfiguration, log: Logger) {
        self.configuration = configuration
        self.log = log
    }

    /// Connects, synchronises once and disconnects. With `known`, asks for the changes since.
    package func fetch(since known: SynchronisedSet? = nil) async throws(RTRClientError) -> SynchronisedSet {
        do {
            for try await set in updates(since: known) { return set }
        } catch let error as RTRClientError {
            throw error
        } catch {
            throw .connectionLost(reason: "\(error)")
        }
        throw .connectionLost(reason: "cancelled")
    }

    /// Connects and yields the set after each synchronisation: at first, then after each Serial Notify and refresh
    /// interval. A slow consumer misses intermediate sets. The sequence throws an ``RTRClientError`` when the
    /// connection ends; ending the iteration disconnects.
    package func updates(since known: SynchronisedSet? = nil) -> AsyncThrowingStream<SynchronisedSet, any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let connection = Connection()
            continuation.onTermination = { _ in connection.end() }
            connect(configuration.highestVersion, known, connection, continuation)
        }
    }

    /// The channel in use, which changes when another version needs another connection.
    private final class Connection: Sendable {
        private struct State {
            var channel: (any Channel)?
            var isEnded = false
        }

        private let state = Mutex(State())

        /// Takes the place of an earlier channel; closes the channel if nobody wants it any more.
        func use(_ channel: any Channel) {
            let isEnded = state.withLock { state in
                state.channel = channel
                return state.isEnded
            }
            if isEnded { channel.close(promise: nil) }
        }

        func end() {
            let channel = state.withLock { state in
                state.isEnded = true
                return state.channel
            }
            channel?.close(promise: nil)
        }
    }

    private func connect(
        _ version: ProtocolVersion,
        _ known: SynchronisedSet?,
        _ connection: Connection,
        _ continuation: AsyncThrowingStream<SynchronisedSet, any Error>.Continuation
    ) {
        let configuration = configuration
        ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(configuration.connectTimeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 * 1024))
            .channelInitializer { channel in
                connection.use(channel)
                return channel.eventLoop.makeCompletedFuture {
                    let handler = ClientHandler(
                        session: RTRClientSession(
                            version: version,
                            known: known,
                            maximumPayloads: configuration.maximumPayloads
                        ),
                        configuration: configuration,
                        onSet: { continuation.yield($0) },
                        onEnd: { end in
                            switch end {
                            case .failed(let error):
                                continuation.finish(throwing: error)
                            case .retry(let lower):
                                log.info("RTR cache refused version \(version), trying \(lower)")
                                connect(lower, known, connection, continuation)
                            }
                        }
                    )
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: configuration.endpoint.host, port: configuration.endpoint.port)
            .whenFailure { error in
                let reason = error.plainText
                continuation.finish(
                    throwing: RTRClientError.cannotConnect(configuration.endpoint, reason: reason)
                )
            }
    }
}
