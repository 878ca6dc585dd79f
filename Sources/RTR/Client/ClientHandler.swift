import NIOCore

/// Moves octets between the socket and an ``RTRClientSession`` and keeps its deadlines.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How a connection ended.
    enum End: Sendable {
        case failed(RTRClientError)
        /// The cache closed it without a word: it may know only this version.
        case retry(ProtocolVersion)
    }

    private let configuration: RTRClientConfiguration
    private let onSet: (SynchronisedSet) -> Void
    private let onEnd: (End) -> Void
    private var session: RTRClientSession
    private var error: RTRClientError?
    private var deadline: Scheduled<Void>?

    init(
        session: RTRClientSession,
        configuration: RTRClientConfiguration,
        onSet: @escaping (SynchronisedSet) -> Void,
        onEnd: @escaping (End) -> Void
    ) {
        self.session = session
        self.configuration = configuration
        self.onSet = onSet
        self.onEnd = onEnd
    }

    func channelActive(context: ChannelHandlerContext) {
        send(session.start(), context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        if let error {
            onEnd(.failed(error))
        } else if let version = session.versionAfterLoss {
            onEnd(.retry(version))
        } else {
            onEnd(.failed(.connectionLost(reason: "closed by the cache")))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset before the first answer may be the cache's way to refuse the version: then it is no error yet.
        if self.error == nil, session.versionAfterLoss == nil {
            self.error = .connectionLost(reason: error.plainText)
        }
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard error == nil else { return }
        session.receive(unwrapInboundIn(data))
        while let event = session.next() {
            handle(event, context: context)
        }
    }

    private func handle(_ event: RTRClientSession.Event, context: ChannelHandlerContext) {
        switch event {
        case .send(let octets):
            send(octets, context: context)
        case .synchronised(let set):
            onSet(set)
            let refresh = configuration.refresh ?? .seconds(Int64(set.timers.refresh))
            schedule(in: refresh, context: context) { self.poll(context: context) }
            if session.takeMissedNotify() { poll(context: context) }
        case .notified:
            poll(context: context)
        case .failed(let octets, let error):
            self.error = error
            if let octets { context.writeAndFlush(wrapOutboundOut(octets), promise: nil) }
            context.close(promise: nil)
        }
    }

    private func poll(context: ChannelHandlerContext) {
        if let octets = session.poll() { send(octets, context: context) }
    }

    private func send(_ octets: ByteBuffer, context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(octets), promise: nil)
        schedule(in: configuration.responseTimeout, context: context) {
            self.error = .timedOut
            context.close(promise: nil)
        }
    }

    private func schedule(in delay: Duration, context: ChannelHandlerContext, _ task: @escaping () -> Void) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay), task)
    }
}
