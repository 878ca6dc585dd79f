/// How long to wait before a repository is fetched again: a pure decision.
///
/// A repository that keeps changing is asked more often, down to `shortest`; one that does not change less often, up to
/// `refresh`; one that fails is asked again soon and then ever more rarely, up to `longestBackoff`.
package struct SchedulePolicy: Sendable {
    /// How a fetch ended.
    package enum Verdict: Sendable, Hashable, CaseIterable {
        case changed, unchanged, failed
    }

    /// What is remembered of a repository between two fetches.
    package struct Memory: Sendable, Hashable {
        /// Seconds between the last two fetches that were planned.
        package var interval: Double
        /// Failures since the last success.
        package var failures: Int

        package init(interval: Double, failures: Int = 0) {
            self.interval = interval
            self.failures = failures
        }
    }

    /// RRDP servers are asked at most once a minute.
    package static let shortest = 60.0
    /// A repository that never answers is still asked so often (seconds).
    package static let longestBackoff = 3_600.0

    /// Upper bound of the interval in seconds.
    package let refresh: Double

    /// - Parameter refresh: seconds; raised to `shortest`.
    package init(refresh: Double = 600) {
        self.refresh = max(refresh, Self.shortest)
    }

    /// Seconds to wait after a fetch, and what to remember.
    ///
    /// - Parameters:
    ///   - memory: of the fetch before; nil for the first.
    ///   - draw: in 0..<1, spreads the fetches of many relying parties and repositories: up to a tenth is taken off.
    package func delay(after verdict: Verdict, memory: Memory?, draw: Double) -> (seconds: Double, memory: Memory) {
        var next = memory ?? Memory(interval: refresh)
        switch verdict {
        case .changed:
            next.interval = next.interval / 2
            next.failures = 0
        case .unchanged:
            next.interval = next.interval * 1.5
            next.failures = 0
        case .failed:
            next.failures = min(next.failures + 1, 16)
        }
        next.interval = min(max(next.interval, Self.shortest), refresh)
        let planned: Double
        if next.failures == 0 {
            planned = next.interval
        } else {
            let doubled = Self.shortest * Double(1 << (next.failures - 1))
            planned = min(doubled, max(refresh, Self.longestBackoff))
        }
        return (max(planned * (1 - draw / 10), Self.shortest), next)
    }
}
