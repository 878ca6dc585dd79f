import ObjectStore
import RPKIObjects

/// Which repositories were asked for, and what came of it.
struct RepositoryBook {
    enum State: Hashable {
        /// Asked for; no answer yet.
        case pending
        /// Contents in force, or none at all.
        case answered(RepositoryID?)
    }

    private var states: [RepositoryLocation: State] = [:]
    /// On behalf of which trust anchor each was asked for, and how many each has.
    private var owners: [RepositoryLocation: String] = [:]
    private var counts: [String: Int] = [:]

    func state(of location: RepositoryLocation) -> State? { states[location] }

    /// The repository whose contents are in force for `location`.
    func source(of location: RepositoryLocation) -> RepositoryID? {
        guard case .answered(let source) = states[location] else { return nil }
        return source
    }

    var locations: Set<RepositoryLocation> { Set(states.keys) }

    /// Whether no repository is awaited.
    var isComplete: Bool { !states.values.contains(.pending) }

    var pending: [RepositoryLocation] {
        states.filter { $0.value == .pending }.map(\.key).sorted { $0.description < $1.description }
    }

    /// Notes that `location` is being asked for; false when `trustAnchor` has `maximum` already.
    mutating func request(_ location: RepositoryLocation, trustAnchor: String, maximum: Int) -> Bool {
        guard states[location] == nil else { return true }
        guard counts[trustAnchor, default: 0] < maximum else { return false }
        states[location] = .pending
        owners[location] = trustAnchor
        counts[trustAnchor, default: 0] += 1
        return true
    }

    /// Notes an answer. Returns whether the authorities there must be looked at again because of it alone.
    mutating func answer(_ location: RepositoryLocation, source: RepositoryID?) -> Bool {
        let state = State.answered(source)
        // An answer about a location that was released meanwhile concerns nobody.
        guard let old = states[location], old != state else { return false }
        states[location] = state
        return true
    }

    /// Forgets a location that no authority points to any more.
    mutating func release(_ location: RepositoryLocation) {
        guard states.removeValue(forKey: location) != nil else { return }
        if let owner = owners.removeValue(forKey: location) { counts[owner, default: 1] -= 1 }
    }
}
