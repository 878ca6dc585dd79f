package import FlightEvents

/// When a repository that is offered by RRDP may be fetched by rsync instead, because RRDP failed.
package enum FallbackPolicy: String, Sendable, CaseIterable {
    case never
    /// When RRDP has not worked for some time: between the refresh interval and `longestWait`, drawn per repository, so
    /// that an outage does not send every relying party to the rsync server at once.
    case stale
    /// Only when RRDP has never worked.
    case new

    /// Seconds after the last success by which every relying party has fallen back.
    package static let longestWait = 3_600.0

    /// Whether to try rsync now.
    ///
    /// - Parameters:
    ///   - lastSuccess: when RRDP last succeeded; nil for never.
    ///   - refresh: seconds between two fetches.
    ///   - draw: in 0..<1; the same for every decision after one success.
    package func permitsRsync(lastSuccess: Timestamp?, now: Timestamp, refresh: Double, draw: Double) -> Bool {
        switch self {
        case .never:
            return false
        case .new:
            return lastSuccess == nil
        case .stale:
            guard let lastSuccess else { return true }
            let elapsed = Double(now.wall.subtractingReportingOverflow(lastSuccess.wall).partialValue) / 1e9
            // A last success in the future means that the clock was set back: then nothing is known of its age.
            guard elapsed >= 0 else { return true }
            let shortest = min(refresh, Self.longestWait)
            return elapsed >= shortest + (Self.longestWait - shortest) * draw
        }
    }
}
