/// The remembered verdicts in memory: most of them in one sorted array, 16 octets each, the latest in a set.
struct VerdictMemory {
    private static let recentLimit = 65_536

    private var sorted: [VerdictTag]
    private var recent: Set<VerdictTag> = []
    /// Not in the database yet.
    private(set) var unsaved: [VerdictTag] = []

    init(_ tags: [VerdictTag] = []) {
        sorted = tags.sortedWithoutRepetition()
    }

    var count: Int { sorted.count + recent.count }

    func contains(_ tag: VerdictTag) -> Bool {
        let index = sorted.firstIndex(notBefore: tag)
        return index < sorted.count && sorted[index] == tag || recent.contains(tag)
    }

    mutating func insert(_ tag: VerdictTag) {
        guard !contains(tag) else { return }
        recent.insert(tag)
        unsaved.append(tag)
        if recent.count >= Self.recentLimit { settle() }
    }

    /// The tags that wait for the database wait no more: `count` of them were written.
    mutating func noteSaved(_ count: Int) {
        unsaved.removeFirst(min(count, unsaved.count))
    }

    /// Forgets the tags whose objects are not among `objects` (ascending leading words of digests), except those not
    /// saved yet, which are too young for their objects to be counted; returns what stays, ascending, and how many went.
    mutating func retain(objects: [UInt64]) -> (kept: [VerdictTag], forgotten: Int) {
        settle()
        let young = Set(unsaved)
        let before = sorted.count
        var kept: [VerdictTag] = []
        kept.reserveCapacity(before)
        var next = 0
        for tag in sorted {
            while next < objects.count, objects[next] < tag.object { next += 1 }
            if next < objects.count && objects[next] == tag.object || young.contains(tag) { kept.append(tag) }
        }
        sorted = kept
        unsaved = []
        return (kept, before - kept.count)
    }

    /// Merges the latest into the array.
    private mutating func settle() {
        guard !recent.isEmpty else { return }
        var merged: [VerdictTag] = []
        merged.reserveCapacity(sorted.count + recent.count)
        var rest = sorted[...]
        for tag in recent.sorted() {
            let head = rest.prefix { $0 < tag }
            merged.append(contentsOf: head)
            rest = rest[head.endIndex...]
            merged.append(tag)
        }
        merged.append(contentsOf: rest)
        sorted = merged
        recent.removeAll()
    }
}

extension [VerdictTag] {
    fileprivate func sortedWithoutRepetition() -> [VerdictTag] {
        var result: [VerdictTag] = []
        result.reserveCapacity(count)
        for tag in sorted() where result.last != tag { result.append(tag) }
        return result
    }

    fileprivate func firstIndex(notBefore tag: VerdictTag) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < tag { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
