import FlightEvents
import Synchronization
import Transport

/// How the last attempt to fetch something ended.
struct RepositoryStatus: Sendable {
    let started: Timestamp
    let ended: Timestamp
    let verdict: SchedulePolicy.Verdict
    let failures: [FetchFailure]

    /// `2026-11-23T12:00:00.123Z changed in 0.412 s`
    var text: String {
        let milliseconds = (ended.monotonic - started.monotonic) / 1_000_000
        let duration = "\(milliseconds / 1000).\(String(String(1000 + milliseconds % 1000).dropFirst()))"
        let errors = failures.map { " [\($0)]" }.joined()
        return "\(started) \(verdict) in \(duration) s\(errors)"
    }
}

/// How the last attempt to fetch each subject ended.
final class StatusBoard: Sendable {
    private let entries = Mutex<[ValidatorService.Subject: RepositoryStatus]>([:])

    subscript(subject: ValidatorService.Subject) -> RepositoryStatus? {
        get { entries.withLock { $0[subject] } }
        set { entries.withLock { $0[subject] = newValue } }
    }
}
