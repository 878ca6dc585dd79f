import FlightEvents
import Laboratory
import ObjectStore
import Payloads
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// VRPs for addresses of an authority whose own statements are missing.
struct UnsafePolicyTests {
    /// What the authority states about addresses that it has delegated.
    static let unsafe = "10.1.128.0/23-23-AS64496"

    /// The authority has delegated 10.1.128.0/17 and speaks about a part of that itself; the child's manifest is missing.
    private func world(_ policy: ValidationConfiguration.UnsafePolicy) throws -> TestWorld {
        let world = try TestWorld()
        world.configuration.unsafePolicy = policy
        world.restart()
        let child = try TestAuthority.child()
        world.point.objects["child.cer"] = try child.certificate(
            from: world.authority,
            prefixes: ["10.1.128.0/17"],
            serial: 20
        )
        world.point.objects["unsafe.roa"] = try world.authority.roa("10.1.128.0/23", fileName: "unsafe.roa", serial: 14)
        return world
    }

    @Test(arguments: ValidationConfiguration.UnsafePolicy.allCases)
    func decides(_ policy: ValidationConfiguration.UnsafePolicy) async throws {
        let world = try world(policy)
        let output = try await world.update()
        #expect(output.unusable == [.manifestMissing])
        #expect(output.texts.contains(Self.unsafe) == (policy != .reject))
        #expect(output.payloads.vrps.count == (policy == .reject ? 2 : 3))
        #expect(output.report.counters.unsafeVRPs == (policy == .accept ? 0 : 1))
        #expect(try await world.shadow().texts == output.texts)
    }

    @Test func endsWhenTheAuthorityPublishes() async throws {
        let world = try world(.reject)
        #expect(try await world.update().texts == TestWorld.all)
        // An authority that has nothing to say about its addresses is heard, too.
        world.others["child"] = TestPublication(try TestAuthority.child())
        var output = try await world.update()
        #expect(output.texts.contains(Self.unsafe))
        #expect(output.report.counters.unsafeVRPs == 0)
        // Its last valid state is as good as any.
        world.others["child"]?.editPublished = { $0["manifest.mft"] = nil }
        output = try await world.update()
        #expect(output.lastValid == [.manifestMissing])
        #expect(output.texts.contains(Self.unsafe))
        world.time.setWall(issued.advanced(86_401))
        world.point = world.point.next()
        world.point.thisUpdate = issued.advanced(86_400)
        world.point.nextUpdate = issued.advanced(2 * 86_400)
        output = try await world.update()
        #expect(output.unusable == [.manifestMissing])
        #expect(output.texts == TestWorld.all)
    }

    @Test func aRepositoryThatHasNotAnsweredIsNotHeldAgainstAnyone() async throws {
        let world = try world(.reject)
        let far = try TestAuthority("child", TestKeys.child, directory: "rsync://far.example/repo/child/")
        world.point.objects["child.cer"] = try far.certificate(
            from: world.authority,
            prefixes: ["10.1.128.0/17"],
            serial: 20
        )
        var output = try await world.update()
        #expect(output.texts.contains(Self.unsafe))
        let location = try #require(await world.engine.pendingRepositories.first)
        await world.engine.repositoryUpdated(location, source: nil, change: nil)
        output = await world.engine.settle()
        #expect(output.unusable == [.repositoryUnavailable])
        #expect(output.texts == TestWorld.all)
    }

    @Test func anAuthorityOfEverythingSaysNothingAboutWhat() async throws {
        let world = try TestWorld()
        world.configuration.unsafePolicy = .reject
        world.restart()
        world.anchorCertificate = try world.trustAnchor.certificate(prefixes: ["0.0.0.0/0", "::/0"], serial: 1)
        let everything = try TestAuthority.child()
        world.anchorPoint.objects["child.cer"] = try everything.certificate(
            from: world.trustAnchor,
            prefixes: ["0.0.0.0/0", "10.1.0.0/16"],
            serial: 20
        )
        let output = try await world.update()
        #expect(output.unusable == [.manifestMissing])
        #expect(output.texts == TestWorld.all)
    }

    @Test func followsTheConfiguration() async throws {
        let world = try world(.accept)
        #expect(try await world.update().texts.contains(Self.unsafe))
        world.configuration.unsafePolicy = .reject
        await world.engine.setConfiguration(world.configuration)
        #expect(await world.engine.settle().texts == TestWorld.all)
    }
}
