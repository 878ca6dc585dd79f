import Logging
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps a listener alive through errors of `accept`: no descriptors left, a connection that was reset before it was
/// accepted. Pauses accepting for a moment, so that the event loop does not spin on a condition that lasts.
final class ListenerHandler: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias OutboundIn = Never

    /// What lasts until somebody else gives resources back.
    private static let exhaustion: Set<CInt> = [EMFILE, ENFILE, ENOBUFS, ENOMEM]
    private static let pause = TimeAmount.milliseconds(200)

    private let log: Logger
    private var isPaused = false
    private var holdsRead = false

    init(log: Logger) {
        self.log = log
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whatever concerns one connection alone leaves the listener as it is.
        guard let error = error as? IOError, Self.exhaustion.contains(error.errnoCode), !isPaused else { return }
        isPaused = true
        log.warning("cannot accept RTR connections for a moment", metadata: ["error": "\(error)"])
        _ = context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
            self.isPaused = false
            if self.holdsRead {
                self.holdsRead = false
                context.read()
            }
        }
    }

    func read(context: ChannelHandlerContext) {
        if isPaused {
            holdsRead = true
        } else {
            context.read()
        }
    }
}
