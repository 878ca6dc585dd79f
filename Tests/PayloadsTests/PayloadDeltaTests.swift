import NumberResources
import Payloads
import Testing

@Suite struct PayloadDeltaTests {
    @Test func isMinimal() throws {
        let old = PayloadSet(
            vrps: try vrps("10.0.0.0/8-8-AS1", "10.0.0.0/8-9-AS1"),
            routerKeys: [routerKey(1, 1)],
            aspas: [try aspa(1, 2), try aspa(3, 4), try aspa(5, 6)]
        )
        let new = PayloadSet(
            vrps: try vrps("10.0.0.0/8-9-AS1", "11.0.0.0/8-8-AS1"),
            routerKeys: [routerKey(1, 2)],
            aspas: [try aspa(1, 2), try aspa(3, 4, 5), try aspa(7, 8)]
        )
        let delta = PayloadDelta(from: old, to: new)
        #expect(delta.announcedVRPs == (try vrps("11.0.0.0/8-8-AS1")))
        #expect(delta.withdrawnVRPs == (try vrps("10.0.0.0/8-8-AS1")))
        #expect(delta.announcedRouterKeys == [routerKey(1, 2)])
        #expect(delta.withdrawnRouterKeys == [routerKey(1, 1)])
        #expect(delta.announcedASPAs == [try aspa(3, 4, 5), try aspa(7, 8)])
        #expect(delta.withdrawnASPAs == [try aspa(5, 6)])
        #expect(delta.replacedASPAs == [try aspa(3, 4)])
        #expect(delta.count == 7)
        #expect(PayloadDelta(from: new, to: new).isEmpty)
    }

    @Test func appliesToItsOrigin() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let old = try generator.payloadSet()
            let new = try generator.payloadSet()
            #expect(try PayloadDelta(from: old, to: new).applied(to: old) == new)
        }
    }

    @Test func refusesAnotherOrigin() throws {
        let old = PayloadSet(vrps: try vrps("10.0.0.0/8-8-AS1"))
        let new = PayloadSet(vrps: try vrps("11.0.0.0/8-8-AS1"))
        let delta = PayloadDelta(from: old, to: new)
        #expect(throws: PayloadDeltaError.notAnnounced(1)) { try delta.applied(to: new) }
        let both = PayloadSet(vrps: old.vrps + new.vrps)
        #expect(throws: PayloadDeltaError.alreadyAnnounced(1)) { try delta.applied(to: both) }
        let replacing = PayloadDelta(
            from: PayloadSet(vrps: [], aspas: [try aspa(1, 2)]),
            to: PayloadSet(vrps: [], aspas: [try aspa(1, 3)])
        )
        #expect(throws: PayloadDeltaError.notAnnounced(1)) { try replacing.applied(to: .empty) }
    }

    @Test func compositionEqualsTheDirectDifference() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<100 {
            var sets = [try generator.payloadSet()]
            var composed = PayloadDelta()
            for _ in 0..<6 {
                let next = try generator.payloadSet()
                composed = composed.followed(by: PayloadDelta(from: sets[sets.count - 1], to: next))
                sets.append(next)
                #expect(composed == PayloadDelta(from: sets[0], to: next))
            }
        }
    }

    @Test func whatIsUndoneLeavesNoTrace() throws {
        let without = PayloadSet(vrps: [], aspas: [try aspa(1, 2)])
        let with = PayloadSet(
            vrps: try vrps("10.0.0.0/8-8-AS1"),
            routerKeys: [routerKey(1, 1)],
            aspas: [try aspa(1, 3)]
        )
        let there = PayloadDelta(from: without, to: with)
        let back = PayloadDelta(from: with, to: without)
        #expect(there.followed(by: back) == PayloadDelta())
        #expect(back.followed(by: there) == PayloadDelta())
    }

    @Test func aReplacedAndThenWithdrawnASPAIsWithdrawn() throws {
        let sets = [[try aspa(1, 2)], [try aspa(1, 3)], []].map { PayloadSet(vrps: [], aspas: $0) }
        let composed = PayloadDelta(from: sets[0], to: sets[1]).followed(by: PayloadDelta(from: sets[1], to: sets[2]))
        #expect(composed.withdrawnASPAs == [try aspa(1, 2)])
        #expect(composed.count == 1)
    }
}
