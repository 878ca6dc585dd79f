import Flight
import FlightEvents
import Foundation
import Payloads
import RPKICrypto
import Testing

struct ReportTests {
    let payload = vrp("192.0.2.0/24-24-AS65000")
    let roa = Scene.object("65000.roa")

    @Test func cyclesAreTwoTables() async throws {
        let scene = try Scene()
        scene.update(added: [roa])
        scene.cycle(scene.repository)
        var failed = RepositoryUpdateRecord(repository: "https://other.example/n.xml", scheduled: scene.time.now())
        failed.errorClass = .connectTimeout
        failed.errorText = "no answer within 15 s"
        scene.record(.repositoryUpdated(failed))
        try await scene.flush()
        let report = try scene.database.cycles()
        #expect(
            report.text == """
                Repositories
                scheduled                 result                                          serial   request  first byte  last byte  committed  octets  added  removed  repository
                2026-11-23T12:00:00.000Z  rrdp-delta                                          17  +0.000 s    +0.250 s   +0.500 s   +0.750 s    2048      3        2  https://rrdp.example/notification.xml
                2026-11-23T12:00:00.750Z  failed: connect-timeout: no answer within 15 s       -         -           -          -          -       0      0        0  https://other.example/n.xml

                Engine
                started                   duration  points  decoded  verified  announced  withdrawn  cause
                2026-11-23T12:00:00.750Z  +0.005 s       1        3         6          1          0  https://rrdp.example/notification.xml

                """
        )
        #expect(
            report.csv == """
                kind,subject,transport,error,session,serial,scheduled_ns,request_sent_ns,first_byte_ns,last_byte_ns,finished_ns,wire_bytes,objects_added,objects_removed,publication_points,objects_decoded,signatures_verified,payloads_announced,payloads_withdrawn
                repository,https://rrdp.example/notification.xml,rrdp-delta,,9df4b597-af9e-4dca-bdda-719cce2c4e28,17,1795435200000000000,1795435200000000000,1795435200250000000,1795435200500000000,1795435200750000000,2048,3,2,,,,,
                repository,https://other.example/n.xml,,connect-timeout: no answer within 15 s,,,1795435200750000000,,,,,0,0,0,,,,,
                engine,https://rrdp.example/notification.xml,,,,,1795435200750000000,,,,1795435200755000000,,,,1,3,6,1,0

                """
        )
        #expect(try scene.database.cycles(repository: "other").updates.count == 1)
        #expect(try scene.database.cycles(limit: 1).updates.map(\.repository) == ["https://other.example/n.xml"])
    }

    @Test func fetchesTellTheirPhases() async throws {
        let scene = try Scene()
        let now = scene.time.now()
        var fetch = FetchRecord(
            repository: scene.repository,
            uri: scene.repository,
            kind: .notification,
            scheduled: now
        )
        fetch.resolved = now.advanced(byNanoseconds: 1_000_000)
        fetch.connected = now.advanced(byNanoseconds: 11_000_000)
        fetch.lastByte = now.advanced(byNanoseconds: 1_500_000_000)
        fetch.httpStatus = 200
        fetch.wireBytes = 700
        scene.record(.fetched(fetch))
        try await scene.flush()
        let report = try scene.database.fetches()
        #expect(
            report.text == """
                scheduled                 kind          resolved  connected  secured  request sent  first byte  last byte  octets  result  URI
                2026-11-23T12:00:00.000Z  notification  +0.001 s   +0.011 s        -             -           -   +1.500 s     700  200     https://rrdp.example/notification.xml

                kind          result  fetches  octets  decoded   longest
                notification  200           1     700        0  +1.500 s

                """
        )
        #expect(report.csv.contains(",1000000,11000000,,,,1500000000,,200,,,700,0,,,,,\n"))
    }

    @Test func fetchesTellWhatTheServerSaid() async throws {
        let scene = try Scene()
        let now = scene.time.now()
        for kind in [FetchRecord.Kind.snapshot, .delta, .delta] {
            var fetch = FetchRecord(repository: scene.repository, uri: scene.repository, kind: kind, scheduled: now)
            fetch.firstByte = now.advanced(byNanoseconds: 500_000_000)
            fetch.httpVersion = "2"
            fetch.httpStatus = 200
            fetch.age = "17"
            fetch.etag = "W/1"
            fetch.remoteAddress = "192.0.2.1"
            fetch.decodedBytes = 2_000
            fetch.date = "Mon, 23 Nov 2026 12:00:03 GMT"
            if kind == .delta { fetch.errorClass = .hash }
            scene.record(.fetched(fetch))
        }
        try await scene.flush()
        let report = try scene.database.fetches()
        #expect(report.fetches.map(\.clockOffset) == [2.5, 2.5, 2.5])
        #expect(report.csv.contains(",200,2,192.0.2.1,0,2000,,W/1,17,2.500,\n"))
        #expect(
            report.summary == """
                kind      result  fetches  octets  decoded  longest
                delta     hash          2       0     4000        -
                snapshot  200           1       0     2000        -

                """
        )
    }

    @Test func exportHasOneRowForEachEvent() async throws {
        let scene = try Scene()
        scene.update()
        scene.time.advance(bySeconds: 60)
        scene.update(added: [roa])
        scene.evaluate(manifest: 2, accepted: [roa])
        scene.publish(announced: [(payload, [roa])])
        scene.time.advance(bySeconds: 1)
        scene.router(1, "203.0.113.1:50001", .endOfDataAcknowledged, serial: 1)
        let middle = scene.time.now().wall
        scene.time.advance(bySeconds: 1)
        scene.publish(withdrawn: [(payload, [roa])])
        try await scene.flush()

        var csv: [String] = []
        try scene.database.export(.csv) { csv.append($0) }
        let header = csv[0].trimmingCharacters(in: .newlines).split(separator: ",").map(String.init)
        #expect(header == FlightExport.columns.map(\.name))
        let rows = csv.dropFirst().map { line in
            let cells = line.dropLast().split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first })
        }
        try #require(rows.count == 2)
        #expect(rows[0]["payload"] == payload.description)
        #expect(rows[0]["kind"] == "announced")
        #expect(rows[0]["object_sha256"] == roa.hash.hex)
        #expect(rows[0]["published_lo_ns"] == "1795435200000000000")
        #expect(rows[0]["published_hi_ns"] == "1795435261000000000")
        #expect(rows[0]["d_fetched_ns"] == "500000000")
        #expect(rows[0]["d_validated_ns"] == "125000000")
        #expect(rows[0]["d_served_ns"] == "62500000")
        #expect(rows[0]["routers"] == "1")
        #expect(rows[0]["d_first_taken_up_ns"] == "1000000000")
        #expect(rows[1]["kind"] == "withdrawn")
        #expect(rows[1]["routers"] == "0")
        #expect(rows[1]["signed_ns"] == "")

        var lines: [String] = []
        try scene.database.export(.ndjson, in: middle ... .max) { lines.append($0) }
        try #require(lines.count == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(object["kind"] as? String == "withdrawn")
        #expect(object["cause"] is NSNull)
        #expect(object.count == FlightExport.columns.count)
    }

    @Test func remoteTextStaysTextInCSVAndJSON() async throws {
        let scene = try Scene()
        let object = Scene.object("a\",\n=1.roa")
        scene.evaluate(manifest: 1, accepted: [object])
        scene.publish(announced: [(payload, [object])])
        try await scene.flush()
        var csv = ""
        try scene.database.export(.csv) { csv += $0 }
        #expect(csv.contains("\"rsync://rsync.example/repo/alpha/a\"\",\n=1.roa\""))
        var json = ""
        try scene.database.export(.ndjson) { json += $0 }
        let value = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(value["object_uri"] as? String == object.uri)
    }

    @Test(
        arguments: [
            (0, "+0.000 s"), (999_999, "+0.000 s"), (-999_999, "+0.000 s"), (-1_000_000, "-0.001 s"),
            (59_999_000_000, "+59.999 s"), (60_000_000_000, "+1 min 00.000 s"),
            (3_607_500_000_000, "+1 h 00 min 07.500 s"),
            (266_707_000_000_000, "+3 d 02 h 05 min 07.000 s"), (-90_000_000_000, "-1 min 30.000 s"),
        ] as [(Int64, String)]
    )
    func delays(nanoseconds: Int64, text: String) {
        #expect(ISOTime.delay(nanoseconds) == text)
    }
}
