import DER
import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto
import Testing

@Suite struct GarbageTests {
    private let directory = "rsync://example.net/repo/a/"
    private let day = 86_400.0

    private func object(_ number: Int, size: Int = 300) -> [UInt8] {
        Array("\(number) ".utf8) + [UInt8](repeating: 1, count: size)
    }

    private func objects(_ numbers: some Sequence<Int>) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: numbers.map { (directory + "\($0)", object($0)) })
    }

    private func hash(_ number: Int) -> SHA256Digest { SHA256Digest(hashing: object(number)) }

    private func collect(_ store: ObjectStore, _ place: TemporaryStore) throws -> GarbageReport {
        try store.collectGarbage(now: place.time.now().posix)
    }

    @Test func theUnreferencedStayForTheirGrace() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: objects(0..<4), state: place.state)
        try store.replace(id, by: objects(2..<4), state: place.state)
        var report = try collect(store, place)
        #expect(report.liveBlobs == 2)
        #expect(report.dyingBlobs == 2)
        place.time.advance(bySeconds: day - 1)
        report = try collect(store, place)
        #expect(report.blobsForgotten == 0)
        #expect(try store.read(hash(0)) == object(0))
        place.time.advance(bySeconds: 1)
        report = try collect(store, place)
        #expect(report.blobsForgotten == 2)
        #expect(try store.read(hash(0)) == nil)
        #expect(try store.contents(id) == objects(2..<4))
    }

    @Test func whatComesBackWithinItsGraceLives() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: objects(0..<2), state: place.state)
        try store.replace(id, by: objects(1..<2), state: place.state)
        _ = try collect(store, place)
        place.time.advance(bySeconds: day / 2)
        try store.replace(id, by: objects(0..<2), state: place.state)
        #expect(try collect(store, place).dyingBlobs == 0)
        place.time.advance(bySeconds: day)
        try store.replace(id, by: objects(1..<2), state: place.state)
        #expect(try collect(store, place).blobsForgotten == 0, "the grace begins anew")
        #expect(try store.read(hash(0)) == object(0))
    }

    @Test func lastValidPointsKeepTheirObjects() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: objects(0..<5), state: place.state)
        let point = StoredPublicationPoint.sample(manifest: hash(0), entries: ["1": hash(1), "2": hash(2)])
        try store.save([point])
        try store.replace(id, by: objects(4..<5), state: place.state)
        _ = try collect(store, place)
        place.time.advance(bySeconds: day)
        #expect(try collect(store, place).blobsForgotten == 1)
        #expect(try [0, 1, 2, 3, 4].map { try store.read(hash($0)) != nil } == [true, true, true, false, true])
        try store.save([], removing: [point.key])
        _ = try collect(store, place)
        place.time.advance(bySeconds: day)
        #expect(try collect(store, place).blobsForgotten == 3)
    }

    @Test func trustAnchorCertificatesStay() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let uri = "https://ta.example.net/ta.cer"
        try store.replace(.trustAnchor(uri), by: [uri: [1, 2]], state: place.state)
        _ = try collect(store, place)
        place.time.advance(bySeconds: 2 * day)
        #expect(try collect(store, place).liveBlobs == 1)
        #expect(try store.object(uri: uri, in: .trustAnchor(uri)) == SHA256Digest(hashing: [1, 2]))
    }

    @Test func pinnedReadersKeepWhatTheySaw() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: objects(0..<2), state: place.state)
        var pin: ReaderPin? = store.pin()
        place.time.advance(bySeconds: 1)
        try store.replace(id, by: objects(1..<2), state: place.state)
        _ = try collect(store, place)
        place.time.advance(bySeconds: 2 * day)
        #expect(try collect(store, place).blobsForgotten == 0)
        #expect(try store.read(hash(0)) == object(0))
        withExtendedLifetime(pin) {}
        pin = nil
        #expect(try collect(store, place).blobsForgotten == 1)
    }

    @Test func objectsOfUpdatesUnderWayStay() throws {
        let place = TemporaryStore()
        let store = try place.open(segmentSize: 1_000)
        let id = try rrdp()
        try store.replace(id, by: objects(0..<10), state: place.state)
        try store.replace(id, by: objects(10..<11), state: place.state)
        _ = try collect(store, place)
        place.time.advance(bySeconds: day)
        let update = try store.beginUpdate(id, replacingAll: true)
        // One that is about to be forgotten, and one that is new.
        try update.put(uri: directory + "3", bytes: object(3))
        try update.put(uri: directory + "12", bytes: object(12))
        #expect(try collect(store, place).blobsForgotten == 9)
        _ = try update.commit(state: place.state)
        #expect(try store.contents(id) == objects([3, 12]))
    }

    @Test func segmentsMoreThanHalfDeadAreRewritten() throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let sizeBefore: Int
        do {
            let store = try place.open(segmentSize: 4_000)
            try store.replace(id, by: objects(0..<100), state: place.state)
            sizeBefore = try size(place)
            // Every fifth stays.
            try store.replace(id, by: objects(stride(from: 0, to: 100, by: 5)), state: place.state)
            let reader = try place.open(.reader)
            #expect(try reader.read(hash(5)) == object(5))
            _ = try collect(store, place)
            place.time.advance(bySeconds: day)
            let report = try collect(store, place)
            #expect(report.segmentsRewritten >= 5)
            #expect(report.bytesFreed > 20_000)
            #expect(try size(place) < sizeBefore / 2)
            #expect(try store.contents(id) == objects(stride(from: 0, to: 100, by: 5)))
            // A reader in another process finds what moved while it had the old segments open.
            #expect(try reader.contents(id) == objects(stride(from: 0, to: 100, by: 5)))
        }
        let store = try place.open(segmentSize: 4_000)
        #expect(store.repairs.isEmpty)
        #expect(try store.contents(id) == objects(stride(from: 0, to: 100, by: 5)))
        #expect(try collect(store, place).segmentsRewritten == 0)
    }

    @Test func wholeDeadSegmentsAreRemoved() throws {
        let place = TemporaryStore()
        let store = try place.open(segmentSize: 1_000)
        let id = try rrdp()
        try store.replace(id, by: objects(0..<20), state: place.state)
        try store.replace(id, by: [:], state: place.state)
        _ = try collect(store, place)
        place.time.advance(bySeconds: day)
        let report = try collect(store, place)
        #expect(report.segmentsRemoved >= 10)
        #expect(try place.segmentPaths.isEmpty)
        try store.replace(id, by: objects(0..<2), state: place.state)
        #expect(try store.contents(id) == objects(0..<2))
    }

    @Test func damagedObjectsAreNotCopied() throws {
        let place = TemporaryStore()
        let store = try place.open(segmentSize: 4_000)
        let id = try rrdp()
        try store.replace(id, by: objects(0..<10), state: place.state)
        try store.replace(id, by: objects(0..<2), state: place.state)
        let segment = try #require(try place.segmentPaths.first)
        var bytes = try place.bytes(segment)
        bytes[100] ^= 1
        try place.overwrite(bytes, in: segment)
        _ = try collect(store, place)
        place.time.advance(bySeconds: day)
        _ = try collect(store, place)
        #expect(try [0, 1].map { try store.read(hash($0)) != nil } == [false, true])
        #expect(try store.state(of: id)?.serial == nil)
    }

    @Test func repositoriesAndPointsUnusedForAMonthAreForgotten() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let old = try rrdp("old.example.net")
        let new = try rrdp("new.example.net")
        try store.replace(old, by: objects(0..<1), state: place.state)
        try store.replace(new, by: objects(1..<2), state: place.state)
        let ended = StoredPublicationPoint.sample(
            manifest: hash(0),
            entries: [:],
            nextUpdate: PosixTime(place.time.now().posix.seconds + 86_400)
        )
        try store.save([ended])
        place.time.advance(bySeconds: 31 * day)
        try store.noteUnchanged(new, state: place.state)
        #expect(try collect(store, place).publicationPointsForgotten == 0, "it ended 30 days ago, not longer")
        place.time.advance(bySeconds: 10)
        let report = try collect(store, place)
        #expect(report.publicationPointsForgotten == 1)
        #expect(try store.repositories().map(\.id) == [new])
        #expect(try store.contents(new) == objects(1..<2))
    }

    @Test func readersAndCollectionsDoNotDisturbEachOther() async throws {
        let place = TemporaryStore()
        let store = try place.open(segmentSize: 2_000)
        let id = try rrdp()
        let kept = objects(stride(from: 0, to: 60, by: 6))
        try store.replace(id, by: objects(0..<60), state: place.state)
        try store.replace(id, by: kept, state: place.state)
        _ = try collect(store, place)
        place.time.advance(bySeconds: day)
        let now = place.time.now().posix
        let reader = try place.open(.reader)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for source in [store, reader, store, reader] {
                group.addTask {
                    for _ in 0..<30 {
                        let contents = try source.contents(id)
                        #expect(contents == kept)
                    }
                }
            }
            group.addTask {
                for _ in 0..<3 { _ = try store.collectGarbage(now: now) }
            }
            try await group.waitForAll()
        }
    }

    private func size(_ place: TemporaryStore) throws -> Int {
        try place.segmentPaths.reduce(0) { try $0 + place.bytes($1).count }
    }
}
