import DER
import ObjectStore
import RPKIObjects

/// The certification authorities found so far and what is known of each one's publication point. Only books are
/// kept here: who is below whom, who publishes where, who must be evaluated again.
struct AuthorityTree {
    struct Node {
        var authority: CertificationAuthority
        /// nil until the first evaluation.
        var state: PublicationPointState?
        var children: [PublicationPointKey] = []
    }

    private(set) var nodes: [PublicationPointKey: Node] = [:]
    private(set) var dirty: Set<PublicationPointKey> = []
    /// The topmost authority of each trust anchor, by the trust anchor's name.
    private(set) var roots: [String: PublicationPointKey] = [:]
    /// Authorities below each trust anchor.
    private var sizes: [String: Int] = [:]
    /// Who publishes in a directory, and who in a repository.
    private var byDirectory: [String: Set<PublicationPointKey>] = [:]
    private var byLocation: [RepositoryLocation: Set<PublicationPointKey>] = [:]
    /// Locations that the last authority has left.
    private var vacated: Set<RepositoryLocation> = []

    func size(of trustAnchor: String) -> Int { sizes[trustAnchor] ?? 0 }

    /// Locations that no authority points to any more; each is told once.
    mutating func takeVacated() -> Set<RepositoryLocation> {
        defer { vacated = [] }
        return vacated.filter { byLocation[$0] == nil }
    }

    func keys(at location: RepositoryLocation) -> Set<PublicationPointKey> { byLocation[location] ?? [] }

    /// Sets or removes the topmost authority of a trust anchor.
    mutating func setRoot(_ authority: CertificationAuthority?, of trustAnchor: String) -> [Node] {
        var removed: [Node] = []
        if let old = roots[trustAnchor], old != authority?.key {
            removed = remove(old)
            roots[trustAnchor] = nil
        }
        if let authority {
            roots[trustAnchor] = authority.key
            if put(authority) { dirty.insert(authority.key) }
        }
        return removed
    }

    /// Takes in the result of an evaluation of `key`. Returns the nodes that are gone because of it, and the children
    /// that must be evaluated because of it.
    mutating func update(
        _ key: PublicationPointKey,
        state: PublicationPointState,
        children: [CertificationAuthority]
    ) -> (removed: [Node], marked: [PublicationPointKey]) {
        guard let node = nodes[key] else { return ([], []) }
        let present = Set(children.map(\.key))
        var removed: [Node] = []
        for child in node.children where !present.contains(child) {
            removed += remove(child)
        }
        nodes[key]?.state = state
        nodes[key]?.children = children.map(\.key)
        var marked: [PublicationPointKey] = []
        for child in children where put(child) {
            dirty.remove(child.key)
            marked.append(child.key)
        }
        return (removed, marked)
    }

    /// Marks a publication point for evaluation.
    mutating func mark(_ key: PublicationPointKey) {
        if nodes[key] != nil { dirty.insert(key) }
    }

    mutating func markAll() {
        dirty = Set(nodes.keys)
    }

    /// Marks every point that publishes in `directory`.
    mutating func mark(directory: String, where condition: (CertificationAuthority) -> Bool) {
        for key in byDirectory[directory] ?? [] {
            if let node = nodes[key], condition(node.authority) { dirty.insert(key) }
        }
    }

    /// Marks every point with a verdict that can have changed by `instant`.
    mutating func mark(dueAt instant: PosixTime) -> Bool {
        var found = false
        for (key, node) in nodes {
            guard let next = node.state?.nextChange, next <= instant else { continue }
            dirty.insert(key)
            found = true
        }
        return found
    }

    /// The marked points, those nearest to their trust anchor first: what they say decides on those below them.
    mutating func takeDirty() -> [PublicationPointKey] {
        let taken = dirty.sorted { left, right in
            let (a, b) = (depth(left), depth(right))
            return a == b ? left.digest < right.digest : a < b
        }
        dirty = []
        return taken
    }

    /// The earliest instant at which time alone changes a verdict.
    var nextChange: PosixTime? {
        nodes.values.lazy.compactMap(\.state?.nextChange).min()
    }

    private func depth(_ key: PublicationPointKey) -> Int {
        nodes[key]?.authority.depth ?? .max
    }

    /// Adds the authority, or replaces what is known of it. Returns whether its verdicts can change by that.
    private mutating func put(_ authority: CertificationAuthority) -> Bool {
        let key = authority.key
        if let old = nodes[key]?.authority {
            nodes[key]?.authority = authority
            guard !authority.evaluatesLike(old) else { return false }
            unindex(old)
        } else {
            nodes[key] = Node(authority: authority)
            sizes[authority.trustAnchor, default: 0] += 1
        }
        index(authority)
        return true
    }

    /// Removes an authority and all below it.
    private mutating func remove(_ key: PublicationPointKey) -> [Node] {
        var removed: [Node] = []
        var pending = [key]
        while let key = pending.popLast() {
            guard let node = nodes.removeValue(forKey: key) else { continue }
            dirty.remove(key)
            sizes[node.authority.trustAnchor, default: 1] -= 1
            unindex(node.authority)
            pending += node.children
            removed.append(node)
        }
        return removed
    }

    private mutating func index(_ authority: CertificationAuthority) {
        byLocation[authority.location, default: []].insert(authority.key)
        for directory in authority.directories {
            byDirectory[directory, default: []].insert(authority.key)
        }
    }

    private mutating func unindex(_ authority: CertificationAuthority) {
        byLocation.remove(authority.key, under: authority.location)
        if byLocation[authority.location] == nil { vacated.insert(authority.location) }
        for directory in authority.directories {
            byDirectory.remove(authority.key, under: directory)
        }
    }
}

extension CertificationAuthority {
    /// Where its objects and its manifest lie: usually one directory.
    fileprivate var directories: Set<String> {
        [caRepository.description, manifestURI.directory.description]
    }
}

extension Dictionary where Value == Set<PublicationPointKey> {
    fileprivate mutating func remove(_ member: PublicationPointKey, under key: Key) {
        self[key]?.remove(member)
        if self[key]?.isEmpty == true { self[key] = nil }
    }
}
