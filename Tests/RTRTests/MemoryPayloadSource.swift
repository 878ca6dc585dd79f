import Payloads
import Synchronization

/// A payload source that keeps every set it published in memory.
final class MemoryPayloadSource: PayloadSource {
    private struct State {
        var snapshots: [PayloadSnapshot] = []
        var continuations: [AsyncStream<PayloadSnapshot>.Continuation] = []
    }

    private let session: UInt16
    private let firstSerial: UInt32
    private let state = Mutex(State())

    init(session: UInt16 = 7, firstSerial: UInt32 = 1) {
        self.session = session
        self.firstSerial = firstSerial
    }

    var current: PayloadSnapshot? { state.withLock { $0.snapshots.last } }

    func delta(session: UInt16, since serial: UInt32) -> (delta: PayloadDelta, snapshot: PayloadSnapshot)? {
        state.withLock { state in
            guard session == self.session, let last = state.snapshots.last,
                let old = state.snapshots.first(where: { $0.serial == serial })
            else { return nil }
            return (PayloadDelta(from: old.payloads, to: last.payloads), last)
        }
    }

    func updates() -> AsyncStream<PayloadSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: PayloadSnapshot.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        state.withLock { $0.continuations.append(continuation) }
        return stream
    }

    func publish(_ set: PayloadSet) {
        state.withLock { state in
            let serial = state.snapshots.last.map { PayloadSnapshot.serial(after: $0.serial) } ?? firstSerial
            let snapshot = PayloadSnapshot(session: session, serial: serial, payloads: set, published: 0)
            state.snapshots.append(snapshot)
            for continuation in state.continuations { continuation.yield(snapshot) }
        }
    }

    /// Drops all but the newest set: older serials get Cache Reset.
    func forgetHistory() {
        state.withLock { $0.snapshots.removeFirst(max(0, $0.snapshots.count - 1)) }
    }
}
