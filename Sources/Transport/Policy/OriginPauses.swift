package import FlightEvents

/// Which servers are left alone for a while: a value that is told the time.
///
/// A server that cannot be reached, or says nothing, fails for every repository that it has; asking for each of them
/// would cost each the same time. After two failures in a row without an answer in between nobody asks for a while,
/// which grows like the wait after failures of one repository (`SchedulePolicy.backoff`). A server may also ask for a
/// pause itself (Retry-After).
package struct OriginPauses: Sendable {
    private struct Entry: Sendable {
        var failures = 0
        var hasAnswered = false
        /// Monotonic nanoseconds.
        var until: Int64
        var failure: FetchFailure?
        /// Whether the server asked for the pause itself.
        var isRequested = false
    }

    /// Names come from certificates, and there is no end to them.
    private static let limit = 20_000
    /// Failures before anything is concluded from them.
    private static let tolerated = 1

    private var entries: [String: Entry] = [:]

    package init() {}

    /// How long (seconds) to leave a server alone, and why; nil when it may be asked.
    ///
    /// - Parameter origin: scheme, host and port.
    package func pause(_ origin: String, now: Timestamp) -> (seconds: Double, failure: FetchFailure)? {
        guard let entry = entries[origin], entry.until > now.monotonic, let failure = entry.failure else { return nil }
        return (Double(entry.until - now.monotonic) / 1e9, failure)
    }

    /// The server has not answered.
    ///
    /// - Parameter draw: in 0..<1: up to a tenth is taken off.
    package mutating func noteFailure(_ origin: String, _ failure: FetchFailure, now: Timestamp, draw: Double) {
        makeRoom(now)
        var entry = entries[origin] ?? Entry(until: now.monotonic)
        // Fetches that were under way when the pause began say nothing new.
        guard entry.until <= now.monotonic else { return }
        entry.failures = min(entry.failures + 1, 1_000)
        entry.failure = failure
        if entry.failures > Self.tolerated {
            let seconds = SchedulePolicy.backoff(
                failures: entry.failures - Self.tolerated,
                hasSucceeded: entry.hasAnswered
            )
            entry.until = now.advanced(byNanoseconds: Int64(seconds * (1 - draw / 10) * 1e9)).monotonic
        }
        entries[origin] = entry
    }

    /// The server has answered, whatever it said. A pause that it asked for goes on: the answer may be to a request that
    /// was under way.
    package mutating func noteAnswer(_ origin: String, now: Timestamp) {
        makeRoom(now)
        if let entry = entries[origin], entry.isRequested, entry.until > now.monotonic { return }
        entries[origin] = Entry(hasAnswered: true, until: now.monotonic)
    }

    /// The server has asked to be left alone for so many seconds. More than the longest wait for a server that is there
    /// are not granted: others may depend on it.
    package mutating func noteRequest(_ origin: String, seconds: Double, _ failure: FetchFailure, now: Timestamp) {
        makeRoom(now)
        let granted = min(max(seconds, 0), SchedulePolicy.longestBackoffOfKnown)
        let until = now.advanced(byNanoseconds: Int64(granted * 1e9)).monotonic
        entries[origin] = Entry(hasAnswered: true, until: until, failure: failure, isRequested: true)
    }

    /// The server may be asked again.
    package mutating func forgive(_ origin: String) {
        entries[origin] = nil
    }

    private mutating func makeRoom(_ now: Timestamp) {
        guard entries.count >= Self.limit else { return }
        entries = entries.filter { $0.value.until > now.monotonic }
        if entries.count >= Self.limit { entries.removeAll() }
    }
}
