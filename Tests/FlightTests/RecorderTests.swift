import DER
import Flight
import FlightEvents
import Foundation
import GRDB
import NumberResources
import Payloads
import RPKICrypto
import Testing

struct RecorderTests {
    let payload = vrp("192.0.2.0/24-24-AS65000")
    let other = vrp("2001:db8::/32-48-AS4200000000")
    let roa = Scene.object("65000.roa")

    private func query<Value: DatabaseValueConvertible>(_ scene: Scene, _ sql: String) throws -> [Value] {
        var settings = Configuration()
        settings.readonly = true
        return try DatabaseQueue(path: scene.configuration.databasePath, configuration: settings).read {
            try Value.fetchAll($0, sql: sql)
        }
    }

    @Test func whatDoesNotFitIsCountedByKind() async throws {
        let scene = try Scene { $0.queueCapacity = 2 }
        scene.cycle("start")
        scene.cycle("clock")
        scene.cycle("configuration")
        scene.router(1, "203.0.113.1:50001", .connected)
        scene.router(1, "203.0.113.1:50001", .disconnected)
        try await scene.flush()
        #expect(try query(scene, "SELECT cause FROM cycles ORDER BY cycle_id") == ["start", "clock"])
        #expect(
            try query(scene, "SELECT kind || ' ' || events FROM dropped ORDER BY kind")
                == ["cycle-completed 1", "router 2"]
        )
    }

    @Test func whatWasWrittenSurvivesAndTheRestIsReconciled() async throws {
        let scene = try Scene()
        scene.publish(announced: [(payload, [roa])])
        try await scene.flush()
        // Serial 2 is published but never recorded: the daemon is killed.
        scene.publish(announced: [(other, [])], withdrawn: [(payload, [roa])], reported: false)
        try scene.crash()
        scene.publish()
        try await scene.flush()

        #expect(try scene.database.set(at: scene.time.now().wall).vrps == [other])
        let intervals = try scene.database.intervals(of: payload)
        #expect(intervals.map(\.withdrawn?.serial) == [3])
        #expect(try query(scene, "SELECT reconciled FROM publications ORDER BY publication_id") == [0, 1])
    }

    @Test func aNewSessionGoesOnWithoutBreakingIntervals() async throws {
        let scene = try Scene()
        scene.publish(announced: [(payload, []), (other, [])])
        scene.session = 4712
        scene.publish(withdrawn: [(other, [])])
        try await scene.flush()
        #expect(try scene.database.intervals(of: payload).map(\.withdrawn?.serial) == [nil])
        #expect(try scene.database.intervals(of: other).map(\.withdrawn?.session) == [4712])
    }

    @Test func servingTheSameSetAgainAfterARestartIsNoPublication() async throws {
        let scene = try Scene()
        let snapshot = scene.publish(announced: [(payload, [])])
        try await scene.flush()
        let now = scene.time.now()
        scene.record(.published(PublicationRecord(computed: now, published: now, changes: [], snapshot: snapshot)))
        try await scene.flush()
        #expect(try query(scene, "SELECT count(*) FROM publications") == [1])
    }

    @Test func aStepRecordedBeforeItsPublicationIsStillLinked() async throws {
        let scene = try Scene()
        scene.router(1, "203.0.113.1:50001", .endOfDataAcknowledged, serial: 1)
        scene.publish(announced: [(payload, [])])
        try await scene.flush()
        #expect(try query(scene, "SELECT publication_id FROM router_steps") == [1])
    }

    @Test func aDamagedFileIsSetAside() async throws {
        let scene = try Scene()
        scene.publish(announced: [(payload, [])])
        try await scene.flush()
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: scene.configuration.databasePath + suffix)
        }
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: scene.configuration.databasePath))
        try scene.crash()
        scene.publish(announced: [(other, [])])
        try await scene.flush()
        #expect(try scene.database.set(at: scene.time.now().wall).vrps == [payload, other].sorted())
        let names = try FileManager.default.contentsOfDirectory(atPath: scene.configuration.directory)
        #expect(names.contains { $0.hasPrefix("flight.sqlite.damaged-") })
    }

    @Test func theRetentionRemovesWhatEndedAndKeepsWhatIsServed() async throws {
        let scene = try Scene()
        let lasting = Scene.object("lasting.roa")
        scene.update(added: [roa, lasting])
        scene.evaluate(manifest: 1, accepted: [roa, lasting])
        scene.publish(announced: [(payload, [roa]), (other, [lasting])])
        scene.update(removed: [roa])
        scene.evaluate(manifest: 2, gone: [(roa, .withdrawn)])
        scene.publish(withdrawn: [(payload, [roa])])
        scene.cycle("clock")
        scene.router(1, "203.0.113.1:50001", .connected)
        let early = scene.time.now().wall
        try await scene.flush()

        scene.time.advance(bySeconds: 91 * 86_400)
        try await scene.flush()
        #expect(try scene.database.timeline(of: payload).flights.isEmpty)
        let kept = try #require(try scene.database.timeline(of: other).flights.first)
        #expect(
            kept.stages.filter { $0.instantNs != nil }.map(\.name) == [
                .signed, .published, .fetched, .validated, .served,
            ]
        )
        #expect(try scene.database.set(at: scene.time.now().wall).vrps == [other])
        #expect(throws: FlightError.nothingRecorded(at: early)) { try scene.database.set(at: early) }
        #expect(try query(scene, "SELECT count(*) FROM objects") == [1])
        #expect(try query(scene, "SELECT count(*) FROM cycles") == [0])
        #expect(try query(scene, "SELECT count(*) FROM router_steps") == [0])
        // The next serial still follows on.
        scene.publish(announced: [(payload, [roa])])
        try await scene.flush()
        #expect(try query(scene, "SELECT max(reconciled) FROM publications") == [0])
    }

    @Test func everyViewCanBeRead() async throws {
        let scene = try Scene()
        scene.update(added: [roa])
        scene.evaluate(manifest: 1, accepted: [roa])
        scene.cycle("start")
        scene.publish(announced: [(payload, [roa])])
        scene.publish(withdrawn: [(payload, [roa])])
        scene.router(1, "203.0.113.1:50001", .connected)
        var fetch = FetchRecord(
            repository: scene.repository,
            uri: scene.repository,
            kind: .notification,
            scheduled: scene.time.now()
        )
        fetch.requestSent = scene.time.now()
        scene.record(.fetched(fetch))
        try await scene.flush()
        for view in try query(scene, "SELECT name FROM sqlite_master WHERE type = 'view'") as [String] {
            let rows: [Int] = try query(scene, "SELECT count(*) FROM (SELECT * FROM \(view))")
            #expect(try #require(rows.first) > 0, "\(view)")
        }
        #expect(
            try query(scene, "SELECT kind || ' ' || payload || ' ' || objects FROM payload_events")
                == ["announced \(payload) \(roa.hash)", "withdrawn \(payload) \(roa.hash)"]
        )
        #expect(try query(scene, "SELECT published_hi_time FROM object_flights") == ["2026-11-23T12:00:00.250Z"])
    }

    /// Without it, what the retention frees would never go back to the file system.
    @Test func theFileCanShrink() async throws {
        let scene = try Scene()
        #expect(try query(scene, "PRAGMA auto_vacuum") == [2])
    }

    @Test func readingWithoutRecordsSaysSo() throws {
        let configuration = FlightConfiguration(directory: "/nonexistent")
        #expect(throws: FlightError.noRecords(path: "/nonexistent/flight.sqlite")) {
            try FlightDatabase(configuration: configuration)
        }
    }

    @Test func aLaterSchemaIsRefused() async throws {
        let scene = try Scene()
        try await DatabaseQueue(path: scene.configuration.databasePath).write {
            try $0.execute(sql: "PRAGMA user_version = 99")
        }
        #expect(throws: FlightError.newerSchema(path: scene.configuration.databasePath, version: 99)) {
            try FlightDatabase(configuration: scene.configuration)
        }
        #expect(throws: FlightError.newerSchema(path: scene.configuration.databasePath, version: 99)) {
            try scene.crash()
        }
    }

    @Test func aSerialBeyond63BitsIsKeptAsText() async throws {
        let scene = try Scene()
        var record = RepositoryUpdateRecord(repository: scene.repository, scheduled: scene.time.now())
        record.transport = .rrdpSnapshot
        record.serial = .max
        scene.record(.repositoryUpdated(record))
        try await scene.flush()
        #expect(try scene.database.cycles().updates.map(\.serial) == ["18446744073709551615"])
    }

    /// Cancellation must not lose what waits: the daemon stops its services so.
    @Test func aCancelledRunWritesWhatWaits() async throws {
        let scene = try Scene()
        scene.cycle("start")
        let recorder = scene.recorder
        let task = Task { await recorder.run() }
        task.cancel()
        await task.value
        #expect(try query(scene, "SELECT count(*) FROM cycles") == [1])
    }
}
