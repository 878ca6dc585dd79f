import DER
import Daemon
import FlightEvents
import Foundation
import Laboratory
import Logging
import NumberResources
import ObjectStore
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// The canonical cache representation of a private RPKI says what its repository's files say.
@Suite struct ValidatedCacheTests {
    @Test func tellsEveryManifestPayloadAndTrustAnchor() async throws {
        let world = try CacheWorld()
        try await world.validate()
        let instant = SystemTimeSource().now().posix
        let representation = try await world.cache.representation(at: instant)
        #expect(try CanonicalCacheRepresentation(decoding: representation.encoded()) == representation)
        #expect(representation.producedAt == instant)

        let instances = try #require(representation.manifests).instances
        let files = world.files.filter { $0.key.hasSuffix(".mft") }
        #expect(instances.count == 3 && files.count == 3)
        #expect(
            Dictionary(instances.map { ($0.locations.map(\.uri), $0.hash) }, uniquingKeysWith: { $1 })
                == Dictionary(files.map { ([$0.key], SHA256Digest(hashing: $0.value)) }, uniquingKeysWith: { $1 })
        )
        for instance in instances {
            let octets = try #require(files[instance.locations[0].uri])
            let object = try SignedObject(decoding: octets)
            let manifest = try Manifest(content: object.content)
            #expect(instance.size == UInt64(octets.count))
            #expect(instance.number == manifest.number && instance.thisUpdate == manifest.thisUpdate)
            #expect(instance.authorityKeyIdentifier == object.eeCertificate.authorityKeyIdentifier)
        }

        // One trust anchor, and two authorities below it with nobody below them.
        let anchor = try ResourceCertificate(decoding: world.anchorCertificate)
        #expect(representation.trustAnchors?.keys == [anchor.subjectKeyIdentifier])
        let leaves = instances.filter { $0.authorityKeyIdentifier != anchor.subjectKeyIdentifier }
        #expect(leaves.count == 2 && leaves.allSatisfy { $0.subordinates.isEmpty })
        #expect(
            instances.first { $0.authorityKeyIdentifier == anchor.subjectKeyIdentifier }?.subordinates
                == leaves.map(\.authorityKeyIdentifier).sorted()
        )

        let payloads = try #require(representation.roaPayloads).sets.flatMap { set in
            set.addresses.map { "\($0.prefix)-\($0.effectiveMaxLength)-\(set.asn)" }
        }
        #expect(payloads.count == 6)
        #expect(Set(payloads) == Set(world.laboratory.routeOrigins.values.joined().map(\.description)))
    }

    @Test func aManifestThatIsNotStoredIsNamedInsteadOfLeftOut() async throws {
        let world = try CacheWorld()
        try await world.validate()
        let other = try CacheWorld.store(in: world.directory + "/other")
        let cache = ValidatedCache(engine: world.engine, store: other)
        let manifests = Set(
            world.files.filter { $0.key.hasSuffix(".mft") }.map { SHA256Digest(hashing: $0.value) }
        )
        let error = await #expect(throws: ValidatedCacheError.self) {
            _ = try await cache.representation(at: PosixTime(0))
        }
        switch error {
        case .manifestMissing(let hash)?: #expect(manifests.contains(hash))
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test func beforeAnythingIsValidatedItIsEmpty() async throws {
        let world = try CacheWorld()
        let representation = try await world.cache.representation(at: PosixTime(1_800_000_000))
        #expect(representation.manifests?.instances.isEmpty == true)
        #expect(representation.roaPayloads?.count == 0)
        #expect(representation.trustAnchors == nil)
        #expect(try CanonicalCacheRepresentation(decoding: representation.encoded()) == representation)
    }
}

/// A laboratory of one trust anchor and two authorities, whose published files are in a store.
private final class CacheWorld {
    let directory: String
    let laboratory: Laboratory
    let store: ObjectStore
    let engine: ValidationEngine
    /// What is published, by URI.
    private(set) var files: [String: [UInt8]] = [:]
    let anchorCertificate: [UInt8]
    private let locator: TrustAnchorLocator

    init() throws {
        directory = NSTemporaryDirectory() + "apus-cache-" + UUID().uuidString
        var configuration = LaboratoryConfiguration()
        configuration.trustAnchors = ["anchor"]
        configuration.authoritiesPerTrustAnchor = 2
        configuration.roasPerAuthority = 3
        configuration.endEntityKeys = 1
        laboratory = try Laboratory.create(directory: directory + "/lab", configuration: configuration)
        store = try Self.store(in: directory + "/state")
        engine = ValidationEngine(
            store: store,
            configuration: ValidationConfiguration(),
            time: SystemTimeSource(),
            sink: DiscardingFlightSink(),
            log: Self.log
        )
        anchorCertificate = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: directory + "/lab/ta/anchor.cer"))
        )
        let text = try String(contentsOfFile: try #require(laboratory.locatorFiles.first), encoding: .utf8)
        locator = try TrustAnchorLocator(parsing: text, name: "anchor")
        let root = URL(fileURLWithPath: directory + "/lab/rsync/anchor").resolvingSymlinksInPath()
        let names = FileManager.default.enumerator(atPath: root.path)
        while let name = names?.nextObject() as? String {
            guard let octets = try? Data(contentsOf: root.appendingPathComponent(name)) else { continue }
            files["rsync://localhost:\(laboratory.configuration.rsyncPort)/anchor/\(name)"] = [UInt8](octets)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    private static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func store(in directory: String) throws -> ObjectStore {
        try ObjectStore(directory: directory, access: .writer, time: SystemTimeSource(), log: log)
    }

    var cache: ValidatedCache { ValidatedCache(engine: engine, store: store) }

    /// Stores what is published and walks it.
    func validate() async throws {
        let module = try #require(
            RsyncURI("rsync://localhost:\(laboratory.configuration.rsyncPort)/anchor/")
        )
        let update = try store.beginUpdate(.rsync(module), replacingAll: true)
        for (uri, octets) in files { _ = try update.put(uri: uri, bytes: octets) }
        _ = try update.commit(state: RepositoryState(succeeded: SystemTimeSource().now()))
        await engine.setTrustAnchors([locator])
        await engine.trustAnchorFetched("anchor", candidates: [.init(uri: "anchor.cer", octets: anchorCertificate)])
        _ = await engine.settle()
        for location in await engine.pendingRepositories {
            await engine.repositoryUpdated(location, source: .rsync(module), change: nil)
        }
        let output = await engine.settle()
        try #require(output.isComplete && output.vrps.count == 6)
    }
}
