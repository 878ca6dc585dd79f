/// Decides when a changed payload set is published: at once after a quiet interval, else at its end, so
/// that a burst of changes makes one serial per interval.
package struct PublicationPacer: Sendable {
    /// Nanoseconds.
    package let interval: Int64
    private var quietUntil: Int64?

    package init(interval: Int64 = 1_000_000_000) {
        self.interval = interval
    }

    /// The instant at which a change seen at `now` is due; both in monotonic nanoseconds.
    package func due(changedAt now: Int64) -> Int64 {
        max(now, quietUntil ?? now)
    }

    /// Notes that a set was published at `now`, in monotonic nanoseconds.
    package mutating func published(at now: Int64) {
        quietUntil = now.addingReportingOverflow(interval).partialValue
    }
}
