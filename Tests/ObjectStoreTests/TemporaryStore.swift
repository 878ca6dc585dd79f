import DER
import FlightEvents
import Foundation
import Logging
import ObjectStore
import RPKICrypto
import RPKIObjects
import Testing

/// A state directory that goes with the test.
final class TemporaryStore {
    let path: String
    let time = ManualTimeSource(PosixTime(1_700_000_000))

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func open(
        _ access: ObjectStore.Access = .writer,
        rules: UInt32 = 1,
        segmentSize: Int = 64 << 20
    ) throws -> ObjectStore {
        var log = Logger(label: "test")
        log.logLevel = .critical
        return try ObjectStore(
            directory: path,
            access: access,
            time: time,
            verdictRules: rules,
            segmentSize: segmentSize,
            log: log
        )
    }

    /// What a crash at this instant would leave: a copy of all files as they are now.
    func copy() throws -> TemporaryStore {
        let copy = TemporaryStore()
        try FileManager.default.copyItem(atPath: path, toPath: copy.path)
        return copy
    }

    var segmentPaths: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: path + "/segments").sorted().map {
                path + "/segments/" + $0
            }
        }
    }

    func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: file)))
    }

    func write(_ bytes: [UInt8], to file: String) throws {
        try Data(bytes).write(to: URL(filePath: file))
    }

    /// Changes a file that is open elsewhere.
    func overwrite(_ bytes: [UInt8], in file: String) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    func replaceDatabase(by other: TemporaryStore) throws {
        for suffix in ["", "-wal", "-shm"] {
            let target = path + "/store.sqlite" + suffix
            try? FileManager.default.removeItem(atPath: target)
            let source = other.path + "/store.sqlite" + suffix
            if FileManager.default.fileExists(atPath: source) {
                try FileManager.default.copyItem(atPath: source, toPath: target)
            }
        }
    }

    var state: RepositoryState {
        RepositoryState(session: "s", serial: 7, etag: "\"e\"", succeeded: time.now())
    }
}

/// The same numbers in every run, so that a failure can be repeated.
struct RepeatableGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func octets(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

func rrdp(_ host: String = "rrdp.example.net") throws -> RepositoryID {
    .rrdp(try #require(HTTPSURI("https://\(host)/notification.xml")))
}

extension ObjectStore {
    /// Replaces all contents of a repository.
    @discardableResult
    func replace(
        _ id: RepositoryID,
        by objects: [String: [UInt8]],
        state: RepositoryState
    ) throws -> RepositoryChange {
        let update = try beginUpdate(id, replacingAll: true)
        for (uri, bytes) in objects.sorted(by: { $0.key < $1.key }) { try update.put(uri: uri, bytes: bytes) }
        return try update.commit(state: state)
    }

    /// All contents that can be read, by URI.
    func contents(_ id: RepositoryID) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for object in try allObjects(in: id) { contents[object.uri] = try read(object.hash) }
        return contents
    }
}
