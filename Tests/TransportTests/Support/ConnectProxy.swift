import NIOCore
import NIOPosix
import Synchronization

/// An HTTP proxy that knows CONNECT (RFC 9110 section 9.3.6) and takes every connection to 127.0.0.1.
final class ConnectProxy: Sendable {
    private let channel: any Channel
    private let seen: Seen

    private final class Seen: Sendable {
        let targets = Mutex<[String]>([])
    }

    let uri: String

    /// `HOST:PORT` of each request so far.
    var targets: [String] { seen.targets.withLock { $0 } }

    /// - Parameter answer: in place of a connection.
    init(answer: String? = nil) throws {
        let seen = Seen()
        self.seen = seen
        channel = try ServerBootstrap(group: ScriptedServer.loops)
            .childChannelOption(.autoRead, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ConnectHandler(answer: answer) { target in
                        seen.targets.withLock { $0.append(target) }
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .wait()
        uri = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    deinit {
        channel.close(promise: nil)
    }
}

/// Connects both sides and passes on what comes, without limits: the data of a test are short.
private final class ConnectHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String?
    private let note: @Sendable (String) -> Void
    private var head: [UInt8] = []
    private var peer: (any Channel)?

    init(answer: String?, note: @escaping @Sendable (String) -> Void) {
        self.answer = answer
        self.note = note
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let peer {
            peer.writeAndFlush(bytes, promise: nil)
            return
        }
        head += Array(bytes.readableBytesView)
        guard head.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] else { return }
        let words = String(decoding: head.prefix { $0 != 0x0D }, as: UTF8.self).split(separator: " ")
        guard words.count == 3, words[0] == "CONNECT",
            let port = words[1].split(separator: ":").last.flatMap({ Int($0) })
        else {
            context.close(promise: nil)
            return
        }
        note(String(words[1]))
        if let answer {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
            return
        }
        connect(to: port, context)
    }

    private func connect(to port: Int, _ context: ChannelHandlerContext) {
        let client = context.channel
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        ClientBootstrap(group: context.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Forwarder(to: client))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenComplete { result in
                let (handler, context) = bound.value
                switch result {
                case .success(let server):
                    handler.peer = server
                    let answer = ByteBuffer(string: "HTTP/1.1 200 Connected\r\n\r\n")
                    context.writeAndFlush(handler.wrapOutboundOut(answer), promise: nil)
                case .failure:
                    context.close(promise: nil)
                }
            }
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer?.close(promise: nil)
    }
}

private final class Forwarder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel

    init(to other: any Channel) {
        self.other = other
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        other.close(promise: nil)
    }
}
