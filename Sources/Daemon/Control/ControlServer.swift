import Foundation
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers the commands of the same user on a UNIX socket in the state directory (mode 0700).
package struct ControlServer: Service {
    private let stateDirectory: String
    private let log: Logger
    private let answer: @Sendable (ControlRequest) async -> ControlResponse

    /// Seconds that a client may take to state its request.
    private static let patience: Int64 = 10

    package init(
        stateDirectory: String,
        log: Logger,
        answer: @escaping @Sendable (ControlRequest) async -> ControlResponse
    ) {
        self.stateDirectory = stateDirectory
        self.log = log
        self.answer = answer
    }

    /// Serves until graceful shutdown. A socket that cannot be made is logged; the daemon goes on without it.
    package func run() async throws {
        let listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>
        do {
            let path = try ControlCodec.socketPath(stateDirectory: stateDirectory)
            listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            IdleStateHandler(readTimeout: .seconds(Self.patience))
                        )
                        try channel.pipeline.syncOperations.addHandler(CloseWhenIdle())
                        return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            log.warning("no control socket", metadata: ["error": "\(error)"])
            try? await gracefulShutdown()
            return
        }
        try await withThrowingDiscardingTaskGroup { group in
            try await listener.executeThenClose { connections in
                for try await connection in connections.cancelOnGracefulShutdown() {
                    group.addTask { await cancelWhenGracefulShutdown { await serve(connection) } }
                }
            }
        }
    }

    private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                var line: [UInt8] = []
                for try await buffer in inbound {
                    line += Array(buffer.readableBytesView.prefix { $0 != 0x0A })
                    guard line.count <= 65_536 else { return }
                    guard buffer.readableBytesView.contains(0x0A) else { continue }
                    let response =
                        if let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line)) {
                            await answer(request)
                        } else {
                            ControlResponse(isSuccess: false, text: "the daemon does not know this request")
                        }
                    try await outbound.write(ByteBuffer(bytes: ControlCodec.encode(response)))
                    return
                }
            }
        } catch {
            log.debug("control connection failed", metadata: ["error": "\(error)"])
        }
    }
}

/// Ends a connection on which nothing arrives in time.
private final class CloseWhenIdle: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var hasRequest = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasRequest = hasRequest || unwrapInboundIn(data).readableBytesView.contains(0x0A)
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Once the request is whole, it is the daemon that takes its time.
        if event is IdleStateHandler.IdleStateEvent, !hasRequest {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
