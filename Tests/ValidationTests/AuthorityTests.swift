import DER
import FlightEvents
import Laboratory
import NumberResources
import ObjectStore
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// The tree of authorities: certificates that come, go and change, and trees that someone made to trap the walk.
struct AuthorityTests {
    /// What the child of some tests publishes.
    static let third = "10.1.128.0/24-24-AS64496"

    /// Puts an authority below the one that `world` has.
    private func addChild(
        to world: TestWorld,
        prefixes: [String] = ["10.1.128.0/17"],
        serial: UInt64 = 20,
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws {
        let child = try TestAuthority.child()
        var point = TestPublication(child)
        point.objects["third.roa"] = try child.roa("10.1.128.0/24", fileName: "third.roa", serial: 11)
        world.others["child"] = world.others["child"] ?? point
        world.point.objects["child.cer"] = try child.certificate(
            from: world.authority,
            prefixes: prefixes,
            serial: serial,
            editing: editing
        )
    }

    @Test func walksDown() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        let output = try await world.update()
        #expect(output.texts == [TestWorld.first, Self.third, TestWorld.second])
        #expect(output.report.counters.publicationPoints == 3)
        #expect(output.report.counters.freshPublicationPoints == 3)
        #expect(output.isComplete)
        #expect(output.trustAnchors == ["anchor"])
    }

    @Test func aRevokedAuthorityTakesItsSubtreeWithIt() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        _ = try await world.update()
        _ = world.sink.take()
        world.point = world.point.next()
        world.point.revoked = [20]
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.rejections == ["child.cer": .certificateRevoked])
        let gone = world.sink.take().evaluations.flatMap(\.gone)
        #expect(gone.map(\.object.uri) == ["rsync://rpki.example/repo/child/third.roa"])
        #expect(gone.map(\.cause) == [.publicationPointLost])
    }

    @Test func aShrunkAuthorityLosesWhatItHoldsNoMore() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        _ = try await world.update()
        world.point = world.point.next()
        try addChild(to: world, prefixes: ["10.1.192.0/18"], serial: 21)
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.rejections == ["third.roa": .certificateResourcesOverclaim])
        // It gets them back.
        world.point = world.point.next()
        try addChild(to: world, serial: 22)
        #expect(try await world.update().texts.contains(Self.third))
    }

    @Test func anAuthorityThatClaimsTooMuchIsRejected() async throws {
        let world = try TestWorld()
        try addChild(to: world, prefixes: ["10.0.0.0/15"])
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.rejections == ["child.cer": .certificateResourcesOverclaim])
    }

    @Test func anAuthorityUnderRFC8360KeepsWhatItsIssuerHolds() async throws {
        let world = try TestWorld()
        try addChild(to: world, prefixes: ["10.0.0.0/15"]) { $0.reconsiderValidation() }
        let output = try await world.update()
        #expect(output.texts == [TestWorld.first, Self.third, TestWorld.second])
        #expect(output.rejections.isEmpty)
    }

    @Test func aRenewedCertificateLeavesTheSubtreeAlone() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        _ = try await world.update()
        _ = world.sink.take()
        world.point = world.point.next()
        try addChild(to: world, serial: 21)
        let output = try await world.update()
        #expect(output.texts.contains(Self.third))
        #expect(world.sink.take().cycles.map(\.publicationPoints) == [1])
    }

    @Test func onlyWhatChangedIsEvaluated() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        _ = try await world.update()
        _ = world.sink.take()
        _ = try await world.update()
        #expect(world.sink.take().cycles.isEmpty)
        world.point = world.point.next()
        world.point.objects["second.roa"] = nil
        let output = try await world.update()
        #expect(output.texts == [TestWorld.first, Self.third])
        let told = world.sink.take()
        #expect(told.cycles.map(\.publicationPoints) == [1])
        #expect(told.cycles.map(\.payloadsWithdrawn) == [1])
        #expect(told.cycles.map(\.signaturesVerified) == [3])
        #expect(told.evaluations.count == 1)
        #expect(try await world.shadow().texts == output.texts)
    }

    @Test func aCircleIsCut() async throws {
        let world = try TestWorld()
        // The authority certifies its own issuer.
        world.point.objects["anchor.cer"] = try world.trustAnchor.certificate(
            from: world.authority,
            prefixes: TestWorld.authorityPrefixes,
            serial: 30
        )
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.rejections == ["anchor.cer": .certificateLoop])
        #expect(output.report.counters.publicationPoints == 2)
    }

    @Test func aPathEndsAtTheGreatestDepth() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        world.configuration.maximumDepth = 1
        world.restart()
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.rejections == ["child.cer": .certificateDepth])
    }

    @Test func aTreeEndsAtItsBudget() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        world.configuration.maximumAuthorities = 2
        world.restart()
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.rejections == ["child.cer": .authorityLimit])
        // The trust anchor's child alone: what is rejected does not count as valid.
        #expect(output.report.counters.objects[.authorityCertificate] == 1)
    }

    @Test func twoAuthoritiesWithOneKeyAreTwo() async throws {
        let world = try TestWorld()
        try addChild(to: world)
        // The same key and name; its manifest is missing.
        let twin = try TestAuthority("child", TestKeys.child, directory: "rsync://rpki.example/repo/twin/")
        world.point.objects["twin.cer"] = try twin.certificate(
            from: world.authority,
            prefixes: ["10.2.128.0/17"],
            serial: 31
        )
        let output = try await world.update()
        #expect(output.texts == [TestWorld.first, Self.third, TestWorld.second])
        #expect(output.unusable == [.manifestMissing])
        #expect(output.report.counters.publicationPoints == 4)
        // Now the other one works too.
        var point = TestPublication(twin)
        point.objects["fourth.roa"] = try twin.roa("10.2.128.0/24", fileName: "fourth.roa", serial: 12)
        world.others["twin"] = point
        #expect(
            try await world.update().texts == [
                TestWorld.first, Self.third, TestWorld.second, "10.2.128.0/24-24-AS64496",
            ]
        )
    }

    @Test func aDirectoryNeedsNoLastSlash() async throws {
        let world = try TestWorld()
        world.anchorPoint.objects["authority.cer"] = try world.authority.certificate(
            from: world.trustAnchor,
            prefixes: TestWorld.authorityPrefixes
        ) {
            $0.set(
                .subjectInformationAccess([
                    .caRepository("rsync://rpki.example/repo/authority"),
                    .rpkiManifest("rsync://rpki.example/repo/authority/manifest.mft"),
                ])
            )
        }
        #expect(try await world.update().texts == TestWorld.all)
    }
}
