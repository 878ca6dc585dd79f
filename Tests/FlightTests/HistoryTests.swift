import DER
import Flight
import FlightEvents
import Foundation
import NumberResources
import Payloads
import Testing

struct HistoryTests {
    let wide = vrp("192.0.0.0/16-24-AS65000")
    let exact = vrp("192.0.2.0/24-24-AS65001")
    let apart = vrp("2001:db8::/32-48-AS65002")
    let roa = Scene.object("65001.roa")

    /// wide from serial 1; exact from 2 to 3 (revoked) and from 4; apart from 3.
    private func scene() async throws -> Scene {
        let scene = try Scene()
        scene.publish(announced: [(wide, [])])
        scene.time.advance(bySeconds: 60)
        scene.evaluate(manifest: 1, accepted: [roa])
        scene.publish(announced: [(exact, [roa])])
        scene.time.advance(bySeconds: 60)
        scene.evaluate(manifest: 2, gone: [(roa, .revoked)])
        scene.publish(announced: [(apart, [])], withdrawn: [(exact, [roa])])
        scene.time.advance(bySeconds: 60)
        scene.publish(announced: [(exact, [])])
        try await scene.flush()
        return scene
    }

    private func instant(_ seconds: Int64) -> Int64 { (Scene.start.seconds + seconds) * 1_000_000_000 }

    @Test func theSetOfAnInstantIsTheLastPublishedBefore() async throws {
        let database = try await scene().database
        for (seconds, expected) in [
            (30, [wide]), (90, [wide, exact]), (150, [wide, apart]), (500, [wide, exact, apart]),
        ] {
            #expect(try database.set(at: instant(Int64(seconds))).vrps == expected, "after \(seconds) s")
        }
        let before = instant(0)
        #expect(throws: FlightError.nothingRecorded(at: before)) { try database.set(at: before) }
    }

    @Test func coverageNamesTheVRPsAndTheirIntervals() async throws {
        let database = try await scene().database
        let prefix = try #require(IPPrefix(parsing: "192.0.2.0/24"))
        #expect(
            try database.covered(prefix, at: instant(90)).text == """
                192.0.2.0/24 at 2026-11-23T12:01:30.000Z: covered by 2 VRPs, in the set of 2026-11-23T12:01:00.250Z (session 4711 serial 2)
                  192.0.0.0/16-24-AS65000  from 2026-11-23T12:00:00.062Z (session 4711 serial 1) and still served
                  192.0.2.0/24-24-AS65001  from 2026-11-23T12:01:00.250Z (session 4711 serial 2) until 2026-11-23T12:02:00.437Z (session 4711 serial 3), cause: revoked

                """
        )
        #expect(try database.covered(prefix, at: instant(150)).covering.map(\.vrp) == [wide])
        let moreSpecific = try #require(IPPrefix(parsing: "192.0.2.128/25"))
        #expect(try database.covered(moreSpecific, at: instant(90)).covering.map(\.vrp) == [wide, exact])
        let lessSpecific = try #require(IPPrefix(parsing: "192.0.0.0/15"))
        #expect(try !database.covered(lessSpecific, at: instant(90)).isCovered)
        let other = try #require(IPPrefix(parsing: "2001:db8:1::/48"))
        #expect(try !database.covered(other, at: instant(90)).isCovered)
        #expect(try database.covered(other, at: instant(150)).isCovered)
    }

    @Test func intervalsOfAPayload() async throws {
        let database = try await scene().database
        let intervals = try database.intervals(of: exact)
        #expect(intervals.map(\.announced.serial) == [2, 4])
        #expect(intervals.map(\.withdrawn?.serial) == [3, nil])
        #expect(intervals.map(\.cause) == ["revoked", nil])
        #expect(try database.intervals(of: exact.prefix).count == 2)
        #expect(try database.intervals(of: vrp("192.0.2.0/24-25-AS65001")).isEmpty)
    }

    @Test func differencesCancelWhatWentAndCameBack() async throws {
        let database = try await scene().database
        let forward = try database.difference(from: instant(90), to: instant(500))
        #expect(forward.announced == [apart])
        #expect(forward.withdrawn == [])
        let backward = try database.difference(from: instant(500), to: instant(30))
        #expect(
            backward.text == """
                from 2026-11-23T12:03:00.500Z (session 4711 serial 4) to 2026-11-23T12:00:00.062Z (session 4711 serial 1): 0 announced, 2 withdrawn
                - 192.0.2.0/24-24-AS65001
                - 2001:db8::/32-48-AS65002

                """
        )
        let none = try database.difference(from: instant(90), to: instant(90))
        #expect(none.announced.isEmpty && none.withdrawn.isEmpty)
    }
}
