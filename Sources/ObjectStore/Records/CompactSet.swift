/// A set that costs little more than its elements: most lie in one sorted array, the latest in a hash table.
struct CompactSet<Element: Hashable & Comparable & Sendable>: Sendable {
    private static var recentLimit: Int { 65_536 }

    private var sorted: [Element]
    private var recent: Set<Element> = []

    /// `elements` in any order, with or without repetitions; in ascending order they are taken over quickly.
    init(_ elements: [Element] = []) {
        sorted = elements.ascendingWithoutRepetition()
    }

    var count: Int { sorted.count + recent.count }

    func contains(_ element: Element) -> Bool {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == element || recent.contains(element)
    }

    /// Returns whether the element is new.
    @discardableResult
    mutating func insert(_ element: Element) -> Bool {
        guard !contains(element) else { return false }
        recent.insert(element)
        if recent.count >= Self.recentLimit { settle() }
        return true
    }

    /// All elements, ascending.
    mutating func settled() -> [Element] {
        settle()
        return sorted
    }

    /// Merges the latest into the array.
    private mutating func settle() {
        guard !recent.isEmpty else { return }
        var merged: [Element] = []
        merged.reserveCapacity(sorted.count + recent.count)
        var next = 0
        for element in recent.sorted() {
            while next < sorted.count, sorted[next] < element {
                merged.append(sorted[next])
                next += 1
            }
            merged.append(element)
        }
        merged.append(contentsOf: sorted[next...])
        sorted = merged
        recent.removeAll()
    }
}

extension Array where Element: Comparable {
    fileprivate func ascendingWithoutRepetition() -> [Element] {
        if zip(self, dropFirst()).allSatisfy({ $0 < $1 }) { return self }
        var result: [Element] = []
        result.reserveCapacity(count)
        for element in sorted() where result.last != element { result.append(element) }
        return result
    }
}
