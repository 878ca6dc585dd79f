/// Which fetches may run at the same time: a pure decision.
///
/// What is slow or broken must not keep healthy repositories waiting. Repositories that answered the last time have
/// slots of their own; new ones and those that failed share others, so that no number of them delays the former. A
/// fetch that has run for long gives its slot back and goes on in the slow lane; when that is full it keeps the slot
/// until there is room. No host, whatever the lane, has more than a few fetches at a time. In a lane the first to come
/// is the first to run, except that those whose host is busy let others pass.
package struct LanePlan: Sendable {
    package enum Lane: Sendable, Hashable, CaseIterable {
        /// The last attempt succeeded.
        case proven
        /// Never fetched, or the last attempt failed.
        case unproven
        /// Running for long.
        case slow
    }

    /// How many fetches run at a time.
    package struct Limits: Sendable, Hashable {
        package var proven: Int
        package var unproven: Int
        package var slow: Int
        package var perHost: Int

        package init(proven: Int, unproven: Int, slow: Int, perHost: Int = 4) {
            self.proven = proven
            self.unproven = unproven
            self.slow = slow
            self.perHost = perHost
        }

        fileprivate subscript(lane: Lane) -> Int {
            let limit =
                switch lane {
                case .proven: proven
                case .unproven: unproven
                case .slow: slow
                }
            return max(limit, 1)
        }
    }

    /// Names one fetch.
    package typealias Ticket = UInt64

    private struct Fetch: Sendable {
        let host: String
        var lane: Lane
    }

    private let limits: Limits
    /// By arrival.
    private var waiting: [(ticket: Ticket, fetch: Fetch)] = []
    private var running: [Ticket: Fetch] = [:]
    /// Running for long in another lane than the slow one, longest first.
    private var overdue: [Ticket] = []
    private var used: [Lane: Int] = [:]
    private var hosts: [String: Int] = [:]

    package init(_ limits: Limits) {
        self.limits = limits
    }

    /// A fetch wants to run. `ticket` must be new.
    package mutating func ask(_ ticket: Ticket, host: String, isProven: Bool) {
        waiting.append((ticket, Fetch(host: host, lane: isProven ? .proven : .unproven)))
    }

    /// A running fetch has used up our patience.
    package mutating func noteOverdue(_ ticket: Ticket) {
        guard let fetch = running[ticket], fetch.lane != .slow, !overdue.contains(ticket) else { return }
        overdue.append(ticket)
    }

    /// A fetch ended, or gave up waiting.
    package mutating func leave(_ ticket: Ticket) {
        if let fetch = running.removeValue(forKey: ticket) {
            used[fetch.lane, default: 0] -= 1
            let left = (hosts[fetch.host] ?? 0) - 1
            hosts[fetch.host] = left > 0 ? left : nil
            overdue.removeAll { $0 == ticket }
        } else {
            waiting.removeAll { $0.ticket == ticket }
        }
    }

    /// The fetches that may start; they are running from now on. To be asked after every other call.
    package mutating func admit() -> [Ticket] {
        while let first = overdue.first, let fetch = running[first], hasRoom(.slow) {
            overdue.removeFirst()
            used[fetch.lane, default: 0] -= 1
            used[.slow, default: 0] += 1
            running[first]?.lane = .slow
        }
        var admitted: [Ticket] = []
        var rest: [(ticket: Ticket, fetch: Fetch)] = []
        for (ticket, fetch) in waiting {
            if hasRoom(fetch.lane), hosts[fetch.host] ?? 0 < max(limits.perHost, 1) {
                used[fetch.lane, default: 0] += 1
                hosts[fetch.host, default: 0] += 1
                running[ticket] = fetch
                admitted.append(ticket)
            } else {
                rest.append((ticket, fetch))
            }
        }
        waiting = rest
        return admitted
    }

    /// Where a fetch runs; nil when it does not.
    package func lane(of ticket: Ticket) -> Lane? { running[ticket]?.lane }

    package var waitingCount: Int { waiting.count }

    private func hasRoom(_ lane: Lane) -> Bool { used[lane] ?? 0 < limits[lane] }
}
