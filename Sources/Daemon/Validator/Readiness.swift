import Synchronization
import Validation

/// Decides from when on outputs are served; from then on all are.
final class Readiness: Sendable {
    private struct State {
        var isReady = false
        var newest: EngineOutput?
    }

    private let state = Mutex(State())
    private let remembersWhole: Bool

    /// - Parameter remembersWhole: a complete walk of what is stored will do, without any fetch.
    init(remembersWhole: Bool) {
        self.remembersWhole = remembersWhole
    }

    var isReady: Bool { state.withLock { $0.isReady } }

    /// Whether `output` may be served. `isFetched`: everything in it has been fetched once.
    func admits(_ output: EngineOutput, isFetched: Bool) -> Bool {
        state.withLock { state in
            state.isReady = state.isReady || isFetched || remembersWhole && output.isComplete
            state.newest = output
            return state.isReady
        }
    }

    /// The start has taken its budget. Returns what is to be served now, if nothing was served before.
    func open() -> EngineOutput? {
        state.withLock { state in
            defer { state.isReady = true }
            return state.isReady ? nil : state.newest
        }
    }
}
