import FlightEvents
import ObjectStore
import RPKIObjects
import Synchronization

/// Remembers for a minute how updates ended and which locations have been told.
///
/// Many locations share a notification file: the second one to ask need not send us to the server again, which asks to be
/// polled at most once a minute. A location that asks twice means it.
final class RecentAttempts: Sendable {
    private struct Entry {
        var attempt: UpdateAttempt
        var ended: Int64
        var known: Set<RepositoryLocation>
    }

    /// Nanoseconds.
    private static let lifetime: Int64 = 60_000_000_000

    private let entries = Mutex<[RepositoryID: Entry]>([:])

    init() {}

    /// A recent attempt, successful or not, of which `location` has not been told; it has now.
    func attempt(_ id: RepositoryID, unknownTo location: RepositoryLocation, now: Timestamp) -> UpdateAttempt? {
        entries.withLock { entries in
            guard var entry = entries[id], now.monotonic - entry.ended < Self.lifetime,
                entry.known.insert(location).inserted
            else { return nil }
            entries[id] = entry
            return entry.attempt
        }
    }

    /// Notes an attempt of which `location` is told. Several locations may have waited for the same one.
    func note(_ attempt: UpdateAttempt, knownTo location: RepositoryLocation, now: Timestamp) {
        entries.withLock { entries in
            entries = entries.filter { now.monotonic - $0.value.ended < Self.lifetime }
            guard attempt.failure?.errorClass != .cancelled else { return }
            if entries[attempt.source]?.attempt.identity == attempt.identity {
                entries[attempt.source]?.known.insert(location)
            } else {
                entries[attempt.source] = Entry(attempt: attempt, ended: now.monotonic, known: [location])
            }
        }
    }
}
