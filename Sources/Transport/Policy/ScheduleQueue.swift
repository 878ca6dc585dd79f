package import FlightEvents

/// Which repositories are due when: a value that is told the time.
///
/// Every key is idle (with a due instant) or running. Monotonic time decides, so that setting the wall clock neither
/// delays nor hurries anything.
package struct ScheduleQueue<Key: Hashable & Sendable>: Sendable {
    private struct Entry: Sendable {
        /// Monotonic nanoseconds; nil while running.
        var due: Int64?
        var memory: SchedulePolicy.Memory?
        /// When the first failure since the last success ended.
        var failingSince: Timestamp?
        /// Asked for again while running.
        var again = false
    }

    private let policy: SchedulePolicy
    private var entries: [Key: Entry] = [:]

    package init(policy: SchedulePolicy) {
        self.policy = policy
    }

    package var keys: Set<Key> { Set(entries.keys) }

    /// Adds a key that is due at once; does nothing for a known one.
    package mutating func add(_ key: Key, now: Timestamp) {
        if entries[key] == nil { entries[key] = Entry(due: now.monotonic) }
    }

    /// Forgets a key; the end of a fetch that is under way is then ignored.
    package mutating func remove(_ key: Key) {
        entries[key] = nil
    }

    /// Makes a key due now; one that is running runs once more when it has ended.
    package mutating func hurry(_ key: Key, now: Timestamp) {
        guard var entry = entries[key] else {
            add(key, now: now)
            return
        }
        if entry.due == nil {
            entry.again = true
        } else {
            entry.due = now.monotonic
        }
        entries[key] = entry
    }

    /// The keys that are due, most overdue first; they are running from now on.
    package mutating func takeDue(now: Timestamp) -> [Key] {
        let due = entries.compactMap { key, entry -> (key: Key, due: Int64)? in
            guard let instant = entry.due, instant <= now.monotonic else { return nil }
            return (key, instant)
        }
        for (key, _) in due {
            entries[key]?.due = nil
        }
        return due.sorted { $0.due < $1.due }.map(\.key)
    }

    /// Plans the next fetch of a key whose fetch has ended.
    package mutating func ended(_ key: Key, _ result: SchedulePolicy.Result, now: Timestamp, draw: Double) {
        guard var entry = entries[key], entry.due == nil else { return }
        let (seconds, memory) = policy.delay(after: result, memory: entry.memory, draw: draw)
        entry.memory = memory
        entry.failingSince = memory.failures == 0 ? nil : entry.failingSince ?? now
        entry.due = entry.again ? now.monotonic : now.advanced(byNanoseconds: Int64(seconds * 1e9)).monotonic
        entry.again = false
        entries[key] = entry
    }

    /// How a key is doing; nil for an unknown one.
    package func standing(of key: Key, now: Timestamp) -> ScheduleStanding? {
        entries[key].map { entry in
            ScheduleStanding(
                failures: entry.memory?.failures ?? 0,
                failingSince: entry.failingSince,
                wasTried: entry.memory != nil,
                due: entry.due,
                now: now
            )
        }
    }

    /// When the next key is due (monotonic nanoseconds); nil when none waits.
    package var nextDue: Int64? {
        entries.values.compactMap(\.due).min()
    }
}
