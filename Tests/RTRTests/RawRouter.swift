import NIOCore
import NIOPosix
import RTR

#if canImport(Glibc)
import Glibc
#endif

/// A connection that sends what no proper router would, and reads only when told to.
struct RawRouter: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    init(_ endpoint: Endpoint) async throws {
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .connect(host: endpoint.host, port: endpoint.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
    }

    func send(_ octets: some Sequence<UInt8>) async throws {
        try await channel.channel.writeAndFlush(ByteBuffer(bytes: octets))
    }

    func close() async throws {
        try? await channel.channel.close()
    }

    /// Ends the connection with a TCP reset.
    func reset() async throws {
        if let provider = channel.channel as? any SocketOptionProvider {
            // Fails when the server was faster.
            try? await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try? await channel.channel.close()
    }

    /// Reads until the server closes; returns what it sent.
    @discardableResult
    func waitForEnd() async throws -> ByteBuffer {
        var received = ByteBuffer()
        try? await channel.executeThenClose { inbound, _ in
            for try await octets in inbound { received.writeImmutableBuffer(octets) }
        }
        return received
    }
}
