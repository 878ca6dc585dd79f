/// The remembered verdicts in memory, and which of them the database does not have yet.
struct VerdictMemory {
    private var tags: CompactSet<VerdictTag>
    /// Not in the database yet.
    private(set) var unsaved: [VerdictTag] = []

    init(_ tags: [VerdictTag] = []) {
        self.tags = CompactSet(tags)
    }

    var count: Int { tags.count }

    func contains(_ tag: VerdictTag) -> Bool {
        tags.contains(tag)
    }

    mutating func insert(_ tag: VerdictTag) {
        if tags.insert(tag) { unsaved.append(tag) }
    }

    /// The first `count` of the unsaved tags are in the database now.
    mutating func noteSaved(_ count: Int) {
        unsaved.removeFirst(min(count, unsaved.count))
    }

    /// Forgets the tags whose objects are not among `objects` (ascending leading words of digests), except those not
    /// saved yet, which are too young for their objects to be counted; returns what stays, ascending, and how many went.
    mutating func retain(objects: [UInt64]) -> (kept: [VerdictTag], forgotten: Int) {
        let young = Set(unsaved)
        let before = tags.settled()
        var kept: [VerdictTag] = []
        kept.reserveCapacity(before.count)
        var next = 0
        for tag in before {
            while next < objects.count, objects[next] < tag.object { next += 1 }
            if next < objects.count && objects[next] == tag.object || young.contains(tag) { kept.append(tag) }
        }
        tags = CompactSet(kept)
        unsaved = []
        return (kept, before.count - kept.count)
    }
}
