import NumberResources
import Payloads
import Synchronization
import Testing

@Suite struct PayloadHistoryTests {
    private struct DiskFull: Error {}

    private func set(_ numbers: UInt8...) throws -> PayloadSet {
        PayloadSet(vrps: try numbers.map(numberedVRP))
    }

    @discardableResult
    private func publish(_ set: PayloadSet, in history: PayloadHistory, at time: Int64 = 0) -> UInt32? {
        history.publish(set, at: time) { _, _ in }?.snapshot.serial
    }

    @Test func serialsStartAtOneAndUnchangedSetsMakeNone() throws {
        let history = PayloadHistory(session: 7)
        #expect(history.current == nil)
        #expect(history.delta(session: 7, since: 0) == nil)
        #expect(publish(try set(), in: history) == 1)
        #expect(publish(try set(), in: history) == nil)
        #expect(publish(try set(1), in: history) == 2)
        #expect(history.current?.session == 7)
        #expect(history.current?.payloads == (try set(1)))
    }

    @Test func composesFromEveryKeptSerial() throws {
        var generator = SeededGenerator(seed: 3)
        let history = PayloadHistory(session: 7)
        var sets: [PayloadSet] = []
        for _ in 0..<12 {
            sets.append(try generator.payloadSet())
            publish(sets[sets.count - 1], in: history)
        }
        for _ in 0..<2 {
            for (index, old) in sets.enumerated() {
                let answer = try #require(history.delta(session: 7, since: UInt32(index + 1)))
                #expect(answer.delta == PayloadDelta(from: old, to: sets[11]))
                #expect(answer.snapshot.serial == 12)
            }
        }
        #expect(history.delta(session: 8, since: 12) == nil)
        #expect(history.delta(session: 7, since: 13) == nil)
        #expect(history.delta(session: 7, since: 0) == nil)
    }

    @Test func aComposedDeltaIsNotServedForALaterSnapshot() throws {
        let history = PayloadHistory(session: 7)
        for numbers in [[1], [2], [3]] as [[UInt8]] {
            publish(PayloadSet(vrps: try numbers.map(numberedVRP)), in: history)
            _ = history.delta(session: 7, since: 1)
        }
        #expect(history.delta(session: 7, since: 1)?.delta == PayloadDelta(from: try set(1), to: try set(3)))
    }

    @Test func nothingIsVisibleBeforeItIsDurable() throws {
        let history = PayloadHistory(session: 7)
        publish(try set(1), in: history)
        #expect(throws: DiskFull.self) {
            try history.publish(try set(2), at: 0) { snapshot, delta throws(DiskFull) in
                #expect(snapshot.serial == 2)
                #expect(delta.count == 2)
                #expect(history.current?.serial == 1)
                throw DiskFull()
            }
        }
        #expect(history.current?.serial == 1)
        #expect(history.deltaCount == 0)
        #expect(publish(try set(3), in: history) == 2)
    }

    @Test func keepsDeltasByCount() throws {
        let history = PayloadHistory(session: 7, limits: .init(count: 2))
        for number in UInt8(1)...5 { publish(try set(number), in: history) }
        #expect(history.deltaCount == 2)
        #expect(history.delta(session: 7, since: 2) == nil)
        #expect(history.delta(session: 7, since: 3)?.delta == PayloadDelta(from: try set(3), to: try set(5)))
    }

    @Test func keepsDeltasByWeight() throws {
        let history = PayloadHistory(session: 7, limits: .init(leastWeight: 5))
        for number in UInt8(1)...5 { publish(try set(number), in: history) }
        #expect(history.deltaCount == 2, "two deltas of two elements weigh four, three weigh six")
    }

    @Test func keepsDeltasByAge() throws {
        let history = PayloadHistory(session: 7, limits: .init(age: 10))
        for time in Int64(1)...5 { publish(try set(UInt8(time)), in: history, at: 4 * time) }
        #expect(history.delta(session: 7, since: 2)?.snapshot.serial == 5)
        #expect(history.delta(session: 7, since: 1) == nil)
    }

    @Test func serialZeroIsSkippedWhenSerialsWrap() throws {
        let snapshot = PayloadSnapshot(session: 7, serial: .max, payloads: try set(1), published: 0)
        let history = PayloadHistory(restoring: snapshot, steps: [])
        #expect(publish(try set(2), in: history) == 1)
        #expect(history.delta(session: 7, since: .max)?.delta == PayloadDelta(from: try set(1), to: try set(2)))
        #expect(history.delta(session: 7, since: 0) == nil)
        #expect(PayloadSnapshot.serial(before: 1) == .max)
    }

    @Test func goesOnWithAStoredHistory() throws {
        let original = PayloadHistory(session: 7)
        let steps = Mutex<[PayloadHistory.Step]>([])
        for number in UInt8(1)...4 {
            _ = original.publish(try set(number), at: Int64(number)) { snapshot, delta in
                steps.withLock {
                    $0.append(.init(serial: snapshot.serial, delta: delta, published: snapshot.published))
                }
            }
        }
        let stored = steps.withLock { Array($0.dropFirst()) }
        let current = try #require(original.current)
        let restored = PayloadHistory(restoring: current, steps: stored)
        #expect(restored.current?.serial == 4)
        #expect(restored.delta(session: 7, since: 1)?.delta == PayloadDelta(from: try set(1), to: try set(4)))
        #expect(publish(try set(4), in: restored) == nil)
        #expect(publish(try set(9), in: restored, at: 5) == 5)

        let gapped = PayloadHistory(restoring: current, steps: [stored[0], stored[2]])
        #expect(gapped.deltaCount == 1)
        #expect(gapped.delta(session: 7, since: 1) == nil)
        #expect(gapped.delta(session: 7, since: 3)?.delta == PayloadDelta(from: try set(3), to: try set(4)))
        #expect(PayloadHistory(restoring: current, steps: Array(stored.dropLast())).deltaCount == 0)
    }

    @Test func aSlowReaderGetsTheNewestSnapshot() async throws {
        let history = PayloadHistory(session: 7)
        var updates = history.updates().makeAsyncIterator()
        for number in UInt8(1)...3 { publish(try set(number), in: history) }
        #expect(await updates.next()?.serial == 3)
        publish(try set(9), in: history)
        #expect(await updates.next()?.serial == 4)
    }

    @Test func publishersDoNotLoseEachOthersSerials() async throws {
        let history = PayloadHistory(session: 7, limits: .init(count: 1_000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in UInt8(0)..<4 {
                group.addTask {
                    for round in UInt8(0)..<20 {
                        _ = history.publish(PayloadSet(vrps: [try numberedVRP(20 * task + round)]), at: 0) { _, _ in
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let current = try #require(history.current)
        #expect(current.serial == 80)
        let first = try #require(history.delta(session: 7, since: 1))
        #expect(first.delta.announcedVRPs == current.payloads.vrps || first.delta.isEmpty)
    }
}

@Suite struct PublicationPacerTests {
    @Test func aBurstMakesOneSerialPerInterval() {
        var pacer = PublicationPacer(interval: 1_000)
        #expect(pacer.due(changedAt: 5_000) == 5_000)
        pacer.published(at: 5_000)
        #expect(pacer.due(changedAt: 5_001) == 6_000)
        #expect(pacer.due(changedAt: 5_999) == 6_000)
        pacer.published(at: 6_000)
        #expect(pacer.due(changedAt: 6_500) == 7_000)
        #expect(pacer.due(changedAt: 7_500) == 7_500)
    }
}
