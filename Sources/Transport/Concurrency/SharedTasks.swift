import Synchronization

/// Makes concurrent requests for the same thing one: who comes while it is under way waits for the same result.
final class SharedTasks<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let running = Mutex<[Key: Task<Value, Never>]>([:])
    private let executor: any TaskExecutor

    init(on executor: any TaskExecutor) {
        self.executor = executor
    }

    /// The result of `work` for `key`. The work is independent of whoever asked for it: it goes on when an asker is
    /// cancelled, since others may be waiting; it ends by its own budget.
    func value(for key: Key, _ work: @escaping @Sendable () async -> Value) async -> Value {
        let task = running.withLock { running in
            if let task = running[key] { return task }
            // Unstructured because several askers share it.
            let task = Task(executorPreference: executor) {
                let value = await work()
                self.running.withLock { $0[key] = nil }
                return value
            }
            running[key] = task
            return task
        }
        return await task.value
    }

    /// Cancels everything that is under way.
    func cancelAll() {
        let tasks = running.withLock { Array($0.values) }
        for task in tasks {
            task.cancel()
        }
    }
}
