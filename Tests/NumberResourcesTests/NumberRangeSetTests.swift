import NumberResources
import Testing

/// The algebra against a model that counts single numbers, over a type small enough to try much of it.
struct NumberRangeSetTests {
    typealias Numbers = NumberRangeSet<UInt8>

    @Test(
        arguments: [
            ([], []),
            ([5...5], [5...5]),
            ([1...2, 3...4], [1...4]),
            ([3...4, 1...2], [1...4]),
            ([1...9, 3...4], [1...9]),
            ([1...3, 2...6, 8...8], [1...6, 8...8]),
            ([0...255, 255...255], [0...255]),
            ([0...0, 0...0], [0...0]),
            ([254...255, 0...1], [0...1, 254...255]),
        ] as [([ClosedRange<UInt8>], [ClosedRange<UInt8>])]
    )
    func becomesCanonical(given: [ClosedRange<UInt8>], expected: [ClosedRange<UInt8>]) {
        #expect(Numbers(given).ranges == expected)
    }

    @Test func agreesWithSetsOfSingleNumbers() {
        var generator = SplitMix(state: 7)
        for _ in 0..<2_000 {
            let left = randomRanges(&generator)
            let right = randomRanges(&generator)
            let a = Numbers(left)
            let b = Numbers(right)
            let singlesA = Set(left.flatMap { Array($0) })
            let singlesB = Set(right.flatMap { Array($0) })
            expectSame(a.union(b), singlesA.union(singlesB))
            expectSame(a.intersection(b), singlesA.intersection(singlesB))
            expectSame(a.subtracting(b), singlesA.subtracting(singlesB))
            #expect(a.contains(b) == singlesA.isSuperset(of: singlesB))
            #expect(a.contains(a.intersection(b)))
            for range in right {
                #expect(a.contains(range) == singlesA.isSuperset(of: range))
            }
        }
    }

    private func expectSame(_ set: Numbers, _ singles: Set<UInt8>) {
        #expect(Set(set.ranges.flatMap { Array($0) }) == singles)
        let isCanonical = zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $1.lowerBound - $0.upperBound > 1 }
        #expect(isCanonical)
    }

    private func randomRanges(_ generator: inout SplitMix) -> [ClosedRange<UInt8>] {
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            // Bounds near both ends come often: there the arithmetic could wrap.
            let pick: (inout SplitMix) -> UInt8 = { generator in
                [0, 1, 254, 255, UInt8.random(in: 0...255, using: &generator)].randomElement(using: &generator) ?? 0
            }
            let first = pick(&generator)
            let second = pick(&generator)
            return min(first, second)...max(first, second)
        }
    }
}

/// A generator with a seed, so that a failure comes again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
