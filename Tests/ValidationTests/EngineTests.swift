import DER
import FlightEvents
import Laboratory
import ObjectStore
import Payloads
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// Repositories that answer late or never, what is remembered, and what the flight recorder is told.
struct EngineTests {
    @Test func asksForEachRepositoryOnce() async throws {
        let world = try TestWorld()
        try world.fetch()
        let output = try await world.start()
        #expect(!output.isComplete)
        #expect(output.report.pendingPoints.count == 1)
        #expect(output.unusable.isEmpty)
        let module = RepositoryLocation(notifyURI: nil, rsyncModule: TestWorld.module)
        #expect(await world.engine.pendingRepositories == [module])
        var asked = world.engine.neededRepositories.makeAsyncIterator()
        #expect(await asked.next() == module)
        #expect(await world.answer().isComplete)
        #expect(await world.engine.pendingRepositories.isEmpty)
    }

    @Test func theLastValidStateServesUntilTheRepositoryAnswers() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        world.restart()
        var output = try await world.start()
        // The trust anchor's last valid state leads to the authority, and that one's to its payloads.
        #expect(output.texts == TestWorld.all)
        #expect(!output.isComplete)
        #expect(output.report.pendingPoints.count == 2)
        await world.engine.repositoryUpdated(
            RepositoryLocation(notifyURI: nil, rsyncModule: TestWorld.module),
            source: nil,
            change: nil
        )
        output = await world.engine.settle()
        #expect(output.texts == TestWorld.all)
        #expect(output.isComplete)
        #expect(output.lastValid == [.repositoryUnavailable, .repositoryUnavailable])
    }

    @Test func oneRepositoryHangsAndTheOthersGoOn() async throws {
        let world = try TestWorld()
        let far = try TestAuthority("child", TestKeys.child, directory: "rsync://far.example/repo/child/")
        world.anchorPoint.objects["far.cer"] = try far.certificate(
            from: world.trustAnchor,
            prefixes: ["192.0.2.0/24"],
            serial: 5,
            notification: "https://far.example/notification.xml"
        )
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(!output.isComplete)
        let location = try #require(await world.engine.pendingRepositories.first)
        #expect(location.notifyURI?.description == "https://far.example/notification.xml")
        #expect(location.rsyncModule.description == "rsync://far.example/repo/")
    }

    @Test func aRepositoryTooManyIsLeftOut() async throws {
        let world = try TestWorld()
        let far = try TestAuthority("child", TestKeys.child, directory: "rsync://far.example/repo/child/")
        world.anchorPoint.objects["far.cer"] = try far.certificate(
            from: world.trustAnchor,
            prefixes: ["192.0.2.0/24"],
            serial: 5
        )
        world.configuration.maximumRepositories = 1
        world.restart()
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.isComplete)
        #expect(output.unusable == [.repositoryUnavailable])
    }

    @Test func signaturesAreVerifiedOnce() async throws {
        let world = try TestWorld()
        let work = try await world.update().report.counters.work
        // The trust anchor; two manifests and two ROAs with two each, two CRLs, one CA certificate.
        #expect(work.signaturesVerified == 12)
        world.restart()
        let again = try await world.update().report.counters.work
        #expect(again.signaturesVerified == 0)
        // The trust anchor; the other seven objects in the last valid state and again in the fetched contents.
        #expect(again.signaturesRemembered == 15)
    }

    @Test func aBadSignatureIsNotRememberedAsGood() async throws {
        let world = try TestWorld()
        let good = try world.authority.roa("10.1.0.0/24", fileName: "first.roa", serial: 11)
        var bad = good
        bad[bad.count - 1] ^= 1
        world.point.objects["first.roa"] = bad
        for _ in 0..<2 {
            world.restart()
            #expect(try await world.update().rejections == ["first.roa": .signedObjectSignatureInvalid])
        }
    }

    @Test func theFlightRecorderLearnsWhatChangedAndWhy() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        let start = world.sink.take()
        #expect(start.evaluations.flatMap(\.accepted).map(\.signed) == [issued, issued])
        #expect(start.evaluations.map(\.manifestNumber) == ["1"])
        #expect(start.cycles.last?.payloadsAnnounced == 2)
        world.point.objects["third.roa"] = try world.authority.roa("10.1.9.0/24", fileName: "third.roa", serial: 13)
        world.point = world.point.next()
        _ = try await world.update()
        #expect(world.sink.take().evaluations.flatMap(\.accepted).count == 1)
        // One revoked, one withdrawn, one replaced.
        world.point = world.point.next()
        world.point.objects["first.roa"] = nil
        world.point.objects["second.roa"] = nil
        world.point.objects["third.roa"] = try world.authority.roa("10.1.9.0/24", fileName: "third.roa", serial: 14)
        world.point.revoked = [11]
        _ = try await world.update()
        let told = world.sink.take()
        // The replaced object's certificate was not revoked; of the revoked one the CRL tells when.
        #expect(told.evaluations.map { Array($0.revocationDates.values) } == [[world.point.thisUpdate]])
        let causes = told.evaluations.flatMap(\.gone).map { ($0.object.uri.split(separator: "/").last, $0.cause) }
        #expect(causes.count == 3)
        #expect(causes.contains { $0 == ("first.roa", .revoked) })
        #expect(causes.contains { $0 == ("second.roa", .withdrawn) })
        #expect(causes.contains { $0 == ("third.roa", .superseded) })
        #expect(told.cycles.map(\.payloadsWithdrawn) == [2])
        #expect(told.cycles.map(\.cause) == ["rsync://rpki.example/repo/"])
    }

    @Test func aTrustAnchorThatIsGoneTakesEverythingWithIt() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        await world.engine.setTrustAnchors([])
        let output = await world.engine.settle()
        #expect(output.texts.isEmpty)
        #expect(output.trustAnchors.isEmpty)
    }

    @Test func runPublishesOutputsUntilItIsCancelled() async throws {
        let world = try TestWorld()
        let engine = world.engine
        try world.fetch()
        let task = Task { await engine.run() }
        var outputs = engine.outputs.makeAsyncIterator()
        await engine.setTrustAnchors([try world.locator])
        await engine.trustAnchorFetched(
            "anchor",
            candidates: [.init(uri: "anchor.cer", octets: world.anchorCertificate)]
        )
        var needed = engine.neededRepositories.makeAsyncIterator()
        let location = try #require(await needed.next())
        await engine.repositoryUpdated(location, source: TestWorld.repository, change: nil)
        while let output = await outputs.next(), output.texts != TestWorld.all {}
        #expect(await engine.isComplete)
        task.cancel()
        await task.value
    }
}
