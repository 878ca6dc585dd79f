import DER
import FlightEvents
import Foundation
import Logging
import ObjectStore
import RPKICrypto
import Testing

@Suite struct OpeningTests {
    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func filesAreForTheirOwnerOnly() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.replace(try rrdp(), by: ["rsync://h/m/a": [1]], state: place.state)
        _ = try store.nextSession()
        #expect(try mode(place.path) == 0o700)
        #expect(try mode(place.path + "/segments") == 0o700)
        let files = try FileManager.default.subpathsOfDirectory(atPath: place.path).filter { $0 != "segments" }
        #expect(files.count >= 5)
        for file in files { #expect(try mode(place.path + "/" + file) == 0o600, "\(file)") }
    }

    @Test func missingParentsAreMade() throws {
        let place = TemporaryStore()
        let nested = place.path + "/a/b"
        _ = try ObjectStore(directory: nested, access: .writer, time: place.time, log: .init(label: "test"))
        #expect(try mode(nested) == 0o700)
    }

    @Test func secondWriterIsRefusedWithTheHoldersProcess() throws {
        let place = TemporaryStore()
        let store = try place.open()
        #expect(throws: StoreError.locked(path: place.path, byPID: getpid())) { try place.open() }
        try store.replace(try rrdp(), by: ["rsync://h/m/a": [1]], state: place.state)
    }

    @Test func lockGoesWithTheStore() throws {
        let place = TemporaryStore()
        _ = try place.open()
        #expect(try place.open().repairs.isEmpty)
    }

    @Test func foreignDirectoryIsLeftAlone() throws {
        let place = TemporaryStore()
        try FileManager.default.createDirectory(
            atPath: place.path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        try place.write([1], to: place.path + "/thesis.tex")
        #expect {
            _ = try place.open()
        } throws: { error in
            if case .directoryUnusable(place.path, _)? = error as? StoreError { true } else { false }
        }
        #expect(try mode(place.path) == 0o755)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["thesis.tex"])
    }

    @Test func pathThatIsAFileIsRefused() throws {
        let place = TemporaryStore()
        try place.write([1], to: place.path)
        #expect {
            _ = try place.open()
        } throws: { error in
            if case .directoryUnusable? = error as? StoreError { true } else { false }
        }
    }

    @Test func readerOfNothingSaysSo() throws {
        let place = TemporaryStore()
        #expect(throws: StoreError.empty(path: place.path)) { try place.open(.reader) }
        #expect(!FileManager.default.fileExists(atPath: place.path))
    }

    @Test func readersReadBesideTheWriterAndWriteNothing() throws {
        let place = TemporaryStore()
        let writer = try place.open()
        let id = try rrdp()
        try writer.replace(id, by: ["rsync://h/m/a": [1]], state: place.state)
        let readers = [try place.open(.reader), try place.open(.reader)]
        for reader in readers { #expect(try reader.contents(id) == ["rsync://h/m/a": [1]]) }
        try writer.replace(id, by: ["rsync://h/m/a": [2]], state: place.state)
        for reader in readers {
            #expect(try reader.contents(id) == ["rsync://h/m/a": [2]])
            #expect(throws: StoreError.readOnly(path: place.path)) { try reader.beginUpdate(id, replacingAll: true) }
            #expect(throws: StoreError.readOnly(path: place.path)) { try reader.nextSession() }
            #expect(throws: StoreError.readOnly(path: place.path)) { try reader.collectGarbage(now: .latest) }
            #expect(throws: StoreError.readOnly(path: place.path)) { try reader.noteUnchanged(id, state: place.state) }
        }
    }

    @Test func readerReadsWithoutAWriter() throws {
        let place = TemporaryStore()
        let id = try rrdp()
        try place.open().replace(id, by: ["rsync://h/m/a": [1]], state: place.state)
        #expect(try place.open(.reader).contents(id) == ["rsync://h/m/a": [1]])
    }

    @Test func databaseOfANewerVersionIsKept() throws {
        let place = TemporaryStore()
        try place.open().replace(try rrdp(), by: ["rsync://h/m/a": [1]], state: place.state)
        try place.execute("PRAGMA user_version = 99")
        let path = place.path + "/store.sqlite"
        #expect(throws: StoreError.newerVersion(path: path)) { try place.open() }
        #expect(throws: StoreError.newerVersion(path: path)) { try place.open(.reader) }
        try place.execute("PRAGMA user_version = 1")
        #expect(try place.open().contents(try rrdp()) == ["rsync://h/m/a": [1]])
    }

    @Test(arguments: [
        (StoreError.locked(path: "/s", byPID: 12), "state directory /s is in use by another process (pid 12)"),
        (.diskFull(path: "/s"), "no space left on the device that holds /s"),
        (
            .directoryUnusable(path: "/s", reason: "Permission denied"),
            "cannot use state directory /s: Permission denied"
        ),
    ])
    func errorsAreOneClearLine(error: StoreError, text: String) {
        #expect(error.description == text)
    }
}
