package import FlightEvents
import Foundation
package import Logging
package import ObjectStore
package import Payloads
package import RPKICrypto
import Synchronization

/// A payload set that is ready to be published, and where its payloads come from.
package struct PayloadCandidate: Sendable {
    package let payloads: PayloadSet
    package let computed: Timestamp
    /// The objects that give a VRP of this set.
    package let objects: @Sendable (VRP) -> [SHA256Digest]

    package init(payloads: PayloadSet, computed: Timestamp, objects: @escaping @Sendable (VRP) -> [SHA256Digest]) {
        self.payloads = payloads
        self.computed = computed
        self.objects = objects
    }
}

/// Turns payload sets into serials that readers see: paced, durable before visible, and recorded.
package final class Publisher: Sendable {
    /// What routers and files read from.
    package let history: PayloadHistory

    private let store: ObjectStore
    private let sink: any FlightSink
    private let time: any TimeSource
    private let log: Logger
    private let waiting = Mutex<PayloadCandidate?>(nil)
    private let signal: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)

    /// Seconds after which a set that could not be made durable is tried again.
    private static let retryDelay = 5

    /// Goes on with the history that `store` holds, which readers see once a set is published; with a new session when it
    /// holds none that can be trusted.
    package init(
        store: ObjectStore,
        limits: PayloadHistory.Limits,
        sink: any FlightSink,
        time: any TimeSource,
        log: Logger
    ) throws(StoreError) {
        self.store = store
        self.sink = sink
        self.time = time
        self.log = log
        signal = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        if let stored = try store.payloadHistory() {
            history = PayloadHistory(
                restoring: stored.snapshot,
                steps: stored.steps,
                limits: limits,
                isServed: false
            )
        } else {
            history = PayloadHistory(session: try store.nextSession(), limits: limits)
        }
    }

    /// Takes the newest set; one that waits for its turn is replaced. Never blocks.
    package func offer(_ candidate: PayloadCandidate) {
        waiting.withLock { $0 = candidate }
        signal.continuation.yield()
    }

    /// Ends ``run()``.
    package func finish() {
        signal.continuation.finish()
    }

    /// Publishes what is offered until ``finish()``.
    package func run() async {
        var pacer = PublicationPacer()
        // The set whose provenance explains withdrawals.
        var previous: PayloadCandidate?
        for await _ in signal.stream {
            let wait = pacer.due(changedAt: time.now().monotonic) - time.now().monotonic
            if wait > 0 { try? await Task.sleep(for: .nanoseconds(wait)) }
            guard let candidate = waiting.withLock({ $0.take() }) else { continue }
            do {
                if try publish(candidate, after: previous) { pacer.published(at: time.now().monotonic) }
                previous = candidate
            } catch {
                log.error("cannot publish: the payload history is not durable", metadata: ["error": "\(error)"])
                await retryLater(candidate)
            }
        }
    }

    /// Readers keep the set before; this one, or a newer one that is offered meanwhile, gets another chance.
    private func retryLater(_ candidate: PayloadCandidate) async {
        waiting.withLock { if $0 == nil { $0 = candidate } }
        try? await Task.sleep(for: .seconds(Self.retryDelay))
        signal.continuation.yield()
    }

    /// Whether a new serial came about.
    private func publish(
        _ candidate: PayloadCandidate,
        after previous: PayloadCandidate?
    ) throws(StoreError) -> Bool {
        let published = try history.publish(candidate.payloads, at: time.now().wall) {
            snapshot,
            delta throws(StoreError) in
            try store.append(snapshot: snapshot, delta: delta)
        }
        guard let (snapshot, delta) = published else { return false }
        let visible = time.now()
        let changes =
            delta.announcedVRPs.map {
                PublicationRecord.Change(kind: .announced, vrp: $0, objects: candidate.objects($0))
            }
            + delta.withdrawnVRPs.map {
                PublicationRecord.Change(kind: .withdrawn, vrp: $0, objects: previous?.objects($0) ?? [])
            }
        sink.record(
            .published(
                PublicationRecord(
                    computed: candidate.computed,
                    published: visible,
                    changes: changes,
                    snapshot: snapshot
                )
            )
        )
        log.notice(
            "published",
            metadata: [
                "session": "\(snapshot.session)", "serial": "\(snapshot.serial)",
                "payloads": "\(snapshot.payloads.count)", "announced": "\(delta.announcedCount)",
                "withdrawn": "\(delta.count - delta.announcedCount)",
            ]
        )
        return true
    }
}
