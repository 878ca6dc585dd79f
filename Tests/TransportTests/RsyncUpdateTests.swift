import FlightEvents
import Foundation
import ObjectStore
import Testing
import Transport

/// rsync against a real daemon, and the fallback to it.
@Suite struct RsyncUpdateTests {
    @Test func firstEverythingThenWhatChanged() async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        try daemon.root.write("ca/b.mft", "two")
        try daemon.root.write("ca/.hidden", "x")
        let fixture = try Fixture()
        let id = rsync(daemon.module)

        let first = try await fixture.update(nil, daemon.module)
        #expect(first.failures.isEmpty)
        #expect(first.source == id)
        #expect(first.verdict == .changed)
        let base = daemon.module
        #expect(first.change?.added.count == 2)
        let contents = try fixture.contents(of: id)
        #expect(contents == [base + "a.roa": Array("one".utf8), base + "ca/b.mft": Array("two".utf8)])

        let written = fixture.store.counters.blobsWritten + fixture.store.counters.blobsShared
        let second = try await fixture.update(nil, daemon.module)
        #expect(second.verdict == .unchanged)
        // Nothing was read again.
        #expect(fixture.store.counters.blobsWritten + fixture.store.counters.blobsShared == written)

        try daemon.root.write("a.roa", "changed")
        try daemon.root.write("c.cer", "new")
        try daemon.root.remove("ca/b.mft")
        let third = try await fixture.update(nil, daemon.module)
        #expect(third.verdict == .changed)
        #expect(
            try fixture.contents(of: id) == [base + "a.roa": Array("changed".utf8), base + "c.cer": Array("new".utf8)]
        )
        #expect(fixture.store.counters.blobsWritten + fixture.store.counters.blobsShared == written + 2)

        let updates = fixture.events.updates
        #expect(updates.map(\.transport) == [.rsync, .unchanged, .rsync])
        #expect(Set(updates[2].added.map(\.uri)) == [base + "a.roa", base + "c.cer"])
        #expect(updates[2].removed.map(\.uri) == [base + "a.roa"])
        #expect(updates[1].previousRequestSent == updates[0].requestSent)
        let fetch = try #require(fixture.events.fetches.first)
        #expect(fetch.kind == .rsync)
        #expect(fetch.exitStatus == 0)
        #expect(fetch.wireBytes > 0)
        #expect(fetch.firstByte != nil)
        #expect(updates[0].firstByte == fetch.firstByte)
    }

    /// Links, permissions and long files of the server stay there.
    @Test func takesOnlyPlainContent() async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        try daemon.root.write("odd.roa", "two")
        try daemon.root.write("long.roa", String(repeating: "x", count: 2_000))
        try daemon.root.write("not a uri.roa", "three")
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o4777], ofItemAtPath: daemon.root.path + "/odd.roa")
        try manager.createSymbolicLink(atPath: daemon.root.path + "/link.roa", withDestinationPath: "/etc/passwd")
        let fixture = try Fixture { $0.maximumObjectSize = 1_000 }
        let outcome = try await fixture.update(nil, daemon.module)
        #expect(outcome.failures.isEmpty)
        #expect(
            Set(try fixture.contents(of: rsync(daemon.module)).keys) == [
                daemon.module + "a.roa", daemon.module + "odd.roa",
            ]
        )
        let copies = fixture.directory.path + "/transport/rsync"
        let files = try #require(manager.enumerator(atPath: copies)).compactMap { $0 as? String }
        for file in files where file.hasSuffix(".roa") {
            let attributes = try manager.attributesOfItem(atPath: "\(copies)/\(file)")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(attributes[.type] as? FileAttributeType == .typeRegular)
        }
        #expect(files.contains { $0.hasSuffix("a.roa") })
    }

    @Test func aLostIndexCostsOnlyReading() async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture()
        _ = try await fixture.update(nil, daemon.module)
        let copies = fixture.directory.path + "/transport/rsync"
        for file in try FileManager.default.contentsOfDirectory(atPath: copies) where file.hasSuffix(".index") {
            try FileManager.default.removeItem(atPath: "\(copies)/\(file)")
        }
        #expect(try await fixture.update(nil, daemon.module).verdict == .unchanged)
        #expect(try fixture.contents(of: rsync(daemon.module)).count == 1)
    }

    @Test func anUnreachableServerLeavesTheContents() async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture()
        _ = try await fixture.update(nil, daemon.module)
        daemon.stop()
        let outcome = try await fixture.update(nil, daemon.module)
        #expect(outcome.verdict == .failed)
        #expect(outcome.source == rsync(daemon.module))
        #expect(outcome.failures.map(\.errorClass) == [.refused])
        #expect(try fixture.contents(of: rsync(daemon.module)).count == 1)
        #expect(fixture.events.updates.last?.transport == nil)
        #expect(fixture.events.fetches.last?.exitStatus == 10)
    }

    @Test func anUnknownModuleIsNamed() async throws {
        let daemon = try RsyncDaemon()
        let fixture = try Fixture()
        let outcome = try await fixture.update(nil, "rsync://localhost:\(daemon.port)/other/")
        #expect(outcome.source == nil)
        #expect(outcome.failures.map(\.errorClass) == [.rsync])
        #expect(outcome.failures.first?.text.contains("other") == true)
    }

    @Test func tooManyFilesEndTheRun() async throws {
        let daemon = try RsyncDaemon()
        for index in 0..<50 { try daemon.root.write("\(index).roa", "x") }
        let fixture = try Fixture { $0.maximumRepositoryObjects = 20 }
        let outcome = try await fixture.update(nil, daemon.module)
        #expect(outcome.failures.map(\.errorClass) == [.tooBig])
        #expect(try fixture.contents(of: rsync(daemon.module)).isEmpty)
    }

    /// A program that ignores the polite signal, in place of a server that dribbles: its whole group is ended.
    @Test func theTimeIsTotal() async throws {
        let programs = TemporaryDirectory()
        let marker = programs.path + "/child"
        let rsync = try programs.installScript(
            "rsync",
            "#!/bin/sh\ntrap '' TERM\n(trap '' TERM; echo $$ > \(marker); while :; do sleep 1; done) &\nwhile :; do sleep 1; done\n"
        )
        let fixture = try Fixture {
            $0.rsyncCommand = rsync
            $0.rsyncTimeout = 1
        }
        let outcome = try await fixture.update(nil)
        #expect(outcome.failures.map(\.errorClass) == [.total])
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        let left = processes.filter { process in
            let command = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return String(decoding: command, as: UTF8.self).contains(programs.path)
        }
        #expect(left.isEmpty)
    }

    @Test func aMissingProgramIsSaid() async throws {
        let fixture = try Fixture { $0.rsyncCommand = "/nonexistent/rsync" }
        let outcome = try await fixture.update(nil)
        #expect(outcome.failures.map(\.errorClass) == [.rsync])
    }

    @Test func rsyncServesWhereRRDPNeverWorked() async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture()
        let outcome = try await fixture.update("https://localhost:1/notification.xml", daemon.module)
        #expect(outcome.source == rsync(daemon.module))
        #expect(outcome.verdict == .changed)
        #expect(outcome.failures.map(\.errorClass) == [.refused])
    }

    @Test(arguments: FallbackPolicy.allCases) func aBriefOutageOfRRDPDoesNotLeadToRsync(_ policy: FallbackPolicy)
        async throws
    {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "of rsync")
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "of RRDP"])
        let fixture = try Fixture { $0.fallback = policy }
        _ = try await fixture.update(repository.notifyURI, daemon.module)
        server.stop()
        let outcome = try await fixture.update(repository.notifyURI, daemon.module)
        #expect(outcome.source == rrdp(repository.notifyURI))
        #expect(outcome.verdict == .failed)
        #expect(try fixture.contents(of: rsync(daemon.module)).isEmpty)
    }

    @Test func disabledProtocolsAreNotUsed() async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let rsyncOnly = try Fixture { $0.disablesRRDP = true }
        #expect(try await rsyncOnly.update(repository.notifyURI, daemon.module).source == rsync(daemon.module))
        #expect(server.requests.isEmpty)
        let rrdpOnly = try Fixture { $0.disablesRsync = true }
        let outcome = try await rrdpOnly.update("https://localhost:1/notification.xml", daemon.module)
        #expect(outcome.source == nil)
        #expect(try await rrdpOnly.update(nil, daemon.module).verdict == .failed)
        #expect(rrdpOnly.events.fetches.allSatisfy { $0.kind != .rsync })
    }

    @Test func dubiousHostsAreRefusedBeforeTheChildStarts() async throws {
        let daemon = try RsyncDaemon()
        let fixture = try Fixture { $0.hosts = HostPolicy() }
        let outcome = try await fixture.update(nil, daemon.module)
        #expect(outcome.failures.map(\.errorClass) == [.address])
        #expect(fixture.events.fetches.isEmpty)
    }
}
