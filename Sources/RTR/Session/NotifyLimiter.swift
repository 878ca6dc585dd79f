/// Decides when a Serial Notify may go out: the first after a quiet interval at once, later ones at the interval's
/// edge (RFC 8210 section 8.2: at most one a minute).
package struct NotifyLimiter: Hashable, Sendable {
    /// Nanoseconds.
    private let interval: Int64
    /// Monotonic nanoseconds.
    private var last: Int64?

    /// - Parameter interval: the least time between two notifies, in nanoseconds.
    package init(interval: Int64) {
        self.interval = interval
    }

    /// Monotonic nanoseconds from which on a notify may go out; nil when it may at any time.
    package var earliest: Int64? {
        guard let last else { return nil }
        let (edge, overflow) = last.addingReportingOverflow(interval)
        return overflow ? .max : edge
    }

    package func mayNotify(at monotonic: Int64) -> Bool {
        guard let earliest else { return true }
        return monotonic >= earliest
    }

    package mutating func notified(at monotonic: Int64) {
        last = monotonic
    }
}
