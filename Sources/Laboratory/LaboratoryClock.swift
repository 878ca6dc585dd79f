package import DER
import Foundation
import Synchronization

/// The laboratory's time, which ends up in everything it signs.
package struct LaboratoryClock: Sendable {
    /// The present instant.
    package let now: @Sendable () -> PosixTime
    /// Returns when the present is later than this instant.
    package let wait: @Sendable (_ past: PosixTime) -> Void

    package init(now: @escaping @Sendable () -> PosixTime, wait: @escaping @Sendable (PosixTime) -> Void) {
        self.now = now
        self.wait = wait
    }

    /// The system's clock.
    package static let system = LaboratoryClock(
        now: { PosixTime(Int64(Date().timeIntervalSince1970)) },
        wait: { past in
            // A second at most in practice: it is asked to pass the instant of the last signature.
            let seconds = Double(past.seconds + 1) - Date().timeIntervalSince1970
            if seconds > 0 { Thread.sleep(forTimeInterval: min(seconds, 5)) }
        }
    )

    /// A clock that stands still, and moves on when it is waited for.
    package static func manual(_ start: PosixTime) -> LaboratoryClock {
        let time = ManualTime(start)
        return LaboratoryClock(
            now: { time.value.withLock { $0 } },
            wait: { past in time.value.withLock { $0 = max($0, PosixTime(past.seconds + 1)) } }
        )
    }

    private final class ManualTime: Sendable {
        let value: Mutex<PosixTime>

        init(_ start: PosixTime) {
            value = Mutex(start)
        }
    }
}
