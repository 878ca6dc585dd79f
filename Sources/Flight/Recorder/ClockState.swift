import CClock

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the kernel knows about its own clock, kept beside the records so that nobody reads more into a
/// timestamp than the clock could tell.
struct ClockState: Hashable {
    let isSynchronised: Bool
    let estimatedErrorNanoseconds: Int64
    let maximumErrorNanoseconds: Int64

    /// nil when the kernel does not tell (a container may forbid the question).
    static func read() -> ClockState? {
        var request = timex()
        let state = adjtimex(&request)
        guard state >= 0 else { return nil }
        // Both errors are microseconds and at most NTP_PHASE_LIMIT (16 s).
        return ClockState(
            isSynchronised: state != TIME_ERROR && request.status & STA_UNSYNC == 0,
            estimatedErrorNanoseconds: Int64(request.esterror).multipliedReportingOverflow(by: 1_000).partialValue,
            maximumErrorNanoseconds: Int64(request.maxerror).multipliedReportingOverflow(by: 1_000).partialValue
        )
    }

    /// Names this boot: monotonic readings compare only within it. nil where the kernel has no such name.
    static func bootIdentifier() -> String? {
        guard let file = fopen("/proc/sys/kernel/random/boot_id", "r") else { return nil }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 64)
        let count = fread(&line, 1, line.count, file)
        let text = String(decoding: line[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }
}
