import DER
import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto
import Testing

/// What a crash or a power cut leaves is put in order by the next opening: what was committed is whole, or known to
/// be missing and fetched again; never other octets.
@Suite struct CrashTests {
    /// A killed process leaves its files as they are.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func killLosesNothingCommitted(seed: UInt64) throws {
        let model = try StoreModel(seed: seed, commits: 8)
        for moment in model.moments {
            let store = try moment.place.open(segmentSize: 6_000)
            for id in model.repositories { #expect(try store.contents(id) == moment.committed[id] ?? [:]) }
            for id in moment.committed.keys { #expect(try store.state(of: id) == model.original.state) }
            try expectUsable(store, model.original.state)
        }
    }

    /// Writes that were not synchronized may be there in part, or be anything.
    @Test(arguments: [4, 5] as [UInt64])
    func uncommittedTailIsDroppedAndReported(seed: UInt64) throws {
        var random = RepeatableGenerator(state: seed)
        let model = try StoreModel(seed: seed, commits: 6)
        for moment in model.moments {
            guard let last = try moment.place.segmentPaths.last else { continue }
            let garbage = random.octets(Int.random(in: 1..<5_000, using: &random))
            try moment.place.write(try moment.place.bytes(last) + garbage, to: last)
            // Also a segment that was begun and never referred to.
            try moment.place.write(garbage, to: moment.place.path + "/segments/00000099.seg")
            let store = try moment.place.open(segmentSize: 6_000)
            #expect(store.repairs.contains { $0.description.contains("not committed") })
            for id in model.repositories { #expect(try store.contents(id) == moment.committed[id] ?? [:]) }
            try expectUsable(store, model.original.state)
        }
    }

    /// A disk that lied about having written: the last segment ends anywhere.
    @Test(arguments: [6, 7, 8] as [UInt64])
    func cutSegmentCostsAFetch(seed: UInt64) throws {
        var random = RepeatableGenerator(state: seed)
        let model = try StoreModel(seed: seed, commits: 8)
        for moment in model.moments {
            guard let last = try moment.place.segmentPaths.last else { continue }
            let bytes = try moment.place.bytes(last)
            try moment.place.write(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))), to: last)
            let store = try moment.place.open(segmentSize: 6_000)
            try expectNothingWrong(store, model)
            for (id, committed) in moment.committed {
                let found = try store.contents(id)
                #expect(found.allSatisfy { committed[$0.key] == $0.value })
                // What is missing is fetched again.
                if found != committed { #expect(try store.state(of: id)?.serial == nil) }
                let update = try store.beginUpdate(id, replacingAll: true)
                for (uri, bytes) in committed where try !update.keep(uri: uri) {
                    try update.put(uri: uri, bytes: bytes)
                }
                _ = try update.commit(state: model.original.state)
                #expect(try store.contents(id) == committed)
            }
        }
    }

    @Test func missingSegmentCostsAFetch() throws {
        let model = try StoreModel(seed: 9, commits: 8)
        let moment = try #require(model.moments.last)
        for path in try moment.place.segmentPaths {
            let place = try moment.place.copy()
            try FileManager.default.removeItem(
                atPath: place.path + "/segments/" + URL(filePath: path).lastPathComponent
            )
            let store = try place.open(segmentSize: 6_000)
            try expectNothingWrong(store, model)
            for (id, committed) in moment.committed where try store.contents(id) != committed {
                #expect(try store.state(of: id)?.session == nil)
            }
        }
    }

    /// The database comes back from the past, the segments do not; and the other way round.
    @Test func databaseFromThePastShowsThePast() throws {
        let model = try StoreModel(seed: 10, commits: 8)
        for (index, moment) in model.moments.enumerated() {
            for earlier in model.moments[..<index] {
                let place = try moment.place.copy()
                try place.replaceDatabase(by: earlier.place)
                let store = try place.open(segmentSize: 6_000)
                for id in model.repositories { #expect(try store.contents(id) == earlier.committed[id] ?? [:]) }
                try expectUsable(store, model.original.state)
            }
        }
    }

    @Test func segmentsFromThePastCostAFetch() throws {
        let model = try StoreModel(seed: 11, commits: 8)
        for (index, moment) in model.moments.enumerated() {
            for later in model.moments[index...] {
                let place = try moment.place.copy()
                try place.replaceDatabase(by: later.place)
                let store = try place.open(segmentSize: 6_000)
                try expectNothingWrong(store, model)
                for (id, committed) in later.committed where try store.contents(id) != committed {
                    #expect(try store.state(of: id)?.serial == nil)
                }
                try expectUsable(store, model.original.state)
            }
        }
    }

    /// The write-ahead log ends anywhere: some committed state is there, whole.
    @Test(arguments: [12, 13] as [UInt64])
    func cutLogShowsAnEarlierCommit(seed: UInt64) throws {
        var random = RepeatableGenerator(state: seed)
        let model = try StoreModel(seed: seed, commits: 6)
        let last = try #require(model.moments.last)
        let states = model.moments.map(\.committed)
        for _ in 0..<30 {
            let place = try last.place.copy()
            let log = place.path + "/store.sqlite-wal"
            let bytes = try place.bytes(log)
            try place.write(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))), to: log)
            let store = try place.open(segmentSize: 6_000)
            var found: [RepositoryID: StoreModel.Contents] = [:]
            for id in model.repositories where try store.state(of: id) != nil { found[id] = try store.contents(id) }
            #expect(states.contains(found) || found.isEmpty)
            try expectUsable(store, model.original.state)
        }
    }

    /// A crash while rewriting segments: both the old and the new ones may be there.
    @Test func segmentsLeftOverFromARewriteAreDropped() throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let before: TemporaryStore
        do {
            let store = try place.open(segmentSize: 4_000)
            for round in 0..<6 {
                let objects = (0..<10).map {
                    ("rsync://h/m/\($0)", [UInt8](repeating: UInt8(round * 10 + $0), count: 300))
                }
                try store.replace(id, by: Dictionary(uniqueKeysWithValues: objects), state: place.state)
            }
            try collectTwice(store, place)
            before = try place.copy()
        }
        let kept = try place.open().contents(id)
        #expect(kept.count == 10)
        let store = try before.open(segmentSize: 4_000)
        #expect(try store.contents(id) == kept)
    }

    private func collectTwice(_ store: ObjectStore, _ place: TemporaryStore) throws {
        _ = try store.collectGarbage(now: place.time.now().posix)
        place.time.advance(bySeconds: 90_000)
        let report = try store.collectGarbage(now: place.time.now().posix)
        #expect(report.blobsForgotten == 50)
    }

    /// Each name has nothing, or a digest that it once had, and that digest's octets or none.
    private func expectNothingWrong(_ store: ObjectStore, _ model: StoreModel) throws {
        for id in model.repositories {
            for object in try store.allObjects(in: id) {
                #expect(model.everHeld[object.uri]?.contains(object.hash) == true)
                if let bytes = try store.read(object.hash) { #expect(SHA256Digest(hashing: bytes) == object.hash) }
            }
        }
    }

    private func expectUsable(_ store: ObjectStore, _ state: RepositoryState) throws {
        let id = try rrdp("new.example.net")
        try store.replace(id, by: ["rsync://new/m/a": [1, 2, 3]], state: state)
        #expect(try store.contents(id) == ["rsync://new/m/a": [1, 2, 3]])
    }
}
