import FlightEvents
import Foundation
import Testing
import Transport

/// The same for rsync servers.
@Suite(.serialized) struct HostileRsyncTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: FetchRecord.ErrorClass
        let steps: [ScriptedServer.Step]

        init(_ name: String, _ expected: FetchRecord.ErrorClass, _ steps: [ScriptedServer.Step]) {
            testDescription = name
            self.expected = expected
            self.steps = steps
        }
    }

    private static let greeting = ScriptedServer.Step.text("@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n")
    private static let noise = (0..<4_096).map { UInt8(truncatingIfNeeded: ($0 &* 167) ^ ($0 >> 3)) }

    static let cases = [
        Case("accepts and says nothing", .total, [.hang]),
        Case("accepts and hangs up", .rsync, []),
        Case("greets and says nothing", .total, [greeting, .hang]),
        Case("drips its greeting", .total, [.drip(Array("@RSYNCD: 31.0 md5\n".utf8), milliseconds: 400), .hang]),
        Case("greets with noise", .rsync, [.send(noise)]),
        Case("greets in another language", .rsync, [.text("220 ftp.example ready\n"), .hang]),
        Case("has an ancient version", .rsync, [.text("@RSYNCD: 1.0\n@RSYNCD: OK\n"), .hang]),
        Case("refuses", .rsync, [greeting, .text("@ERROR: go away\n")]),
        Case("has messages without end", .total, [greeting, .flood(Array("welcome\n".utf8))]),
        Case("has an exit for an answer", .rsync, [greeting, .text("@RSYNCD: EXIT\n")]),
        Case("agrees and sends noise", .rsync, [greeting, .text("@RSYNCD: OK\n"), .send(noise)]),
        Case("agrees and says nothing", .total, [greeting, .text("@RSYNCD: OK\n"), .hang]),
    ]

    @Test(.timeLimit(.minutes(2)), arguments: cases) func isToldAndSurvived(_ test: Case) async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture { $0.rsyncTimeout = test.expected == .total ? 4 : 60 }
        #expect(try await fixture.update(nil, daemon.module).failures.isEmpty)
        let before = try fixture.contents(of: rsync(daemon.module))
        daemon.stop()
        let server = try ScriptedServer(port: daemon.port, onAccept: { test.steps })
        let outcome = try await fixture.update(nil, daemon.module)
        #expect(outcome.failures.map(\.errorClass) == [test.expected], "\(outcome.failures)")
        #expect(outcome.source == rsync(daemon.module))
        #expect(fixture.events.fetches.last?.errorClass == test.expected)
        #expect(fixture.events.updates.last?.transport == nil)
        #expect(try fixture.contents(of: rsync(daemon.module)) == before)
        #expect(server.connections > 0)
    }

    /// What a server may have in its module, with a real server.
    enum Module: CaseIterable {
        case tooDeep, tooMany, tooMuch
    }

    @Test(arguments: Module.allCases) func tooMuchIsToldAndLeftAlone(_ module: Module) async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture {
            $0.maximumRepositoryObjects = 200
            $0.maximumRepositorySize = 10_000
        }
        #expect(try await fixture.update(nil, daemon.module).failures.isEmpty)
        let before = try fixture.contents(of: rsync(daemon.module))
        switch module {
        case .tooDeep: try daemon.root.write(String(repeating: "d/", count: 40) + "x.roa", "x")
        case .tooMany: for index in 0..<300 { try daemon.root.write("\(index).roa", "x") }
        case .tooMuch: try daemon.root.write("b.roa", String(repeating: "x", count: 20_000))
        }
        let outcome = try await fixture.update(nil, daemon.module)
        #expect(outcome.failures.map(\.errorClass) == [.tooBig])
        #expect(try fixture.contents(of: rsync(daemon.module)) == before)
        // The disk is given back.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path + "/transport/rsync").isEmpty
        )
        try FileManager.default.removeItem(atPath: daemon.root.path)
        try daemon.root.write("a.roa", "two")
        #expect(try await fixture.update(nil, daemon.module).failures.isEmpty)
        #expect(try fixture.contents(of: rsync(daemon.module)) != before)
    }

    /// Links into our files, and out of the module, bring nothing; nor do names beginning with a dot.
    @Test func linksAndHiddenNamesBringNothing() async throws {
        let daemon = try RsyncDaemon()
        let manager = FileManager.default
        try daemon.root.write("a.roa", "one")
        try daemon.root.write(".rrdp/state", "x")
        try daemon.root.write("..evil.roa", "x")
        for (name, target) in [("passwd.roa", "/etc/passwd"), ("up", ".."), ("loop", "loop"), ("abs", "/")] {
            try manager.createSymbolicLink(atPath: "\(daemon.root.path)/\(name)", withDestinationPath: target)
        }
        try manager.linkItem(atPath: daemon.root.path + "/a.roa", toPath: daemon.root.path + "/hard.roa")
        let fixture = try Fixture()
        #expect(try await fixture.update(nil, daemon.module).failures.isEmpty)
        let names = try fixture.contents(of: rsync(daemon.module)).keys.sorted()
        #expect(names == [daemon.module + "a.roa", daemon.module + "hard.roa"])
    }
}
