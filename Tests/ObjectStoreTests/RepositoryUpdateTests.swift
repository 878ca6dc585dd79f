import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto
import Testing

@Suite struct RepositoryUpdateTests {
    private let a = "rsync://example.net/repo/a/1.cer"
    private let b = "rsync://example.net/repo/a/2.roa"
    private let c = "rsync://example.net/repo/b/3.mft"

    @Test func nothingIsVisibleBeforeCommit() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        let update = try store.beginUpdate(id, replacingAll: true)
        let hash = try update.put(uri: a, bytes: [1, 2, 3])
        #expect(try store.read(hash) == nil)
        #expect(try store.object(uri: a, in: id) == nil)
        #expect(try store.state(of: id) == nil)
        let change = try update.commit(state: place.state)
        #expect(change.added == [ObjectReference(uri: a, hash: hash)])
        #expect(change.removed.isEmpty)
        #expect(try store.read(hash) == [1, 2, 3])
        #expect(try store.object(uri: a, in: id) == hash)
        #expect(try store.state(of: id) == place.state)
        #expect(throws: StoreError.updateEnded) { try update.put(uri: b, bytes: [4]) }
    }

    @Test func contentsSurviveClosing() throws {
        let place = TemporaryStore()
        let id = try rrdp()
        let objects: [String: [UInt8]] = [a: [1], b: [], c: [UInt8](repeating: 9, count: 100_000)]
        try place.open().replace(id, by: objects, state: place.state)
        let store = try place.open()
        #expect(store.repairs.isEmpty)
        #expect(try store.contents(id) == objects)
        #expect(
            try store.objects(directory: "rsync://example.net/repo/a/", in: id).keys.sorted() == ["1.cer", "2.roa"]
        )
        #expect(try store.objects(directory: "rsync://example.net/repo/", in: id).isEmpty)
        let repositories = try store.repositories()
        #expect(repositories.map(\.id) == [id])
        #expect(repositories.map(\.objectCount) == [3])
    }

    @Test func replacingReportsTheDifference() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: [a: [1], b: [2]], state: place.state)
        let change = try store.replace(id, by: [b: [3], c: [4]], state: place.state)
        #expect(Set(change.added.map(\.uri)) == [b, c])
        #expect(
            Set(change.removed) == [
                ObjectReference(uri: a, hash: SHA256Digest(hashing: [1])),
                ObjectReference(uri: b, hash: SHA256Digest(hashing: [2])),
            ]
        )
        #expect(try store.contents(id) == [b: [3], c: [4]])
        #expect(try store.replace(id, by: [b: [3], c: [4]], state: place.state).contentsChanged == false)
    }

    @Test func deltaChangesOnlyWhatItNames() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: [a: [1], b: [2]], state: place.state)
        let update = try store.beginUpdate(id, replacingAll: false)
        try update.put(uri: b, bytes: [3], expecting: .content(SHA256Digest(hashing: [2])))
        try update.put(uri: c, bytes: [4], expecting: .absent)
        try update.remove(uri: a, expecting: .content(SHA256Digest(hashing: [1])))
        // Within one update, later elements build upon earlier ones.
        try update.put(uri: c, bytes: [5], expecting: .content(SHA256Digest(hashing: [4])))
        let change = try update.commit(state: place.state)
        #expect(Set(change.added.map(\.uri)) == [b, c])
        #expect(try store.contents(id) == [b: [3], c: [5]])
        #expect(try store.repositories().map(\.objectCount) == [2])
    }

    @Test(arguments: [
        ("rsync://example.net/repo/a/1.cer", ObjectExpectation.absent),
        ("rsync://example.net/repo/a/1.cer", .content(SHA256Digest(hashing: [9]))),
        ("rsync://example.net/repo/a/none.cer", .content(SHA256Digest(hashing: [1]))),
    ])
    func deltaThatDoesNotFitIsRefused(uri: String, expectation: ObjectExpectation) throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: [a: [1]], state: place.state)
        let update = try store.beginUpdate(id, replacingAll: false)
        #expect(throws: StoreError.unexpectedContent(uri: uri)) {
            try update.put(uri: uri, bytes: [2], expecting: expectation)
        }
        #expect(throws: StoreError.unexpectedContent(uri: uri)) {
            try update.remove(uri: uri, expecting: expectation)
        }
        update.abandon()
        #expect(try store.contents(id) == [a: [1]])
    }

    @Test(arguments: [
        "", "1.cer", "rsync://example.net/repo/", "rsync://example.net/repo/a\n.cer", "rsync://example.net/repo/ä.cer",
    ])
    func namesThatAreNoObjectsAreRefused(uri: String) throws {
        let place = TemporaryStore()
        let store = try place.open()
        let update = try store.beginUpdate(try rrdp(), replacingAll: true)
        #expect(throws: StoreError.unusableName(uri: uri)) { try update.put(uri: uri, bytes: [1]) }
    }

    @Test func keptObjectsStayAndOthersGo() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.replace(id, by: [a: [1], b: [2], c: [3]], state: place.state)
        let update = try store.beginUpdate(id, replacingAll: true)
        #expect(try update.keep(uri: a))
        #expect(try update.keep(uri: "rsync://example.net/repo/a/none.cer") == false)
        try update.put(uri: b, bytes: [4])
        let change = try update.commit(state: place.state)
        #expect(change.added.map(\.uri) == [b])
        #expect(Set(change.removed.map(\.uri)) == [b, c])
        #expect(try store.contents(id) == [a: [1], b: [4]])
    }

    @Test func equalObjectsAreStoredOnce() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let bytes = [UInt8](repeating: 7, count: 5000)
        let first = try store.beginUpdate(try rrdp("one.example.net"), replacingAll: true)
        let second = try store.beginUpdate(try rrdp("two.example.net"), replacingAll: true)
        try first.put(uri: a, bytes: bytes)
        try second.put(uri: b, bytes: bytes)
        first.abandon()
        _ = try second.commit(state: place.state)
        try store.replace(try rrdp("three.example.net"), by: [c: bytes], state: place.state)
        #expect(store.counters.blobsWritten == 1)
        #expect(store.counters.blobsShared == 2)
        #expect(try store.contents(try rrdp("two.example.net")) == [b: bytes])
        #expect(try store.contents(try rrdp("three.example.net")) == [c: bytes])
        #expect(try place.bytes(try #require(try place.segmentPaths.first)).count == bytes.count + 40)
    }

    @Test func repositoriesAreApart() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let one = try rrdp("one.example.net")
        let two = try rrdp("two.example.net")
        try store.replace(one, by: [a: [1]], state: place.state)
        try store.replace(two, by: [a: [2]], state: place.state)
        #expect(try store.contents(one) == [a: [1]])
        try store.forget(one)
        #expect(try store.contents(one).isEmpty)
        #expect(try store.state(of: one) == nil)
        #expect(try store.contents(two) == [a: [2]])
    }

    @Test func unchangedMovesTheState() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let id = try rrdp()
        try store.noteUnchanged(id, state: place.state)
        #expect(try store.state(of: id) == nil, "a repository without contents must not look fetched")
        try store.replace(id, by: [a: [1]], state: place.state)
        place.time.advance(bySeconds: 60)
        var state = place.state
        state.serial = 8
        state.deltaHashes = [8: SHA256Digest(hashing: [8])]
        state.requestSent = place.time.now()
        try store.noteUnchanged(id, state: state)
        #expect(try store.state(of: id) == state)
        #expect(try store.contents(id) == [a: [1]])
    }

    @Test func updatesOfManyThreadsAllArrive() async throws {
        let place = TemporaryStore()
        let store = try place.open(segmentSize: 20_000)
        let state = place.state
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for round in 0..<5 {
                        let update = try store.beginUpdate(try rrdp("h\(number).example.net"), replacingAll: false)
                        for object in 0..<20 {
                            let bytes = Array("\(object % 3 == 0 ? 0 : number) \(round) \(object)".utf8)
                            try update.put(uri: "rsync://h/m/\(round)/\(object).roa", bytes: bytes)
                        }
                        _ = try update.commit(state: state)
                    }
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<8 {
            let contents = try store.contents(try rrdp("h\(number).example.net"))
            #expect(contents.count == 100)
            #expect(contents["rsync://h/m/4/19.roa"] == Array("\(number) 4 19".utf8))
        }
    }
}
