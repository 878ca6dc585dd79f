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

extension ScheduleStanding {
    /// `non-functional: 7 failures since 2026-11-23T12:00:00.123Z, next in 3540 s`
    var text: String {
        let next = nextInSeconds.map { "next in \(Int($0.rounded(.up))) s" } ?? "under way"
        guard failures > 0 else { return next }
        return "\(health.rawValue): \(failures) failures\(failingSince.map { " since \($0)" } ?? ""), \(next)"
    }
}
