import FlightEvents
import ObjectStore
import Synchronization

/// Remembers which sources answered the last time they were asked, and in good time.
final class SourceStandings: Sendable {
    /// Names come from certificates, and there is no end to them. Who is forgotten is judged by the store again.
    private static let limit = 50_000

    private let store: ObjectStore
    private let answers = Mutex<[RepositoryID: Bool]>([:])

    init(store: ObjectStore) {
        self.store = store
    }

    /// Whether the last attempt succeeded; of a former run of the program: whether any did.
    func isProven(_ id: RepositoryID) -> Bool {
        answers.withLock { $0[id] } ?? ((try? store.state(of: id)) != nil)
    }

    /// - Parameter wasSlow: whether it took longer than our patience: who does so again and again must not take the
    ///   room of those that do not.
    func note(_ attempt: UpdateAttempt, wasSlow: Bool) {
        guard attempt.failure?.errorClass != .cancelled else { return }
        answers.withLock { answers in
            if answers.count >= Self.limit { answers.removeAll() }
            answers[attempt.source] = attempt.change != nil && !wasSlow
        }
    }
}
