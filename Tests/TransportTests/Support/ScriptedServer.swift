import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that answers as badly as it is told to, byte by byte.
final class ScriptedServer: Sendable {
    /// What is done next on a connection. After the last step it is closed.
    enum Step: Sendable {
        case send([UInt8])
        /// The same over and over, without an end, as fast as the other side takes it.
        case flood([UInt8])
        /// One octet after the other, each after `milliseconds`.
        case drip([UInt8], milliseconds: Int64)
        /// The same over and over, without an end, each after `milliseconds`.
        case trickle([UInt8], milliseconds: Int64)
        case wait(milliseconds: Int64)
        /// Nothing more, without an end.
        case hang

        static func text(_ text: String) -> Step { .send(Array(text.utf8)) }

        /// A head with these lines, and the empty line.
        static func head(_ lines: String...) -> Step {
            .text(lines.map { $0 + "\r\n" }.joined() + "\r\n")
        }
    }

    private struct State {
        var connections = 0
        var requests: [String] = []
        var peers: [String] = []
    }

    static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let channel: any Channel
    private let state: Shared

    private final class Shared: Sendable {
        let state = Mutex(State())
    }

    let port: UInt16

    var base: String { "https://localhost:\(port)" }
    /// So many were accepted so far.
    var connections: Int { state.state.withLock { $0.connections } }
    /// The addresses that connected so far.
    var peers: [String] { state.state.withLock { $0.peers } }
    /// The paths asked for so far.
    var requests: [String] { state.state.withLock { $0.requests } }

    /// - Parameters:
    ///   - address: a loopback address to listen on.
    ///   - port: 0 for any.
    ///   - script: what to answer to a request for a path.
    ///   - onAccept: what to do with a new connection, without TLS; nil to wait for a request by HTTPS.
    init(
        address: String = "127.0.0.1",
        port: UInt16 = 0,
        script: @escaping @Sendable (_ path: String) -> [Step] = { _ in [] },
        onAccept: @escaping @Sendable () -> [Step]? = { nil }
    ) throws {
        let shared = Shared()
        state = shared
        let tls = try Self.tls()
        channel = try ServerBootstrap(group: Self.loops)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                shared.state.withLock { state in
                    state.connections += 1
                    state.peers.append(channel.remoteAddress?.ipAddress ?? "")
                }
                return channel.eventLoop.makeCompletedFuture {
                    let steps = onAccept()
                    if steps == nil {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    let handler = ScriptHandler(atOnce: steps) { path in
                        shared.state.withLock { $0.requests.append(path) }
                        return script(path)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: address, port: Int(port))
            .wait()
        self.port = UInt16(channel.localAddress?.port ?? 0)
    }

    deinit {
        channel.close(promise: nil)
    }

    private static func tls() throws -> NIOSSLContext {
        let files = try TLSFiles.shared.get()
        let certificates = try NIOSSLCertificate.fromPEMFile(files.certificate)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: files.key, format: .pem))
            )
        )
    }
}

/// Plays a script on one connection.
private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let atOnce: [ScriptedServer.Step]?
    private let script: @Sendable (String) -> [ScriptedServer.Step]
    private var head: [UInt8] = []
    private var steps: ArraySlice<ScriptedServer.Step> = []
    private var hasStarted = false

    init(atOnce: [ScriptedServer.Step]?, script: @escaping @Sendable (String) -> [ScriptedServer.Step]) {
        self.atOnce = atOnce
        self.script = script
    }

    func channelActive(context: ChannelHandlerContext) {
        if let atOnce { start(context, atOnce) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasStarted else { return }
        head += Array(unwrapInboundIn(data).readableBytesView)
        guard head.contains([0x0D, 0x0A, 0x0D, 0x0A]) else { return }
        let line = String(decoding: head.prefix { $0 != 0x0D }, as: UTF8.self)
        start(context, script(line.split(separator: " ").dropFirst().first.map(String.init) ?? ""))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func start(_ context: ChannelHandlerContext, _ script: [ScriptedServer.Step]) {
        hasStarted = true
        steps = script[...]
        next(context)
    }

    private func next(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        switch steps.popFirst() {
        case .send(let bytes):
            write(bytes, context) { self.next($0) }
        case .flood(let bytes):
            steps = [.flood(bytes)]
            write(bytes, context) { self.next($0) }
        case .drip(let bytes, let milliseconds):
            guard let first = bytes.first else { return next(context) }
            steps =
                [.wait(milliseconds: milliseconds), .drip(Array(bytes.dropFirst()), milliseconds: milliseconds)]
                + steps
            write([first], context) { self.next($0) }
        case .trickle(let bytes, let milliseconds):
            steps = [.wait(milliseconds: milliseconds), .trickle(bytes, milliseconds: milliseconds)]
            write(bytes, context) { self.next($0) }
        case .wait(let milliseconds):
            after(milliseconds, context) { self.next($0) }
        case .hang:
            break
        case nil:
            context.close(promise: nil)
        }
    }

    private func write(
        _ bytes: [UInt8],
        _ context: ChannelHandlerContext,
        _ done: @escaping (ChannelHandlerContext) -> Void
    ) {
        let bound = NIOLoopBound((self, context, done), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).whenSuccess {
            // Not from within the write: a write that is done at once would call the next one, and so on.
            bound.eventLoop.execute {
                let (_, context, done) = bound.value
                done(context)
            }
        }
    }

    private func after(
        _ milliseconds: Int64,
        _ context: ChannelHandlerContext,
        _ done: @escaping (ChannelHandlerContext) -> Void
    ) {
        let bound = NIOLoopBound((self, context, done), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
            let (_, context, done) = bound.value
            done(context)
        }
    }
}
