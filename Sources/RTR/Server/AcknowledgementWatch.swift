import NIOCore

/// Finds out when a peer's TCP has acknowledged everything that was written to a socket.
///
/// The kernel does not tell, so it is asked at growing intervals. Bound to the channel's event loop.
final class AcknowledgementWatch {
    /// Each poll comes an eighth of the time passed after the last, at least a millisecond and at most five seconds:
    /// the answer is known to 13 %, after about a hundred polls in five minutes.
    private static let shortestInterval: Int64 = 1
    private static let longestInterval: Int64 = 5_000
    private static let maximumTime: Int64 = 300_000

    private let channel: any Channel
    private let onAcknowledged: () -> Void
    /// Milliseconds since the first poll, as far as the intervals tell.
    private var elapsed: Int64 = 0
    private var scheduled: Scheduled<Void>?
    private var isDone = false

    /// Calls `onAcknowledged` once, unless cancelled or given up before.
    init(channel: any Channel, onAcknowledged: @escaping () -> Void) {
        self.channel = channel
        self.onAcknowledged = onAcknowledged
    }

    /// Asks now, and if need be again later.
    func poll() {
        scheduled?.cancel()
        guard !isDone, elapsed < Self.maximumTime, let provider = channel as? any SocketOptionProvider else { return }
        let info: EventLoopFuture<TCPInfo> = provider.unsafeGetSocketOption(level: .tcp, name: .tcp_info)
        info.assumeIsolated().whenSuccess { info in
            if info.isEverythingAcknowledged {
                self.finish()
            } else {
                self.pollLater()
            }
        }
    }

    func cancel() {
        isDone = true
        scheduled?.cancel()
    }

    private func pollLater() {
        guard !isDone else { return }
        let milliseconds = min(max(elapsed / 8, Self.shortestInterval), Self.longestInterval)
        elapsed += milliseconds
        scheduled = channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) { self.poll() }
    }

    private func finish() {
        guard !isDone else { return }
        isDone = true
        onAcknowledged()
    }
}

/// The beginning of Linux' `struct tcp_info` (linux/tcp.h), of which the C library declares an older, shorter form.
private struct TCPInfo: Sendable {
    private static let unackedOffset = 24
    private static let notSentOffset = 144

    // 19 × 8 = 152 octets, up to and with tcpi_min_rtt. The kernel fills as much as it knows.
    private var words = InlineArray<19, UInt64>(repeating: 0)

    /// What SIOCOUTQ being 0 says: nothing waits to be sent, nothing sent is unacknowledged.
    var isEverythingAcknowledged: Bool {
        withUnsafeBytes(of: words) { bytes in
            bytes.loadUnaligned(fromByteOffset: Self.unackedOffset, as: UInt32.self) == 0
                && bytes.loadUnaligned(fromByteOffset: Self.notSentOffset, as: UInt32.self) == 0
        }
    }
}
