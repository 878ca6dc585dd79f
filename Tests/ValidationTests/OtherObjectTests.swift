import FlightEvents
import Laboratory
import ObjectStore
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// Signed objects that give no payloads: verified all the same, counted by kind, rejected with a reason.
struct OtherObjectTests {
    @Test func validOnesAreCountedByKind() async throws {
        let world = try TestWorld()
        let successor = try TestKeys.stranger.get()
        world.anchorPoint.objects["keys.tak"] = try world.trustAnchor.trustAnchorKeys(
            successor: successor,
            fileName: "keys.tak"
        )
        world.point.objects["contact.gbr"] = try world.authority.ghostbusters(fileName: "contact.gbr")
        world.point.objects["list.spl"] = try world.authority.prefixList(64496, fileName: "list.spl")
        world.point.objects["what.xyz"] = [1, 2, 3]
        let output = try await world.update()
        let counts = ObjectKind.allCases.map { output.report.counters.objects[$0] }
        #expect(output.rejections.isEmpty)
        #expect(counts == [1, 0, 2, 0, 1, 1, 1, 0, 0, 1])
        #expect(output.report.counters.acceptedObjects == 2)
        #expect(output.texts == TestWorld.all)
    }

    @Test(arguments: ["contact.gbr", "list.spl", "keys.tak", "check.sig", "providers.asa"])
    func invalidOnesAreRejected(_ name: String) async throws {
        let world = try TestWorld()
        world.point.objects[name] = [0x30, 0x03, 0x02, 0x01]
        var output = try await world.update()
        #expect(output.rejections == [name: .signedObjectSyntax])
        // A valid object of another type is not what the name says.
        world.point = world.point.next()
        world.point.objects[name] = try world.authority.roa("10.1.0.0/24", fileName: name, serial: 13)
        output = try await world.update()
        #expect(output.rejections == [name: .signedObjectContentType])
        #expect(output.texts == TestWorld.all)
    }

    // MARK: Trust anchor keys

    @Test func aSuccessorKeyIsReportedAndNotActedUpon() async throws {
        let world = try TestWorld()
        let successor = try TestKeys.stranger.get()
        world.anchorPoint.objects["keys.tak"] = try world.trustAnchor.trustAnchorKeys(
            successor: successor,
            fileName: "keys.tak"
        )
        let output = try await world.update()
        let announcement = try #require(output.report.announcements.first)
        #expect(output.report.announcements.count == 1)
        #expect(announcement.trustAnchor == "anchor")
        #expect(announcement.object.uri == "rsync://rpki.example/repo/anchor/keys.tak")
        #expect(announcement.keys.current.subjectPublicKeyInfo.keyIdentifier == world.trustAnchor.key.keyIdentifier)
        #expect(announcement.keys.successor?.subjectPublicKeyInfo.keyIdentifier == successor.keyIdentifier)
        #expect(
            announcement.lines == [
                "trust anchor anchor announces successor key \(successor.keyIdentifier.hex) "
                    + "(https://rpki.example/\(successor.keyIdentifier.hex).cer)"
            ]
        )
        // Nothing else is trusted for it.
        #expect(output.trustAnchors == ["anchor"])
        #expect(await world.engine.repositoriesInUse.count == 1)
        world.anchorPoint = world.anchorPoint.next()
        world.anchorPoint.objects["keys.tak"] = nil
        #expect(try await world.update().report.announcements.isEmpty)
    }

    @Test func onlyTheTrustAnchorAnnouncesKeys() async throws {
        let world = try TestWorld()
        world.point.objects["keys.tak"] = try world.authority.trustAnchorKeys(
            successor: TestKeys.stranger.get(),
            fileName: "keys.tak"
        )
        let output = try await world.update()
        #expect(output.rejections == ["keys.tak": .takIssuer])
        #expect(output.report.announcements.isEmpty)
    }

    @Test func ofSeveralAnnouncementsNoneCounts() async throws {
        let world = try TestWorld()
        for name in ["keys.tak", "other.tak"] {
            world.anchorPoint.objects[name] = try world.trustAnchor.trustAnchorKeys(
                successor: TestKeys.stranger.get(),
                fileName: name
            )
        }
        var output = try await world.update()
        #expect(output.rejections == ["keys.tak": .takNotSingle, "other.tak": .takNotSingle])
        #expect(output.report.announcements.isEmpty)
        #expect(output.texts == TestWorld.all)
        // What the other file is does not matter: its name says that it is a TAK.
        world.anchorPoint = world.anchorPoint.next()
        world.anchorPoint.objects["other.tak"] = [0x30, 0x03, 0x02, 0x01]
        output = try await world.update()
        #expect(output.rejections == ["keys.tak": .takNotSingle, "other.tak": .signedObjectSyntax])
        #expect(output.report.announcements.isEmpty)
        world.anchorPoint = world.anchorPoint.next()
        world.anchorPoint.objects["other.tak"] = nil
        output = try await world.update()
        #expect(output.rejections.isEmpty)
        #expect(output.report.announcements.map(\.object.uri) == ["rsync://rpki.example/repo/anchor/keys.tak"])
    }

    @Test func theCurrentKeyIsTheTrustAnchors() async throws {
        let world = try TestWorld()
        world.anchorPoint.objects["keys.tak"] = try world.trustAnchor.trustAnchorKeys(
            current: TestKeys.stranger.get(),
            successor: nil,
            fileName: "keys.tak"
        )
        let output = try await world.update()
        #expect(output.rejections == ["keys.tak": .takCurrentKey])
        #expect(output.report.announcements.isEmpty)
    }
}
