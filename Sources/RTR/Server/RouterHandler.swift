import FlightEvents
import Logging
import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What reaches all connections from the server.
enum ServerEvent: Sendable {
    /// The set is prepared.
    case published(session: UInt16, serial: UInt32)
    case shutDown
}

/// One router's connection: moves octets between the socket and the ``RTRSession``, keeps the deadlines and reports the
/// steps. It holds no rule of the protocol.
///
/// Answers are written buffer by buffer, only while the socket takes them: a slow reader holds references to shared
/// buffers, never copies.
final class RouterHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// How long a closing connection may take to read our last words.
    private static let lingerTime = TimeAmount.seconds(2)

    /// What is being sent.
    private struct Output {
        let buffers: [ByteBuffer]
        let kind: Kind
        let started: Timestamp
        /// When the network last took octets.
        var lastProgress: Timestamp
        var next = 0

        enum Kind {
            case answer(serial: UInt32, isReset: Bool)
            case notify(serial: UInt32)
            case other
        }
    }

    private let shared: ServerContext
    private let connection: UInt64
    private let peer: String
    private var session: RTRSession
    private var output: Output?
    private var isPumping = false
    private var isClosing = false
    private var isShuttingDown = false
    private var holdsRead = false
    private var reason: DisconnectReason?
    private var lastQueryWasReset = false
    /// Sets published since the present output began.
    private var setsBehind = 0
    private var handshakeDeadline: Scheduled<Void>?
    private var outputDeadline: Scheduled<Void>?
    private var notifyDeadline: Scheduled<Void>?
    private var watch: AcknowledgementWatch?

    init(shared: ServerContext, connection: UInt64, peer: String) {
        self.shared = shared
        self.connection = connection
        self.peer = peer
        session = RTRSession(configuration: shared.sessionConfiguration)
    }

    // MARK: Channel events

    func channelActive(context: ChannelHandlerContext) {
        record(.connected, at: shared.time.now())
        if let current = shared.responses.current {
            session.published(session: current.session, serial: current.serial)
        }
        handshakeDeadline = context.schedule(in: TimeAmount(shared.configuration.handshakeTimeout)) {
            guard self.session.version == nil else { return }
            self.close(context: context, last: nil, reason: .handshakeTimeout, abort: true)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        handshakeDeadline?.cancel()
        outputDeadline?.cancel()
        notifyDeadline?.cancel()
        watch?.cancel()
        output = nil
        isClosing = true
        let reason = self.reason ?? .connectionEnded("closed by the router")
        record(.disconnected, at: shared.time.now(), detail: reason.description)
        shared.log.debug("router disconnected", metadata: ["peer": "\(peer)", "reason": "\(reason)"])
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if reason == nil { reason = .connectionEnded("\(error)") }
        isClosing = true
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let octets = unwrapInboundIn(data)
        shared.connections.update(connection) { $0.bytesReceived += UInt64(octets.readableBytes) }
        guard !isClosing else { return }
        session.receive(octets)
        advance(context: context)
    }

    func read(context: ChannelHandlerContext) {
        if isClosing || session.wantsInput {
            context.read()
        } else {
            holdsRead = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pump(context: context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ServerEvent.published(let session, let serial):
            self.session.published(session: session, serial: serial)
            setsBehind += 1
            if output != nil, setsBehind > shared.configuration.maximumSetsBehind {
                close(context: context, last: nil, reason: .setTooOld, abort: true)
            } else {
                advance(context: context)
            }
        case ServerEvent.shutDown:
            isShuttingDown = true
            if output == nil { shutDown(context: context) }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: Session

    /// Does what the session wants until it wants nothing more for now.
    private func advance(context: ChannelHandlerContext) {
        while !isClosing, let action = session.next(at: shared.time.now(), canSend: output == nil) {
            perform(action, context: context)
        }
        guard !isClosing else { return }
        scheduleNotify(context: context)
        if holdsRead, session.wantsInput {
            holdsRead = false
            context.read()
        }
    }

    private func perform(_ action: RTRSession.Action, context: ChannelHandlerContext) {
        switch action {
        case .resolve(let query):
            resolve(query, context: context)
        case .transfer(let response, let confirmed):
            if let confirmed {
                let now = shared.time.now()
                record(.endOfDataConfirmed, serial: confirmed, at: now)
                noteAcknowledged(confirmed, at: now)
            }
            let kind = Output.Kind.answer(serial: response.serial, isReset: lastQueryWasReset)
            send(response.buffers, kind, context: context)
        case .send(let octets):
            send([octets], .other, context: context)
        case .notify(let octets, let serial):
            send([octets], .notify(serial: serial), context: context)
        case .close(let octets, let reason):
            close(context: context, last: octets, reason: reason, abort: false)
        }
    }

    private func resolve(_ query: Query, context: ChannelHandlerContext) {
        handshakeDeadline?.cancel()
        // A router that asks has received what was sent before: the kernel knows by now.
        watch?.poll()
        lastQueryWasReset = query.isReset
        record(
            .queryReceived,
            serial: query.serial,
            session: query.session,
            isReset: query.isReset,
            at: shared.time.now()
        )
        shared.connections.update(connection) { status in
            status.version = query.version
            if query.isReset { status.resetQueries += 1 } else { status.serialQueries += 1 }
        }
        if let result = shared.responses.cached(query) {
            if let action = session.answer(result) { perform(action, context: context) }
            return
        }
        let responses = shared.responses
        shared.threads.runIfActive(eventLoop: context.eventLoop) { responses.compute(query) }
            .assumeIsolated()
            .whenComplete { result in
                guard !self.isClosing else { return }
                if let action = self.session.answer((try? result.get()) ?? .cacheReset) {
                    self.perform(action, context: context)
                }
                self.advance(context: context)
            }
    }

    private func scheduleNotify(context: ChannelHandlerContext) {
        notifyDeadline?.cancel()
        notifyDeadline = nil
        // While an answer is under way its end is the next occasion.
        guard output == nil, let deadline = session.nextDeadline else { return }
        let delay = max(1_000_000, deadline - shared.time.now().monotonic)
        notifyDeadline = context.schedule(in: .nanoseconds(delay)) { self.advance(context: context) }
    }

    // MARK: Output

    private func send(_ buffers: [ByteBuffer], _ kind: Output.Kind, context: ChannelHandlerContext) {
        let now = shared.time.now()
        output = Output(buffers: buffers, kind: kind, started: now, lastProgress: now)
        setsBehind = 0
        scheduleOutputDeadline(context: context)
        pump(context: context)
    }

    /// Writes while the socket takes octets.
    private func pump(context: ChannelHandlerContext) {
        guard !isPumping, !isClosing else { return }
        isPumping = true
        defer { isPumping = false }
        while let index = output?.next, let buffers = output?.buffers, index < buffers.count,
            context.channel.isWritable
        {
            output?.next = index + 1
            let octets = buffers[index].readableBytes
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenSuccess {
                self.didWrite(octets, index: index, of: buffers.count, context: context)
            }
            context.write(wrapOutboundOut(buffers[index]), promise: written)
            // One system call for the small first and last buffers together with their neighbours.
            if index > 0 || buffers.count == 1 { context.flush() }
        }
        context.flush()
    }

    private func didWrite(_ octets: Int, index: Int, of count: Int, context: ChannelHandlerContext) {
        let now = shared.time.now()
        shared.connections.update(connection) { $0.bytesSent += UInt64(octets) }
        output?.lastProgress = now
        guard let kind = output?.kind, !isClosing else { return }
        if index == 0, case .answer(let serial, let isReset) = kind {
            record(.responseFirstByte, serial: serial, isReset: isReset, at: now)
        }
        guard index == count - 1 else { return }
        output = nil
        outputDeadline?.cancel()
        switch kind {
        case .answer(let serial, let isReset):
            record(.endOfDataWritten, serial: serial, isReset: isReset, at: now)
            watchAcknowledgement(of: serial, isReset: isReset, context: context)
        case .notify(let serial):
            record(.notifySent, serial: serial, at: now)
            shared.connections.update(connection) { $0.notifies += 1 }
        case .other:
            break
        }
        if isShuttingDown {
            shutDown(context: context)
        } else {
            // Not from within the write: the session may answer at once and end here again.
            context.eventLoop.assumeIsolated().execute { self.advance(context: context) }
        }
    }

    private func watchAcknowledgement(of serial: UInt32, isReset: Bool, context: ChannelHandlerContext) {
        watch?.cancel()
        let watch = AcknowledgementWatch(channel: context.channel) { [weak self] in
            guard let self else { return }
            let now = shared.time.now()
            record(.endOfDataAcknowledged, serial: serial, isReset: isReset, at: now)
            noteAcknowledged(serial, at: now)
        }
        self.watch = watch
        watch.poll()
    }

    private func noteAcknowledged(_ serial: UInt32, at now: Timestamp) {
        shared.connections.update(connection) { status in
            status.acknowledgedSerial = serial
            status.acknowledged = now
        }
    }

    /// Disconnects a router that takes too long to read.
    private func scheduleOutputDeadline(context: ChannelHandlerContext) {
        outputDeadline?.cancel()
        guard let output else { return }
        let now = shared.time.now().monotonic
        let stall = output.lastProgress.advanced(byNanoseconds: shared.configuration.stallTimeout.inNanoseconds)
        let end = output.started.advanced(byNanoseconds: shared.configuration.transferTimeout.inNanoseconds)
        let deadline = min(stall.monotonic, end.monotonic)
        guard deadline > now else {
            close(context: context, last: nil, reason: .readerTooSlow, abort: true)
            return
        }
        outputDeadline = context.schedule(in: .nanoseconds(deadline - now)) {
            self.scheduleOutputDeadline(context: context)
        }
    }

    // MARK: End

    private func shutDown(context: ChannelHandlerContext) {
        guard !isClosing, let action = session.shutDown() else { return }
        perform(action, context: context)
    }

    /// - Parameter abort: reset the connection, so that the kernel drops what the router does not read.
    private func close(context: ChannelHandlerContext, last octets: ByteBuffer?, reason: DisconnectReason, abort: Bool)
    {
        guard !isClosing else { return }
        isClosing = true
        self.reason = reason
        notifyDeadline?.cancel()
        outputDeadline?.cancel()
        guard let octets, !abort else {
            if abort, let provider = context.channel as? any SocketOptionProvider {
                provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in }
            }
            context.close(promise: nil)
            return
        }
        shared.connections.update(connection) { $0.bytesSent += UInt64(octets.readableBytes) }
        // Closing with unread input would reset the connection and destroy the Error Report on its way: end our side,
        // read on for a moment.
        context.writeAndFlush(wrapOutboundOut(octets), promise: nil)
        context.close(mode: .output, promise: nil)
        if holdsRead {
            holdsRead = false
            context.read()
        }
        _ = context.schedule(in: Self.lingerTime) { context.close(promise: nil) }
    }

    private func record(
        _ step: RouterRecord.Step,
        serial: UInt32? = nil,
        session historySession: UInt16? = nil,
        isReset: Bool = false,
        at now: Timestamp,
        detail: String? = nil
    ) {
        shared.sink.record(
            .router(
                RouterRecord(
                    connection: connection,
                    peer: peer,
                    version: session.version?.rawValue,
                    step: step,
                    serial: serial,
                    isReset: isReset,
                    at: now,
                    detail: detail,
                    session: historySession ?? serial.flatMap { _ in shared.responses.current?.session }
                )
            )
        )
    }
}

extension ChannelHandlerContext {
    fileprivate func schedule(in delay: TimeAmount, _ task: @escaping () -> Void) -> Scheduled<Void> {
        eventLoop.assumeIsolated().scheduleTask(in: delay, task)
    }
}

extension Duration {
    /// Saturating.
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || carry ? .max : sum
    }
}
