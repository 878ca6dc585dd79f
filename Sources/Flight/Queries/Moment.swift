/// An instant on record, with what it takes to measure from it exactly.
struct Moment {
    let wall: Int64
    /// The monotonic clock's reading, and the boot that it belongs to; nil for instants that objects state.
    var monotonic: Int64?
    var boot: String?

    /// Nanoseconds from `earlier` to here: by the monotonic clock within one boot, else by wall time.
    func since(_ earlier: Moment) -> Int64 {
        if let boot, boot == earlier.boot, let monotonic, let before = earlier.monotonic {
            return monotonic.subtractingReportingOverflow(before).partialValue
        }
        return wall.subtractingReportingOverflow(earlier.wall).partialValue
    }
}
