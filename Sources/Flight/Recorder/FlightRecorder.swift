import Dispatch
package import FlightEvents
import Foundation
import GRDB
package import Logging
import Payloads
import Synchronization

/// Takes the stages' events and writes them to the flight database, in batches of one transaction, in the order
/// of their arrival; archives payload sets; removes what is older than the retention.
///
/// `record` never waits: events that do not fit the queue, or could not be written, are counted in the table
/// `dropped`. Nothing here can fail the pipeline: a database that cannot be written is logged, once per reason.
package final class FlightRecorder: FlightSink {
    private let configuration: FlightConfiguration
    private let time: any TimeSource
    private let log: Logger
    private let queue: FlightQueue
    private let database: DatabaseQueue
    private let archive: PayloadArchiveWriter
    private let run: Int64
    /// Database and archive work blocks: it has its own thread, never one of the cooperative pool's.
    private let worker = DispatchQueue(label: "flight recorder")
    private let state = Mutex(State())

    private struct State {
        var pendingSet: PayloadSnapshot?
        var lastArchived: Timestamp?
        var lastClock: (state: ClockState?, noted: Timestamp)?
        var lastSweep: Timestamp?
        var lastFailure: String?
    }

    /// Opens or creates the records in `configuration.directory` and notes the start. A damaged database is set
    /// aside under another name and recording begins anew.
    package init(configuration: FlightConfiguration, time: any TimeSource, log: Logger) throws(FlightError) {
        self.configuration = configuration
        self.time = time
        self.log = log
        queue = FlightQueue(capacity: configuration.queueCapacity)
        let now = time.now()
        if FlightFile.isDamaged(configuration) {
            log.error(
                "flight records are damaged: set aside, a new file begins",
                metadata: ["path": "\(configuration.databasePath)"]
            )
            FlightFile.setAside(configuration, at: now.wall)
        }
        let database = try FlightFile.openForWriting(configuration)
        self.database = database
        archive = try PayloadArchiveWriter(configuration: configuration, database: database)
        do {
            run = try database.write { db in
                try db.execute(
                    sql: "INSERT INTO runs(started_ns, monotonic_ns, boot_id, process_id) VALUES (?, ?, ?, ?)",
                    arguments: [
                        now.wall, now.monotonic, ClockState.bootIdentifier(),
                        Int64(ProcessInfo.processInfo.processIdentifier),
                    ]
                )
                return db.lastInsertedRowID
            }
        } catch {
            throw .unusable(path: configuration.databasePath, reason: FlightFile.reason(error))
        }
    }

    package func record(_ event: FlightEvent) {
        queue.put(event)
    }

    /// Writes until `finish` is called or the task is cancelled, then what is still waiting, and returns.
    package func run() async {
        await withTaskGroup { group in
            // Archiving and clean-up are also due when no event arrives.
            group.addTask { [queue] in
                while (try? await Task.sleep(for: .seconds(5))) != nil { queue.wake() }
            }
            for await _ in queue.wakeUps {
                await work(isLast: false)
                // Lets a burst gather, so that it becomes one transaction.
                try? await Task.sleep(for: .milliseconds(200))
            }
            group.cancelAll()
        }
        await work(isLast: true)
    }

    /// Makes `run` write what is waiting and return. Events recorded from now on are dropped.
    package func finish() {
        queue.finish()
    }

    private func work(isLast: Bool) async {
        await withCheckedContinuation { continuation in
            worker.async { [self] in
                writeWaiting()
                archivePending(isLast: isLast)
                sweep()
                continuation.resume()
            }
        }
    }

    // MARK: On the worker's thread

    private func writeWaiting() {
        let (events, dropped) = queue.takeAll()
        noteClock()
        guard !events.isEmpty || !dropped.isEmpty else { return }
        let now = time.now()
        do {
            try database.write { db in
                let writer = FlightWriter(db: db, run: run)
                for event in events { try writer.write(event) }
                for (kind, count) in dropped.sorted(by: { $0.key < $1.key }) {
                    try writer.execute(
                        "INSERT INTO dropped(noted_ns, kind, events) VALUES (?, ?, ?)",
                        [now.wall, kind, count]
                    )
                }
            }
            state.withLock { $0.lastFailure = nil }
        } catch {
            queue.putBackAsDropped(
                events.reduce(into: dropped) { counts, event in counts[event.kind, default: 0] += 1 }
            )
            report("flight records cannot be written", error)
        }
        for case .published(let record) in events {
            state.withLock { $0.pendingSet = record.snapshot }
        }
    }

    /// Archives the newest set, unless the one before is too recent and there will be another occasion.
    private func archivePending(isLast: Bool) {
        let now = time.now()
        let due: PayloadSnapshot? = state.withLock { state in
            let waited = state.lastArchived.map { Duration.nanoseconds(now.monotonic &- $0.monotonic) }
            guard isLast || waited.map({ $0 >= configuration.archiveInterval }) ?? true else { return nil }
            defer { state.pendingSet = nil }
            return state.pendingSet
        }
        guard let due else { return }
        do {
            try archive.append(due)
        } catch {
            report("the payload set cannot be archived", error)
        }
        state.withLock { $0.lastArchived = time.now() }
    }

    /// Removes what is older than the retention, at the start and once a day.
    private func sweep() {
        let now = time.now()
        let isDue = state.withLock { state in
            guard state.lastSweep.map({ now.monotonic &- $0.monotonic >= 86_400_000_000_000 }) ?? true else {
                return false
            }
            state.lastSweep = now
            return true
        }
        guard isDue else { return }
        let cutoff = now.wall &- Int64(clamping: configuration.retention.components.seconds) &* 1_000_000_000
        do {
            try archive.remove(before: cutoff)
            try FlightRetention(database: database).remove(before: cutoff)
        } catch {
            report("old flight records cannot be removed", error)
        }
    }

    /// Notes the state of the kernel's clock when it changed, and every hour.
    private func noteClock() {
        let now = time.now()
        let clock = ClockState.read()
        let isDue = state.withLock { state in
            if let last = state.lastClock, last.state?.isSynchronised == clock?.isSynchronised,
                now.monotonic &- last.noted.monotonic < 3_600_000_000_000
            {
                return false
            }
            state.lastClock = (clock, now)
            return true
        }
        guard isDue else { return }
        do {
            try database.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO clock(run_id, noted_ns, monotonic_ns, synchronised, estimated_error_ns,
                            maximum_error_ns)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        run, now.wall, now.monotonic, clock?.isSynchronised, clock?.estimatedErrorNanoseconds,
                        clock?.maximumErrorNanoseconds,
                    ]
                )
            }
        } catch {
            report("flight records cannot be written", error)
        }
    }

    private func report(_ what: String, _ error: any Error) {
        let reason = (error as? FlightError)?.description ?? FlightFile.reason(error)
        let isNew = state.withLock { state in
            defer { state.lastFailure = reason }
            return state.lastFailure != reason
        }
        if isNew { log.error("\(what)", metadata: ["reason": "\(reason)"]) }
    }
}
