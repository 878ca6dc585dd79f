import Synchronization

/// Lets fetches wait until a `LanePlan` admits them.
final class FetchLanes: Sendable {
    private struct State {
        var plan: LanePlan
        var waiting: [LanePlan.Ticket: CheckedContinuation<Bool, Never>] = [:]
        var lastTicket: LanePlan.Ticket = 0

        /// Those to resume: they may run.
        mutating func admit() -> [CheckedContinuation<Bool, Never>] {
            plan.admit().compactMap { waiting.removeValue(forKey: $0) }
        }
    }

    private let state: Mutex<State>
    private let patience: Double

    /// - Parameter patience: seconds after which a running fetch moves to the slow lane.
    init(_ limits: LanePlan.Limits, patience: Double) {
        state = Mutex(State(plan: LanePlan(limits)))
        self.patience = patience
    }

    /// Runs `body` when there is room for it; nil when the task was cancelled while it waited.
    func run<Value: Sendable>(host: String, isProven: Bool, _ body: () async -> Value) async -> Value? {
        let ticket = state.withLock { state in
            state.lastTicket &+= 1
            return state.lastTicket
        }
        guard await enter(ticket, host, isProven) else { return nil }
        defer { change { $0.leave(ticket) } }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard (try? await Task.sleep(for: .seconds(self.patience))) != nil else { return }
                self.change { $0.noteOverdue(ticket) }
            }
            defer { group.cancelAll() }
            return await body()
        }
    }

    private func enter(_ ticket: LanePlan.Ticket, _ host: String, _ isProven: Bool) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumed: [CheckedContinuation<Bool, Never>]? = state.withLock { state in
                    if Task.isCancelled { return nil }
                    state.waiting[ticket] = continuation
                    state.plan.ask(ticket, host: host, isProven: isProven)
                    return state.admit()
                }
                guard let resumed else {
                    continuation.resume(returning: false)
                    return
                }
                for continuation in resumed { continuation.resume(returning: true) }
            }
        } onCancel: {
            // Nothing to resume: not waiting yet (then it sees the cancellation), or running already.
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: ticket)
                if continuation != nil { state.plan.leave(ticket) }
                return continuation
            }
            continuation?.resume(returning: false)
        }
    }

    private func change(_ body: (inout LanePlan) -> Void) {
        let resumed = state.withLock { state in
            body(&state.plan)
            return state.admit()
        }
        for continuation in resumed { continuation.resume(returning: true) }
    }
}
