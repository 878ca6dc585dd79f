/// How long to wait before a repository is fetched again: a pure decision.
///
/// A repository that keeps changing is asked more often, down to `shortest`; one that does not change less often, up to
/// `refresh`; one that fails is asked again soon and then ever more rarely, up to `longestBackoff`.
package struct SchedulePolicy: Sendable {
    /// How a fetch ended.
    package enum Verdict: Sendable, Hashable, CaseIterable {
        case changed, unchanged, failed
    }

    /// How a fetch ended, and what that says about the next one.
    package struct Result: Sendable, Hashable {
        package var verdict: Verdict
        /// After a failure: seconds for which the server will not be asked in any case, because it asked for that or
        /// is not there for anybody.
        package var retryAfter: Double?

        package init(_ verdict: Verdict, retryAfter: Double? = nil) {
            self.verdict = verdict
            self.retryAfter = retryAfter
        }
    }

    /// What is remembered of a repository between two fetches.
    package struct Memory: Sendable, Hashable {
        /// Seconds between the last two fetches that were planned.
        package var interval: Double
        /// Failures since the last success.
        package var failures: Int
        package var hasSucceeded: Bool

        package init(interval: Double, failures: Int = 0, hasSucceeded: Bool = false) {
            self.interval = interval
            self.failures = failures
            self.hasSucceeded = hasSucceeded
        }
    }

    /// RRDP servers are asked at most once a minute.
    package static let shortest = 60.0
    /// Whoever never answers is still asked so often (seconds).
    package static let longestBackoff = 21_600.0
    /// Whoever has answered before is asked so often for most of a day: others still rely on it.
    static let longestBackoffOfKnown = 3_600.0
    /// Failures after which the one is as dead as the other: the first seven take two hours, each other one an hour.
    static let failuresOfKnown = 24

    /// Upper bound of the interval in seconds.
    package let refresh: Double

    /// - Parameter refresh: seconds; raised to `shortest`.
    package init(refresh: Double = 600) {
        self.refresh = max(refresh, Self.shortest)
    }

    /// Seconds to wait after so many failures (at least one) in a row.
    package static func backoff(failures: Int, hasSucceeded: Bool) -> Double {
        let doubled = shortest * Double(1 << (min(max(failures, 1), 16) - 1))
        let isKnown = hasSucceeded && failures <= failuresOfKnown
        return min(doubled, isKnown ? longestBackoffOfKnown : longestBackoff)
    }

    /// Seconds to wait after a fetch, and what to remember.
    ///
    /// - Parameters:
    ///   - memory: of the fetch before; nil for the first.
    ///   - draw: in 0..<1, spreads the fetches of many relying parties and repositories: up to a tenth is taken off, or
    ///     added where a server has its time.
    package func delay(after result: Result, memory: Memory?, draw: Double) -> (seconds: Double, memory: Memory) {
        var next = memory ?? Memory(interval: refresh)
        switch result.verdict {
        case .changed: next.interval = next.interval / 2
        case .unchanged: next.interval = next.interval * 1.5
        case .failed: break
        }
        next.interval = min(max(next.interval, Self.shortest), refresh)
        guard result.verdict == .failed else {
            next.failures = 0
            next.hasSucceeded = true
            return (max(next.interval * (1 - draw / 10), Self.shortest), next)
        }
        next.failures = min(next.failures + 1, 1_000)
        let planned = Self.backoff(failures: next.failures, hasSucceeded: next.hasSucceeded)
        // A server's wish may lengthen the wait, never shorten it: a repository that always fails is asked ever more
        // rarely whatever it says.
        if let seconds = result.retryAfter, seconds >= planned {
            return (min(seconds, Self.longestBackoff) * (1 + draw / 10), next)
        }
        return (max(planned * (1 - draw / 10), Self.shortest), next)
    }
}
