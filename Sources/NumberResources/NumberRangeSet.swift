/// A set of unsigned numbers as closed ranges: ascending, disjoint, and never adjacent, so that equal sets are
/// equal values. The algebra under ``IPResourceSet`` and ``ASResourceSet``.
package struct NumberRangeSet<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
    /// Ascending; between two neighbours lies at least one number that is in neither.
    package let ranges: [ClosedRange<Bound>]

    package init() {
        ranges = []
    }

    /// The union of `ranges`, which may overlap and stand in any order.
    package init(_ ranges: [ClosedRange<Bound>]) {
        self.ranges = Self.isCanonical(ranges) ? ranges : Self.merged(ranges.sorted { $0.lowerBound < $1.lowerBound })
    }

    package var isEmpty: Bool { ranges.isEmpty }

    package func contains(_ number: Bound) -> Bool {
        contains(number...number)
    }

    package func contains(_ range: ClosedRange<Bound>) -> Bool {
        let index = firstRange(endingAtOrAfter: range.lowerBound, from: 0)
        return index < ranges.count && ranges[index].covers(range)
    }

    /// Whether every number of `other` is in this set. A binary search for each range of `other`: a certificate
    /// holds few ranges where its issuer may hold tens of thousands.
    package func contains(_ other: Self) -> Bool {
        var index = 0
        for range in other.ranges {
            index = firstRange(endingAtOrAfter: range.lowerBound, from: index)
            guard index < ranges.count, ranges[index].covers(range) else { return false }
        }
        return true
    }

    /// Whether any number of `range` is in the set.
    package func overlaps(_ range: ClosedRange<Bound>) -> Bool {
        let index = firstRange(endingAtOrAfter: range.lowerBound, from: 0)
        return index < ranges.count && ranges[index].lowerBound <= range.upperBound
    }

    package func union(_ other: Self) -> Self {
        if other.isEmpty { return self }
        if isEmpty { return other }
        return Self(ranges + other.ranges)
    }

    package func intersection(_ other: Self) -> Self {
        var result: [ClosedRange<Bound>] = []
        var i = 0
        var j = 0
        while i < ranges.count, j < other.ranges.count {
            let low = max(ranges[i].lowerBound, other.ranges[j].lowerBound)
            let high = min(ranges[i].upperBound, other.ranges[j].upperBound)
            if low <= high { result.append(low...high) }
            if ranges[i].upperBound < other.ranges[j].upperBound { i += 1 } else { j += 1 }
        }
        return Self(canonical: result)
    }

    package func subtracting(_ other: Self) -> Self {
        var result: [ClosedRange<Bound>] = []
        var j = 0
        for range in ranges {
            var low = range.lowerBound
            var isConsumed = false
            while j < other.ranges.count, other.ranges[j].upperBound < low { j += 1 }
            var k = j
            while k < other.ranges.count, other.ranges[k].lowerBound <= range.upperBound {
                let hole = other.ranges[k]
                if hole.lowerBound > low { result.append(low...(hole.lowerBound - 1)) }
                guard hole.upperBound < range.upperBound else {
                    isConsumed = true
                    break
                }
                low = hole.upperBound + 1
                k += 1
            }
            if !isConsumed { result.append(low...range.upperBound) }
            j = k
        }
        return Self(canonical: result)
    }

    private init(canonical ranges: [ClosedRange<Bound>]) {
        self.ranges = ranges
    }

    /// The first range at or after `start` whose upper bound is not below `number`.
    private func firstRange(endingAtOrAfter number: Bound, from start: Int) -> Int {
        var low = start
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isCanonical(_ ranges: [ClosedRange<Bound>]) -> Bool {
        zip(ranges, ranges.dropFirst()).allSatisfy { left, right in
            left.upperBound < right.lowerBound && right.lowerBound - left.upperBound > 1
        }
    }

    private static func merged(_ sorted: [ClosedRange<Bound>]) -> [ClosedRange<Bound>] {
        var result: [ClosedRange<Bound>] = []
        result.reserveCapacity(sorted.count)
        for range in sorted {
            // `lowerBound - 1` cannot wrap: a lower bound of 0 is never above an upper bound.
            if let last = result.last,
                range.lowerBound <= last.upperBound || range.lowerBound - 1 == last.upperBound
            {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}

extension ClosedRange {
    fileprivate func covers(_ other: ClosedRange<Bound>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}
