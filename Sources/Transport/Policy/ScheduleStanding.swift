package import FlightEvents

/// How a scheduled repository is doing.
package struct ScheduleStanding: Sendable, Hashable {
    package enum Health: String, Sendable, CaseIterable {
        /// Not fetched yet.
        case untried
        /// The last fetch succeeded.
        case healthy
        case failing
        /// Has failed so often and for so long that no accident explains it.
        case nonFunctional = "non-functional"
    }

    /// Failures in a row, and seconds since the first of them, from which on a repository counts as non-functional.
    package static let persistentFailures = 3
    package static let persistentSeconds: Int64 = 3_600

    package let health: Health
    /// Failures in a row.
    package let failures: Int
    /// When the first of them ended.
    package let failingSince: Timestamp?
    /// Seconds until the next fetch, 0 when it is due; nil while one is under way.
    package let nextInSeconds: Double?

    init(failures: Int, failingSince: Timestamp?, wasTried: Bool, due: Int64?, now: Timestamp) {
        self.failures = failures
        self.failingSince = failingSince
        nextInSeconds = due.map { max(Double($0.subtractingReportingOverflow(now.monotonic).partialValue) / 1e9, 0) }
        let age = failingSince.map { now.monotonic.subtractingReportingOverflow($0.monotonic).partialValue } ?? 0
        if !wasTried {
            health = .untried
        } else if failures == 0 {
            health = .healthy
        } else if failures >= Self.persistentFailures, age >= Self.persistentSeconds * 1_000_000_000 {
            health = .nonFunctional
        } else {
            health = .failing
        }
    }
}
