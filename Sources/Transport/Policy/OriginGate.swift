import FlightEvents
import Synchronization

/// Stands before every request: servers that are to be left alone for a while (`OriginPauses`) are not asked.
final class OriginGate: Sendable {
    private let pauses = Mutex(OriginPauses())
    private let time: any TimeSource

    init(time: any TimeSource) {
        self.time = time
    }

    /// Throws when `origin` (scheme, host and port) is left alone, with the time that is left.
    func pass(_ origin: String, for uri: String) throws(FetchFailure) {
        guard let (seconds, cause) = pauses.withLock({ $0.pause(origin, now: time.now()) }) else { return }
        var failure = FetchFailure(
            uri: uri,
            cause.errorClass,
            "not asked for another \(Int(seconds.rounded(.up))) s, because of \(cause.uri): \(cause.text)"
        )
        failure.retryAfter = seconds
        throw failure
    }

    func noteAnswer(_ origin: String) {
        pauses.withLock { $0.noteAnswer(origin, now: time.now()) }
    }

    /// - Returns: the failure, with the time for which nobody will ask from now on, if so.
    func noteFailure(_ origin: String, _ failure: FetchFailure) -> FetchFailure {
        let now = time.now()
        var failure = failure
        pauses.withLock { pauses in
            pauses.noteFailure(origin, failure, now: now, draw: Double.random(in: 0..<1))
            failure.retryAfter = pauses.pause(origin, now: now)?.seconds
        }
        return failure
    }

    /// - Returns: the failure, with the time for which nobody will ask from now on.
    func noteRequest(_ origin: String, seconds: Double, _ failure: FetchFailure) -> FetchFailure {
        let now = time.now()
        var failure = failure
        pauses.withLock { pauses in
            pauses.noteRequest(origin, seconds: seconds, failure, now: now)
            failure.retryAfter = pauses.pause(origin, now: now)?.seconds
        }
        return failure
    }

    func forgive(_ origin: String) {
        pauses.withLock { $0.forgive(origin) }
    }
}
