package import DER

/// The earliest instant after the one of evaluation at which a verdict can change.
package struct ValidityHorizon: Hashable, Sendable {
    package let instant: PosixTime
    /// nil when time alone changes nothing any more.
    package private(set) var next: PosixTime?

    package init(instant: PosixTime) {
        self.instant = instant
    }

    /// Notes that a verdict depends on whether the instant lies in this period, both ends included.
    package mutating func note(from first: PosixTime, through last: PosixTime) {
        if instant < first {
            note(first)
        } else if instant <= last, last < .latest {
            note(PosixTime(last.seconds + 1))
        }
    }

    private mutating func note(_ change: PosixTime) {
        next = next.map { min($0, change) } ?? change
    }
}
