import DER
import FlightEvents
import ObjectStore
import RPKIObjects
import Testing
import Validation

/// Time passes, jumps and runs backwards.
struct TimeTests {
    @Test func objectsComeAndGoWithTime() async throws {
        let world = try TestWorld()
        world.point.nextUpdate = issued.advanced(86_400)
        world.point.objects["first.roa"] = try world.authority.roa(
            "10.1.0.0/24",
            fileName: "first.roa",
            serial: 11,
            notAfter: issued.advanced(3_600)
        )
        world.point.objects["second.roa"] = try world.authority.roa(
            "10.2.0.0/24",
            fileName: "second.roa",
            serial: 12,
            notBefore: issued.advanced(7_200)
        )
        #expect(try await world.update().texts == [TestWorld.first])
        #expect(await world.engine.nextDeadline == issued.advanced(3_601))
        world.time.setWall(issued.advanced(3_600))
        #expect(await !world.engine.hasWork)
        #expect(await world.engine.settle().texts == [TestWorld.first])
        _ = world.sink.take()
        world.time.setWall(issued.advanced(3_601))
        #expect(await world.engine.hasWork)
        #expect(await world.engine.settle().texts.isEmpty)
        let told = world.sink.take()
        #expect(told.evaluations.flatMap(\.gone).map(\.cause) == [.expired])
        #expect(told.cycles.map(\.cause) == ["clock"])
        #expect(await world.engine.nextDeadline == issued.advanced(7_200))
        world.time.setWall(issued.advanced(7_200))
        #expect(await world.engine.settle().texts == [TestWorld.second])
        world.time.setWall(issued.advanced(86_401))
        #expect(await world.engine.settle().unusable == [.manifestStale])
        // Whatever the clock showed: what is valid depends on what it shows.
        world.time.setWall(issued.advanced(600))
        #expect(await world.engine.settle().texts == [TestWorld.first])
    }

    @Test func anAuthorityExpiresWithItsSubtree() async throws {
        let world = try TestWorld()
        world.anchorPoint.objects["authority.cer"] = try world.authority.certificate(
            from: world.trustAnchor,
            prefixes: TestWorld.authorityPrefixes,
            notAfter: issued.advanced(3_600)
        )
        #expect(try await world.update().texts == TestWorld.all)
        world.time.setWall(issued.advanced(3_601))
        let output = await world.engine.settle()
        #expect(output.texts.isEmpty)
        #expect(output.rejections == ["authority.cer": .certificateExpired])
    }

    @Test func anotherInstantIsEvaluatedAsFromAnEmptyStore() async throws {
        let world = try TestWorld()
        world.configuration.instant = issued.advanced(600)
        world.restart()
        #expect(try await world.update().texts == TestWorld.all)
        #expect(try world.store.publicationPoints().isEmpty)
        world.configuration.instant = issued.advanced(2 * 86_400)
        await world.engine.setConfiguration(world.configuration)
        #expect(await world.engine.settle().texts.isEmpty)
        world.point.number = 0
        world.configuration.instant = issued.advanced(700)
        world.restart()
        #expect(try await world.update().texts == TestWorld.all)
        #expect(try world.store.publicationPoints().isEmpty)
    }

    @Test func theTrustAnchorExpires() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        world.time.setWall(issued.advanced(365 * 86_400 + 1))
        let output = await world.engine.settle()
        #expect(output.texts.isEmpty)
        guard case .rejected(let rejection) = output.report.trustAnchors.first?.outcome else {
            Issue.record("the trust anchor is not rejected")
            return
        }
        #expect(rejection.reason == .certificateExpired)
    }

    @Test(
        arguments: [
            (0, 100, 200, Int64(100)), (100, 100, 200, 100), (150, 100, 200, 201), (200, 100, 200, 201),
        ] as [(Int64, Int64, Int64, Int64)]
    )
    func horizonIsTheNextChange(now: Int64, first: Int64, last: Int64, next: Int64) {
        var horizon = ValidityHorizon(instant: PosixTime(now))
        horizon.note(from: PosixTime(first), through: PosixTime(last))
        #expect(horizon.next == (now == 100 ? PosixTime(201) : PosixTime(next)))
    }

    @Test func horizonIsTheEarliestOfAll() {
        var horizon = ValidityHorizon(instant: PosixTime(50))
        horizon.note(from: PosixTime(0), through: PosixTime(40))
        #expect(horizon.next == nil)
        horizon.note(from: PosixTime(0), through: .latest)
        #expect(horizon.next == nil)
        horizon.note(from: PosixTime(0), through: PosixTime(90))
        horizon.note(from: PosixTime(70), through: PosixTime(80))
        #expect(horizon.next == PosixTime(70))
    }
}
