import Payloads

/// The payloads of one type and the objects that state each, ascending: found by bisection.
struct ProvenanceIndex<Payload: Comparable & Hashable & Sendable>: Sendable {
    struct Entry: Comparable, Sendable {
        let payload: Payload
        let trustAnchor: UInt16
        /// Index of the publication point and of the object in it, see ``Provenance/Source``.
        let source: UInt32
        let object: UInt32

        static func < (left: Entry, right: Entry) -> Bool {
            if left.payload != right.payload { return left.payload < right.payload }
            if left.trustAnchor != right.trustAnchor { return left.trustAnchor < right.trustAnchor }
            return left.source == right.source ? left.object < right.object : left.source < right.source
        }
    }

    /// Ascending and unique.
    private let entries: [Entry]

    init(_ entries: [Entry] = []) {
        self.entries = entries.sortedUnique()
    }

    /// The payloads with their trust anchors, ascending and unique.
    func payloads<Trusted>(_ make: (Payload, UInt16) -> Trusted) -> [Trusted] {
        var result: [Trusted] = []
        result.reserveCapacity(entries.count)
        var last: Entry?
        for entry in entries {
            if let last, last.payload == entry.payload, last.trustAnchor == entry.trustAnchor { continue }
            result.append(make(entry.payload, entry.trustAnchor))
            last = entry
        }
        return result
    }

    /// The entries that `matches` holds for, which follow those that `isBefore` holds for.
    func entries(after isBefore: (Payload) -> Bool, while matches: (Payload) -> Bool) -> ArraySlice<Entry> {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(entries[middle].payload) { low = middle + 1 } else { high = middle }
        }
        return entries[low...].prefix { matches($0.payload) }
    }
}
