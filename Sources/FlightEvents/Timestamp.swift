package import DER

/// One reading of the clocks: wall time to tell and compare between machines, monotonic time to measure delays.
package struct Timestamp: Hashable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package let wall: Int64
    /// Nanoseconds since an arbitrary point of this boot; never goes backwards.
    package let monotonic: Int64

    package init(wall: Int64, monotonic: Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// The wall time in whole seconds, rounded down.
    package var posix: PosixTime { PosixTime(wall.quotientRoundedDown(by: 1_000_000_000)) }

    /// This reading moved by `nanoseconds` on both clocks.
    package func advanced(byNanoseconds nanoseconds: Int64) -> Timestamp {
        Timestamp(
            wall: wall.addingReportingOverflow(nanoseconds).partialValue,
            monotonic: monotonic.addingReportingOverflow(nanoseconds).partialValue
        )
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 with milliseconds: `2026-11-23T12:00:00.123Z`
    package var description: String {
        let seconds = posix
        let milliseconds = String((wall - seconds.seconds * 1_000_000_000) / 1_000_000)
        return seconds.description.dropLast() + "." + String(repeating: "0", count: 3 - milliseconds.count)
            + milliseconds + "Z"
    }
}
