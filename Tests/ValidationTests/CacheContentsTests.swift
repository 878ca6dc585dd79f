import DER
import Laboratory
import ObjectStore
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// What a representation of the validated cache is made of: manifests in use, valid authorities, trust anchors.
struct CacheContentsTests {
    private func points(_ contents: CacheContents) -> [SHA256Digest: [KeyIdentifier]] {
        Dictionary(contents.publicationPoints.map { ($0.manifest, $0.subordinates) }, uniquingKeysWith: +)
    }

    private func storedManifest(_ world: TestWorld, _ authority: TestAuthority) throws -> SHA256Digest {
        let uri = authority.directory + authority.manifestName
        return try #require(try world.store.object(uri: uri, in: TestWorld.repository))
    }

    @Test func thePointsInUseWithTheAuthoritiesBelow() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        let contents = await world.engine.cacheContents()
        #expect(
            points(contents) == [
                try storedManifest(world, world.trustAnchor): [world.authority.key.keyIdentifier],
                try storedManifest(world, world.authority): [],
            ]
        )
        #expect(contents.trustAnchors == [world.trustAnchor.key.keyIdentifier])
        #expect(contents.output.texts == TestWorld.all)
    }

    @Test func aValidAuthorityWithoutUsableManifestIsStillSubordinate() async throws {
        let world = try TestWorld()
        world.point.editPublished = { $0["second.roa"] = nil }
        let output = try await world.update()
        #expect(output.unusable == [.objectMissing])
        let contents = await world.engine.cacheContents()
        #expect(
            points(contents)
                == [try storedManifest(world, world.trustAnchor): [world.authority.key.keyIdentifier]]
        )
    }

    @Test func aRevokedAuthorityIsNotSubordinate() async throws {
        let world = try TestWorld()
        world.anchorPoint.revoked = [2]
        _ = try await world.update()
        let contents = await world.engine.cacheContents()
        #expect(points(contents) == [try storedManifest(world, world.trustAnchor): []])
    }

    @Test func aLastValidStateIsInUseWithItsOwnManifest() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        let first = try storedManifest(world, world.authority)
        world.point = world.point.next()
        world.point.editPublished = { $0["second.roa"] = nil }
        let output = try await world.update()
        #expect(output.lastValid == [.objectMissing])
        #expect(try storedManifest(world, world.authority) != first)
        let contents = await world.engine.cacheContents()
        #expect(points(contents)[first] == [])
        #expect(contents.publicationPoints.count == 2)
    }

    @Test func nothingIsInUseBeforeAnythingWasValidated() async throws {
        let world = try TestWorld()
        let contents = await world.engine.cacheContents()
        #expect(contents.publicationPoints.isEmpty && contents.trustAnchors.isEmpty)
    }
}
