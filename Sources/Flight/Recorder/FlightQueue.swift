import FlightEvents
import Synchronization

/// The bounded queue between the stages and the recorder. Putting in never waits: what does not fit is dropped
/// and counted by kind.
final class FlightQueue: Sendable {
    private struct State {
        var events: [FlightEvent] = []
        var weight = 0
        var dropped: [String: Int] = [:]
        var isFinished = false
    }

    /// Objects and payloads that waiting events may name between them: bounds memory where a count of events
    /// cannot. One event alone is always taken, however heavy: a first set names a million payloads.
    private static let weightLimit = 4_000_000

    private let capacity: Int
    private let state = Mutex(State())
    private let signal: AsyncStream<Void>.Continuation
    /// Yields when there is something to do; ends after `finish`.
    let wakeUps: AsyncStream<Void>

    init(capacity: Int) {
        self.capacity = capacity
        (wakeUps, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func put(_ event: FlightEvent) {
        state.withLock { state in
            let weight = event.weight
            let fits =
                state.events.isEmpty
                || state.events.count < capacity && state.weight + weight <= Self.weightLimit
            if !state.isFinished, fits {
                state.events.append(event)
                state.weight += weight
            } else {
                state.dropped[event.kind, default: 0] += 1
            }
        }
        signal.yield()
    }

    /// Takes everything that waits, and what was dropped since the last time.
    func takeAll() -> (events: [FlightEvent], dropped: [String: Int]) {
        state.withLock { state in
            defer {
                state.events = []
                state.weight = 0
                state.dropped = [:]
            }
            return (state.events, state.dropped)
        }
    }

    /// Counts events as dropped after all: they were taken, but could not be written.
    func putBackAsDropped(_ dropped: [String: Int]) {
        state.withLock { $0.dropped.merge(dropped, uniquingKeysWith: +) }
    }

    func wake() {
        signal.yield()
    }

    func finish() {
        state.withLock { $0.isFinished = true }
        signal.finish()
    }
}

extension FlightEvent {
    /// The event's name in the table `dropped`.
    var kind: String {
        switch self {
        case .fetched: "fetched"
        case .repositoryUpdated: "repository-updated"
        case .evaluated: "evaluated"
        case .cycleCompleted: "cycle-completed"
        case .published: "published"
        case .router: "router"
        }
    }

    /// How many objects or payloads it names.
    fileprivate var weight: Int {
        switch self {
        case .fetched, .cycleCompleted, .router: 1
        case .repositoryUpdated(let record): 1 + record.added.count + record.removed.count
        case .evaluated(let record): 1 + record.accepted.count + record.gone.count + record.rejected.count
        case .published(let record): 1 + record.changes.count
        }
    }
}
