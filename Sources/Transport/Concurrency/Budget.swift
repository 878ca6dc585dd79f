import FlightEvents

/// How much time is left for something that may take only so long in all.
struct Budget: Sendable {
    private let time: any TimeSource
    private let end: Int64

    /// A budget of `seconds` from now.
    init(seconds: Double, time: any TimeSource) {
        self.time = time
        end = time.now().advanced(byNanoseconds: Int64(min(max(seconds, 0), 1e9) * 1e9)).monotonic
    }

    /// Seconds left; 0 when it is spent.
    var seconds: Double {
        let left = end.subtractingReportingOverflow(time.now().monotonic).partialValue
        return max(Double(left) / 1e9, 0)
    }

    var isSpent: Bool { seconds <= 0 }
}
