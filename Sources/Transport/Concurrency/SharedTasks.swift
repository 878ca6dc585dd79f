import Synchronization

/// Makes concurrent requests for the same thing one: who comes while it is under way waits for the same result.
final class SharedTasks<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var running: [Key: Task<Value, Never>] = [:]
        var isEnding = false
    }

    private let state = Mutex(State())
    private let executor: any TaskExecutor

    init(on executor: any TaskExecutor) {
        self.executor = executor
    }

    /// The result of `work` for `key`. The work is independent of whoever asked for it: it goes on when an asker is
    /// cancelled, since others may be waiting; it ends by its own budget.
    func value(for key: Key, _ work: @escaping @Sendable () async -> Value) async -> Value {
        let task = state.withLock { state in
            if let task = state.running[key] { return task }
            // Unstructured because several askers share it.
            let task = Task(executorPreference: executor) {
                let value = await work()
                self.state.withLock { $0.running[key] = nil }
                return value
            }
            state.running[key] = task
            if state.isEnding { task.cancel() }
            return task
        }
        return await task.value
    }

    /// Cancels everything that is under way, and whatever is asked for from now on.
    func cancelAll() {
        let tasks = state.withLock { state in
            state.isEnding = true
            return Array(state.running.values)
        }
        for task in tasks {
            task.cancel()
        }
    }
}
