import Foundation

/// CPU time that this process has used.
struct ProcessorTime {
    private let nanoseconds: Int64

    static var now: ProcessorTime {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return ProcessorTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func - (left: ProcessorTime, right: ProcessorTime) -> ProcessorTime {
        ProcessorTime(nanoseconds: left.nanoseconds - right.nanoseconds)
    }

    var microseconds: Double { Double(nanoseconds) / 1_000 }
}
