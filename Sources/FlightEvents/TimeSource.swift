package import DER
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The only way in which Apus asks what time it is.
package protocol TimeSource: Sendable {
    func now() -> Timestamp
}

/// The machine's clocks.
package struct SystemTimeSource: TimeSource {
    package init() {}

    package func now() -> Timestamp {
        Timestamp(wall: Self.read(CLOCK_REALTIME), monotonic: Self.read(CLOCK_MONOTONIC))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// A clock that moves only when told to; for tests and for replays.
package final class ManualTimeSource: TimeSource {
    private let time: Mutex<Timestamp>

    package init(_ start: PosixTime) {
        time = Mutex(Timestamp(wall: start.seconds * 1_000_000_000, monotonic: 0))
    }

    package func now() -> Timestamp {
        time.withLock { $0 }
    }

    /// Moves both clocks forward.
    package func advance(bySeconds seconds: Double) {
        time.withLock { $0 = $0.advanced(byNanoseconds: Int64(seconds * 1_000_000_000)) }
    }

    /// Sets the wall clock alone, as an administrator or NTP would; it may go backwards.
    package func setWall(_ wall: PosixTime) {
        time.withLock { $0 = Timestamp(wall: wall.seconds * 1_000_000_000, monotonic: $0.monotonic) }
    }
}
