import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto
import Testing

/// Flipped bits cost time, never correctness.
@Suite struct DamageTests {
    private let uri = "rsync://example.net/repo/a/1.roa"
    private let other = "rsync://example.net/repo/b/2.roa"

    @Test func damagedObjectIsMissingAndFetchedAgain() throws {
        let place = TemporaryStore()
        let one = try rrdp("one.example.net")
        let two = try rrdp("two.example.net")
        let bytes = [UInt8](repeating: 5, count: 1000)
        let store = try place.open()
        try store.replace(one, by: [uri: bytes], state: place.state)
        try store.replace(two, by: [other: [1]], state: place.state)
        let segment = try #require(try place.segmentPaths.first)
        var octets = try place.bytes(segment)
        octets[500] ^= 0x10
        try place.overwrite(octets, in: segment)

        let hash = SHA256Digest(hashing: bytes)
        #expect(try store.read(hash) == nil)
        #expect(store.counters.blobsDamaged == 1)
        #expect(try store.state(of: one)?.serial == nil)
        #expect(try store.state(of: one)?.etag == nil)
        #expect(try store.state(of: two) == place.state)
        // What the next fetch brings is written anew, not taken for stored.
        let update = try store.beginUpdate(one, replacingAll: true)
        #expect(try update.keep(uri: uri) == false)
        try update.put(uri: uri, bytes: bytes)
        _ = try update.commit(state: place.state)
        #expect(try store.read(hash) == bytes)
        #expect(try store.state(of: one) == place.state)
    }

    @Test func notedDamageReachesEveryRepositoryThatHasTheObject() throws {
        let place = TemporaryStore()
        let ids = try ["one", "two", "three"].map { try rrdp("\($0).example.net") }
        let store = try place.open()
        try store.replace(ids[0], by: [uri: [1], other: [2]], state: place.state)
        try store.replace(ids[1], by: [uri: [1]], state: place.state)
        try store.replace(ids[2], by: [uri: [3]], state: place.state)
        store.noteDamaged(SHA256Digest(hashing: [1]))
        #expect(try ids.map { try store.state(of: $0)?.session } == [nil, nil, "s"])
    }

    /// An update that was under way when damage was found must not bring the forgotten position back.
    @Test(arguments: [true, false])
    func updateUnderWayDoesNotHideDamage(replacingAll: Bool) throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let store = try place.open()
        try store.replace(id, by: [uri: [1], other: [2]], state: place.state)
        let update = try store.beginUpdate(id, replacingAll: replacingAll)
        if replacingAll { #expect(try update.keep(uri: uri)) }
        try update.put(uri: other, bytes: [3])
        store.noteDamaged(SHA256Digest(hashing: [1]))
        #expect(try store.state(of: id)?.serial == nil)
        _ = try update.commit(state: place.state)
        #expect(try store.state(of: id)?.serial == nil)
        try store.noteUnchanged(id, state: place.state)
        #expect(try store.state(of: id)?.etag == nil)
        try store.replace(id, by: [uri: [1], other: [3]], state: place.state)
        #expect(try store.state(of: id) == place.state)
        #expect(try store.contents(id) == [uri: [1], other: [3]])
    }

    /// A segment that cannot be opened now says nothing about its objects; one that is gone does.
    @Test func unreadableSegmentIsAnErrorAndNoDamage() throws {
        let place = TemporaryStore()
        let id = try rrdp()
        do { try place.open().replace(id, by: [uri: [1]], state: place.state) }
        let segment = try #require(try place.segmentPaths.first)
        let store = try place.open()
        let manager = FileManager.default
        try manager.moveItem(atPath: segment, toPath: segment + ".aside")
        // A link that points to itself is there for `lstat` alone and cannot be opened by anybody, root included.
        try manager.createSymbolicLink(atPath: segment, withDestinationPath: segment)
        #expect(throws: StoreError.self) { try store.read(SHA256Digest(hashing: [1])) }
        try manager.removeItem(atPath: segment)
        try manager.moveItem(atPath: segment + ".aside", toPath: segment)
        #expect(try store.read(SHA256Digest(hashing: [1])) == [1])
        #expect(try store.state(of: id) == place.state)
        #expect(store.counters.blobsDamaged == 0)
    }

    /// Rows are found damaged when they are read, and when the store is opened.
    @Test(arguments: [
        "UPDATE directory SET entries = CAST(substr(entries, 1, 10) || x'00' || substr(entries, 12) AS BLOB)",
        "UPDATE directory SET name = 'rsync://example.net/repo/c/' WHERE name LIKE '%/a/'",
        "UPDATE directory SET digest = zeroblob(16)",
        "DELETE FROM directory WHERE name LIKE '%/a/'",
        "UPDATE directory SET entries = zeroblob(0)",
        "UPDATE repository SET contents = zeroblob(16)",
        "UPDATE repository SET state = zeroblob(5)",
        "UPDATE repository SET digest = 'x'",
        "DELETE FROM repository",
    ])
    func damagedContentsAreFetchedAgain(sql: String) throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let objects: [String: [UInt8]] = [uri: [1], other: [2]]
        try place.open().replace(id, by: objects, state: place.state)
        try place.execute(sql)

        let reader = try place.open(.reader)
        for (uri, hash) in try reader.allObjects(in: id).map({ ($0.uri, $0.hash) }) where objects[uri] != nil {
            #expect(try reader.read(hash) == objects[uri])
        }
        if let hash = try reader.object(uri: uri, in: id) { #expect(hash == SHA256Digest(hashing: [1])) }

        let store = try place.open()
        #expect(try store.state(of: id)?.serial == nil)
        try store.replace(id, by: objects, state: place.state)
        #expect(try store.contents(id) == objects)
        #expect(try store.state(of: id) == place.state)
        #expect(try store.repositories().map(\.objectCount) == [2])
    }

    @Test func contentsDamagedUnderARunningStoreAreFetchedAgain() throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let objects: [String: [UInt8]] = [uri: [1], other: [2]]
        let store = try place.open()
        try store.replace(id, by: objects, state: place.state)
        try place.execute("UPDATE directory SET entries = zeroblob(35)")
        #expect(try store.objects(directory: "rsync://example.net/repo/a/", in: id).isEmpty)
        #expect(try store.object(uri: other, in: id) == nil)
        let delta = try store.beginUpdate(id, replacingAll: false)
        try delta.put(uri: uri, bytes: [9])
        #expect(throws: StoreError.self) { try delta.commit(state: place.state) }
        delta.abandon()
        #expect(try store.state(of: id)?.session == nil)
        // Although the digests beside the damaged entries are those of the new ones.
        try store.replace(id, by: objects, state: place.state)
        #expect(try store.contents(id) == objects)
    }

    @Test(arguments: [
        "UPDATE blob SET segment = segment + 1", "UPDATE blob SET offset = offset + 1",
        "UPDATE blob SET length = length - 1", "UPDATE blob SET length = 4294967295", "UPDATE blob SET offset = -1",
        "UPDATE blob SET segment = 'x'", "DELETE FROM blob", "UPDATE blob SET hash = zeroblob(32)",
    ])
    func damagedIndexNeverGivesOtherOctets(sql: String) throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let bytes = [UInt8](repeating: 5, count: 1000)
        try place.open().replace(id, by: [uri: bytes], state: place.state)
        try place.execute(sql)
        #expect(try place.open(.reader).read(SHA256Digest(hashing: bytes)) == nil)
        let store = try place.open()
        #expect(try store.read(SHA256Digest(hashing: bytes)) == nil)
        store.noteDamaged(SHA256Digest(hashing: bytes))
        #expect(try store.state(of: id)?.serial == nil)
        try store.replace(id, by: [uri: bytes], state: place.state)
        #expect(try store.contents(id) == [uri: bytes])
    }

    @Test func ruinedDatabaseIsMovedAsideAndSaid() throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let session: UInt16
        do {
            let store = try place.open()
            try store.replace(id, by: [uri: [1]], state: place.state)
            session = try store.nextSession()
        }
        try place.write([UInt8](repeating: 0x55, count: 20_000), to: place.path + "/store.sqlite")
        #expect(throws: StoreError.self) { try place.open(.reader) }
        let store = try place.open()
        #expect(store.repairs.count == 1)
        #expect(store.repairs.first?.description.contains("fetched again") == true)
        #expect(FileManager.default.fileExists(atPath: place.path + "/store.sqlite.damaged"))
        #expect(try store.state(of: id) == nil)
        #expect(try place.segmentPaths.isEmpty)
        #expect(try store.nextSession() == session &+ 1)
        try store.replace(id, by: [uri: [1]], state: place.state)
        #expect(try store.contents(id) == [uri: [1]])
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func flippedBitsAnywhere(seed: UInt64) throws {
        var random = RepeatableGenerator(state: seed)
        let model = try StoreModel(seed: seed, commits: 8)
        do { _ = try model.original.open(segmentSize: 6_000) }
        for _ in 0..<25 {
            let place = try model.original.copy()
            let files = try place.segmentPaths + [place.path + "/store.sqlite", place.path + "/ledger"]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                guard let file = files.randomElement(using: &random) else { continue }
                var bytes = (try? place.bytes(file)) ?? []
                guard let index = bytes.indices.randomElement(using: &random) else { continue }
                bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                try place.write(bytes, to: file)
            }
            let store: ObjectStore
            do {
                store = try place.open(segmentSize: 6_000)
            } catch StoreError.newerVersion {
                continue
            }
            for id in model.repositories {
                let objects = (try? store.allObjects(in: id)) ?? []
                for object in objects {
                    #expect(model.everHeld[object.uri]?.contains(object.hash) == true)
                    if let bytes = try? store.read(object.hash) { #expect(SHA256Digest(hashing: bytes) == object.hash) }
                }
            }
        }
    }
}
