import Synchronization

/// The published payload sets: the newest snapshot and the deltas that lead to it.
///
/// Readers take an immutable snapshot under a lock that is held for a few instructions only; differences
/// are computed and made durable outside of it. Publishers wait for each other.
package final class PayloadHistory: PayloadSource {
    /// The change that made `serial` out of the serial before it.
    package struct Step: Sendable {
        package let serial: UInt32
        package let delta: PayloadDelta
        /// When `serial` was published, in nanoseconds since 1970-01-01 UTC.
        package let published: Int64

        package init(serial: UInt32, delta: PayloadDelta, published: Int64) {
            self.serial = serial
            self.delta = delta
            self.published = published
        }
    }

    /// How many deltas are kept. Beyond any of these a router has to start anew, which then is cheaper.
    package struct Limits: Sendable {
        /// Number of deltas.
        package var count: Int
        /// Nanoseconds since a delta was published.
        package var age: Int64
        /// Deltas are dropped, oldest first, while together they hold more elements than the current set
        /// and than this number (which spares small sets needless resets).
        package var leastWeight: Int

        package init(count: Int = 144, age: Int64 = 24 * 3_600_000_000_000, leastWeight: Int = 1_000) {
            self.count = max(count, 0)
            self.age = max(age, 0)
            self.leastWeight = max(leastWeight, 0)
        }
    }

    private struct State {
        var session: UInt16
        var snapshot: PayloadSnapshot?
        /// Whether readers see the snapshot.
        var isServed = true
        /// Oldest first; consecutive serials that end in the snapshot's.
        var steps: [Step] = []
        /// Sum of the steps' element counts.
        var weight = 0
        /// Deltas to the current snapshot composed so far, by the serial they start from.
        var composed: [UInt32: PayloadDelta] = [:]
        var readers: [UInt64: AsyncStream<PayloadSnapshot>.Continuation] = [:]
        var nextReader: UInt64 = 0
    }

    private let limits: Limits
    /// Held by the one who publishes, from the difference until it is visible.
    private let publishing = Mutex<Void>(())
    private let state: Mutex<State>

    /// A new history without a snapshot; its first one gets serial 1. `session` must not have been used
    /// for another history that a router may remember.
    package init(session: UInt16, limits: Limits = Limits()) {
        self.limits = limits
        state = Mutex(State(session: session))
    }

    /// Goes on with a stored history: the snapshot served last and the steps that lead to it, oldest first.
    ///
    /// Steps before a gap in the serials, or not ending in the snapshot's serial, are left out.
    ///
    /// - Parameter isServed: whether readers see the restored snapshot at once; otherwise only when a set is published,
    ///   be it the same one: what was valid when the process ended need not be so now.
    package init(
        restoring snapshot: PayloadSnapshot,
        steps: [Step],
        limits: Limits = Limits(),
        isServed: Bool = true
    ) {
        self.limits = limits
        var kept: [Step] = []
        var expected = snapshot.serial
        for step in steps.reversed() where step.serial == expected {
            kept.append(step)
            expected = PayloadSnapshot.serial(before: expected)
        }
        var restored = State(session: snapshot.session, snapshot: snapshot, steps: kept.reversed())
        restored.weight = kept.reduce(0) { $0 + $1.delta.count }
        restored.isServed = isServed
        Self.prune(&restored, to: limits, at: snapshot.published)
        state = Mutex(restored)
    }

    // MARK: Publishing

    /// Makes `set` the current one under the next serial and returns it with its difference from the one
    /// before; nil, and nothing happens, when it is the current one already.
    ///
    /// `persist` must have made session, serial and delta durable when it returns: readers see them only
    /// then. When it throws, nothing was published. `time` is in nanoseconds since 1970-01-01 UTC.
    package func publish<Failure: Error>(
        _ set: PayloadSet,
        at time: Int64,
        persist: (PayloadSnapshot, PayloadDelta) throws(Failure) -> Void
    ) throws(Failure) -> (snapshot: PayloadSnapshot, delta: PayloadDelta)? {
        try publishing.withLock { (_: inout Void) throws(Failure) in
            let (session, old) = state.withLock { ($0.session, $0.snapshot) }
            let delta = PayloadDelta(from: old?.payloads ?? .empty, to: set)
            if let old, delta.isEmpty {
                let readers = state.withLock { state in
                    defer { state.isServed = true }
                    return state.isServed ? [] : Array(state.readers.values)
                }
                for reader in readers { reader.yield(old) }
                return nil
            }
            let serial = old.map { PayloadSnapshot.serial(after: $0.serial) } ?? 1
            let snapshot = PayloadSnapshot(session: session, serial: serial, payloads: set, published: time)
            try persist(snapshot, delta)
            let readers = state.withLock { state in
                state.snapshot = snapshot
                state.isServed = true
                state.composed.removeAll()
                if old != nil {
                    state.steps.append(Step(serial: serial, delta: delta, published: time))
                    state.weight += delta.count
                }
                Self.prune(&state, to: limits, at: time)
                return Array(state.readers.values)
            }
            for reader in readers { reader.yield(snapshot) }
            return (snapshot, delta)
        }
    }

    /// Drops the oldest steps until the limits hold.
    private static func prune(_ state: inout State, to limits: Limits, at time: Int64) {
        let heaviest = max(state.snapshot?.payloads.count ?? 0, limits.leastWeight)
        let oldest = time.subtractingReportingOverflow(limits.age)
        var dropped = 0
        for step in state.steps {
            let excess =
                state.steps.count - dropped > limits.count || state.weight > heaviest
                || (!oldest.overflow && step.published < oldest.partialValue)
            guard excess else { break }
            state.weight -= step.delta.count
            dropped += 1
        }
        state.steps.removeFirst(dropped)
    }

    // MARK: Reading

    package var session: UInt16 { state.withLock { $0.session } }

    package var current: PayloadSnapshot? { state.withLock { $0.isServed ? $0.snapshot : nil } }

    /// When the newest snapshot was published, seen by readers or not; nil when there is none.
    package var lastPublished: Int64? { state.withLock { $0.snapshot?.published } }

    /// Number of deltas kept.
    package var deltaCount: Int { state.withLock { $0.steps.count } }

    package func delta(session: UInt16, since serial: UInt32) -> (delta: PayloadDelta, snapshot: PayloadSnapshot)? {
        let (snapshot, ready, steps) = state.withLock { state in
            (state.isServed ? state.snapshot : nil, state.composed[serial], state.steps)
        }
        guard let snapshot, snapshot.session == session else { return nil }
        if serial == snapshot.serial { return (PayloadDelta(), snapshot) }
        if let ready { return (ready, snapshot) }
        guard let start = steps.firstIndex(where: { PayloadSnapshot.serial(before: $0.serial) == serial })
        else { return nil }
        let delta = Self.composed(steps[start...])
        state.withLock { state in
            if state.snapshot?.serial == snapshot.serial { state.composed[serial] = delta }
        }
        return (delta, snapshot)
    }

    /// Neighbours first, so that the work is the total size times the logarithm of the number of steps.
    private static func composed(_ steps: ArraySlice<Step>) -> PayloadDelta {
        var deltas = steps.map(\.delta)
        while deltas.count > 1 {
            deltas = stride(from: 0, to: deltas.count, by: 2).map { index in
                index + 1 < deltas.count ? deltas[index].followed(by: deltas[index + 1]) : deltas[index]
            }
        }
        return deltas.first ?? PayloadDelta()
    }

    package func updates() -> AsyncStream<PayloadSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: PayloadSnapshot.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let reader = state.withLock { state in
            let reader = state.nextReader
            state.nextReader += 1
            state.readers[reader] = continuation
            return reader
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in _ = state.readers.removeValue(forKey: reader) }
        }
        return stream
    }
}
