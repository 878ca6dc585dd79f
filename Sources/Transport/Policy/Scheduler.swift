package import FlightEvents
import Synchronization

/// Runs each key's fetch when it is due, all keys in parallel, until the task is cancelled.
///
/// Long-lived: `run()` belongs to a task of the daemon. Which keys there are may change at any time.
package final class Scheduler<Key: Hashable & Sendable>: Sendable {
    private struct State {
        var queue: ScheduleQueue<Key>
        var sleeper: Task<Void, Never>?
        /// Something changed since the queue was last looked at.
        var isStirred = false
    }

    private let state: Mutex<State>
    private let time: any TimeSource
    private let perform: @Sendable (Key) async -> SchedulePolicy.Result

    /// - Parameter perform: fetches what the key stands for. It must end by itself, by its own budgets.
    package init(
        policy: SchedulePolicy,
        time: any TimeSource,
        perform: @escaping @Sendable (Key) async -> SchedulePolicy.Result
    ) {
        state = Mutex(State(queue: ScheduleQueue(policy: policy)))
        self.time = time
        self.perform = perform
    }

    /// The keys that are fetched.
    package var keys: Set<Key> { state.withLock { $0.queue.keys } }

    /// Adds a key, due at once; nothing happens for a known one.
    package func add(_ key: Key) {
        change { $0.add(key, now: time.now()) }
    }

    /// Stops fetching a key. A fetch that is under way goes on and counts no more.
    package func remove(_ key: Key) {
        change { $0.remove(key) }
    }

    /// Fetches a key now; once more when it is being fetched.
    package func hurry(_ key: Key) {
        change { $0.hurry(key, now: time.now()) }
    }

    /// How a key is doing; nil for an unknown one.
    package func standing(of key: Key) -> ScheduleStanding? {
        state.withLock { $0.queue.standing(of: key, now: time.now()) }
    }

    /// Fetches until cancelled; returns when the fetches under way have ended.
    package func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for key in state.withLock({ $0.queue.takeDue(now: time.now()) }) {
                    group.addTask {
                        let result = await self.perform(key)
                        self.change { $0.ended(key, result, now: self.time.now(), draw: Double.random(in: 0..<1)) }
                    }
                }
                await sleep()
            }
        }
    }

    private func change(_ body: (inout ScheduleQueue<Key>) -> Void) {
        state.withLock { state in
            body(&state.queue)
            state.isStirred = true
            state.sleeper?.cancel()
        }
    }

    /// Waits until a key is due or something changes.
    private func sleep() async {
        let sleeper: Task<Void, Never>? = state.withLock { state in
            defer { state.isStirred = false }
            guard !state.isStirred else { return nil }
            let now = time.now().monotonic
            // An hour is as good as for ever: whoever adds a key wakes us.
            let wait = min(
                max((state.queue.nextDue ?? .max).subtractingReportingOverflow(now).partialValue, 0),
                3_600_000_000_000
            )
            // Unstructured so that `change` can end it.
            let sleeper = Task { _ = try? await Task.sleep(for: .nanoseconds(wait)) }
            state.sleeper = sleeper
            return sleeper
        }
        guard let sleeper else { return }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
    }
}
