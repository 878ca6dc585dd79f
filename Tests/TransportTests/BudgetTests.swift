import FlightEvents
import Foundation
import Testing
import Transport

/// What one repository may have and take, in all.
@Suite struct BudgetTests {
    private static let text = String(repeating: "x", count: 400)

    /// What is counted is what the repository has, however it came.
    @Test(arguments: [(octets: 1_000, objects: 100), (octets: 1_000_000, objects: 2)])
    func rrdpCountsWhatIsStored(octets: Int64, objects: Int) async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture {
            $0.fallback = .never
            $0.maximumRepositorySize = octets
            $0.maximumRepositoryObjects = objects
        }
        let id = rrdp(repository.notifyURI)
        try repository.publish(["a.roa": "a" + Self.text, "b.roa": "b" + Self.text])
        #expect(try await fixture.update(repository.notifyURI).failures.isEmpty)
        let before = try fixture.contents(of: id)

        try repository.publish(["c.roa": "c" + Self.text])
        let outcome = try await fixture.update(repository.notifyURI)
        #expect(outcome.failures.map(\.errorClass) == [.tooBig])
        #expect(outcome.failures.first?.uri == repository.notifyURI)
        #expect(try fixture.contents(of: id) == before)
        // The snapshot would be no smaller.
        #expect(fixture.events.fetches.map(\.kind) == [.notification, .snapshot, .notification, .delta])

        // What goes in a later delta makes room, and so does what is replaced.
        try repository.publish(["c.roa": "c", "a.roa": nil])
        #expect(try await fixture.update(repository.notifyURI).failures.isEmpty)
        #expect(try fixture.contents(of: id) == repository.objects)
        #expect(fixture.events.updates.last?.transport == .rrdpDelta)
        try repository.publish(["b.roa": "b" + Self.text + Self.text])
        #expect(try await fixture.update(repository.notifyURI).failures.isEmpty)

        // A snapshot is counted anew.
        try repository.publish(["a.roa": Self.text + "a"])
        try repository.changeSession(to: "00000000-0000-4000-8000-000000000000")
        let last = try await fixture.update(repository.notifyURI)
        #expect(last.failures.map(\.errorClass) == [.tooBig])
        #expect(fixture.events.fetches.last?.kind == .snapshot)
    }

    /// A server need not send what it has announced: a program that writes more stands in for it. Nothing of it stays.
    enum Excess: String, CaseIterable {
        case longFile = "head -c 1000000 /dev/zero > $directory/a.roa || exit 11"
        case manyFiles =
            "while :; do i=$((i + 1)); head -c 9000 /dev/zero > $directory/$i.roa; [ $i -lt 1000 ] || sleep 1; done"
        case hiddenFiles =
            "while :; do i=$((i + 1)); head -c 9000 /dev/zero > $directory/.$i; [ $i -lt 1000 ] || sleep 1; done"
    }

    @Test(.timeLimit(.minutes(2)), arguments: Excess.allCases)
    func rsyncIsMeasuredByWhatItWrites(_ excess: Excess) async throws {
        let programs = TemporaryDirectory()
        let rsync = try programs.installScript(
            "rsync",
            "#!/bin/sh\nfor directory; do :; done\ni=0\n\(excess.rawValue)\n"
        )
        let fixture = try Fixture {
            $0.rsyncCommand = rsync
            $0.maximumObjectSize = 10_000
            $0.maximumRepositorySize = 1_000_000
            $0.measureInterval = 0.1
        }
        let outcome = try await fixture.update(nil)
        #expect(outcome.failures.map(\.errorClass) == [.tooBig])
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path + "/transport/rsync")
        #expect(left.isEmpty)
    }

    /// RRDP and the fallback share the time of their repository.
    @Test(.timeLimit(.minutes(1))) func theFallbackHasWhatRRDPHasLeft() async throws {
        let programs = TemporaryDirectory()
        let silent = try ScriptedServer { _ in [.hang] }
        let rsync = try programs.installScript("rsync", "#!/bin/sh\nexec sleep 1000\n")
        let fixture = try Fixture {
            $0.rsyncCommand = rsync
            $0.rrdpTimeout = 1
            $0.repositoryTimeout = 2
            $0.leastFallback = 0
        }
        let outcome = try await fixture.update(silent.base + "/notification.xml")
        #expect(outcome.failures.map(\.errorClass) == [.total, .total])
        #expect(fixture.events.fetches.map(\.kind) == [.notification, .rsync])
    }

    /// RRDP cannot take more than its repository's time, and rsync is not begun with too little of it.
    @Test(.timeLimit(.minutes(1))) func whatIsLeftMustBeWorthIt() async throws {
        let silent = try ScriptedServer { _ in [.hang] }
        let fixture = try Fixture {
            $0.rrdpTimeout = 600
            $0.repositoryTimeout = 1
        }
        let outcome = try await fixture.update(silent.base + "/notification.xml")
        #expect(outcome.failures.map(\.errorClass) == [.total])
        #expect(fixture.events.fetches.map(\.kind) == [.notification])
    }
}
