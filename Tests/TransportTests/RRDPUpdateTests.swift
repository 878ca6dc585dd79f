import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto
import Testing
import Transport

/// RRDP against a real nginx with TLS.
@Suite struct RRDPUpdateTests {
    private static let secondSession = "00000000-0000-4000-8000-000000000000"

    @Test func snapshotThenUnchangedThenDelta() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture()
        try repository.publish(["a.roa": "one", "b.mft": "two", "c.asa": "three"])

        let first = try await fixture.update(repository.notifyURI)
        #expect(first.failures.isEmpty)
        #expect(first.verdict == .changed)
        #expect(first.source == rrdp(repository.notifyURI))
        #expect(first.change?.added.count == 3)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == repository.objects)

        let second = try await fixture.update(repository.notifyURI)
        #expect(second.verdict == .unchanged)
        #expect(second.change?.contentsChanged == false)
        #expect(server.requests.last == "/notification.xml 304")

        try repository.publish(["a.roa": "uno", "b.mft": nil, "d.cer": "four"])
        try repository.publish(["d.cer": "quattro"])
        let third = try await fixture.update(repository.notifyURI)
        #expect(third.failures.isEmpty)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == repository.objects)
        #expect(!server.requests.contains("/\(repository.snapshotFile) 200"))

        let updates = fixture.events.updates
        #expect(updates.map(\.transport) == [.rrdpSnapshot, .unchanged, .rrdpDelta])
        #expect(updates.map(\.serial) == [1, 1, 3])
        #expect(Set(updates[0].added.map(\.uri)) == [TestRepository.name("a.roa"), TestRepository.name("c.asa")])
        #expect(Set(updates[2].added.map(\.uri)) == [TestRepository.name("a.roa"), TestRepository.name("d.cer")])
        #expect(updates[2].removed.map(\.uri) == [TestRepository.name("a.roa")])
        #expect(updates[0].previousRequestSent == nil)
        #expect(updates[1].previousRequestSent == updates[0].requestSent)
        #expect(updates[2].previousRequestSent == updates[1].requestSent)
        #expect(
            fixture.events.fetches.map(\.kind) == [
                .notification, .snapshot, .notification, .notification, .delta, .delta,
            ]
        )
    }

    @Test func everyPhaseHasItsInstant() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture()
        try repository.publish(["a.roa": String(repeating: "content ", count: 10_000)])
        _ = try await fixture.update(repository.notifyURI)
        let fetch = try #require(fixture.events.fetches.first { $0.kind == .notification })
        let instants = [
            fetch.scheduled, try #require(fetch.resolved), try #require(fetch.connected), try #require(fetch.secured),
            try #require(fetch.requestSent), try #require(fetch.firstByte), try #require(fetch.lastByte),
        ]
        #expect(instants.map(\.monotonic) == instants.map(\.monotonic).sorted())
        #expect(fetch.httpStatus == 200)
        #expect(fetch.httpVersion == "2")
        #expect(fetch.remoteAddress == "127.0.0.1")
        #expect(fetch.lastModified != nil)
        #expect(fetch.errorClass == nil)
        let snapshot = try #require(fixture.events.fetches.first { $0.kind == .snapshot })
        // Compressed on the wire.
        #expect(snapshot.decodedBytes > 100_000)
        #expect(snapshot.wireBytes < snapshot.decodedBytes)
        let update = try #require(fixture.events.updates.first)
        #expect(update.firstByte == fetch.firstByte)
        #expect(try #require(update.committed).monotonic >= (try #require(update.lastByte)).monotonic)
    }

    @Test func whatTheServerSaysOfTheAnswerIsKept() async throws {
        let server = try ScriptedServer { _ in
            [
                .head(
                    "HTTP/1.1 404 No",
                    "Content-Length: 0",
                    "Age: 17",
                    "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                    "ETag: \"x\"",
                    "Last-Modified: Sun, 06 Nov 1994 08:00:00 GMT"
                )
            ]
        }
        let fixture = try Fixture { $0.fallback = .never }
        _ = try await fixture.update(server.base + "/notification.xml")
        let fetch = try #require(fixture.events.fetches.first)
        #expect(fetch.age == "17")
        #expect(fetch.etag == "\"x\"")
        #expect(fetch.lastModified == "Sun, 06 Nov 1994 08:00:00 GMT")
        #expect(fetch.httpVersion == "1.1")
        #expect(fetch.httpStatus == 404)
        let firstByte = try #require(fetch.firstByte)
        let offset = try #require(fetch.clockOffset)
        #expect(abs(offset - (784_111_777 - Double(firstByte.wall) / 1e9)) < 0.001)
    }

    @Test func aNewSessionReplacesEverything() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture()
        try repository.publish(["a.roa": "one", "b.roa": "two"])
        _ = try await fixture.update(repository.notifyURI)
        try repository.publish(["b.roa": nil, "c.roa": "three"])
        try repository.changeSession(to: Self.secondSession)
        let outcome = try await fixture.update(repository.notifyURI)
        #expect(outcome.verdict == .changed)
        #expect(fixture.events.updates.last?.transport == .rrdpSnapshot)
        #expect(fixture.events.updates.last?.session == Self.secondSession)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == repository.objects)
    }

    @Test func aLowerSerialTakesTheSnapshot() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture()
        for content in ["one", "two", "three"] { try repository.publish(["a.roa": content]) }
        _ = try await fixture.update(repository.notifyURI)
        try repository.regress(to: 2)
        _ = try await fixture.update(repository.notifyURI)
        #expect(fixture.events.updates.map(\.transport) == [.rrdpSnapshot, .rrdpSnapshot])
        #expect(fixture.events.updates.last?.serial == 2)
    }

    /// How a delta can be bad; the snapshot then brings the truth.
    enum BadDelta: CaseIterable {
        case hash, xml, conflict, publishExisting, withdrawMissing, missing
    }

    @Test(arguments: BadDelta.allCases) func aBadDeltaLeadsToTheSnapshot(_ fault: BadDelta) async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture()
        try repository.publish(["a.roa": "one", "b.roa": "two"])
        _ = try await fixture.update(repository.notifyURI)
        try repository.publish(["a.roa": "uno"])
        let (name, wrong) = (TestRepository.name("a.roa"), SHA256Digest(hashing: []).hex)
        switch fault {
        case .hash: try repository.replaceLastDelta(["<publish uri=\"\(name)x\">eA==</publish>"], updatingHash: false)
        case .xml: try repository.replaceLastDelta(["<publish uri=\"\(name)x\">x</publish>"], updatingHash: true)
        case .conflict:
            try repository.replaceLastDelta(
                ["<publish uri=\"\(name)\" hash=\"\(wrong)\">eA==</publish>"],
                updatingHash: true
            )
        case .publishExisting:
            try repository.replaceLastDelta(["<publish uri=\"\(name)\">eA==</publish>"], updatingHash: true)
        case .withdrawMissing:
            try repository.replaceLastDelta(["<withdraw uri=\"\(name)x\" hash=\"\(wrong)\"/>"], updatingHash: true)
        case .missing: try server.root.remove("\(repository.session)/2/delta.xml")
        }
        let outcome = try await fixture.update(repository.notifyURI)
        #expect(outcome.failures.isEmpty)
        #expect(fixture.events.updates.last?.transport == .rrdpSnapshot)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == repository.objects)
    }

    /// RFC 9697: the last delta that we applied is listed with another hash now.
    @Test func aChangedDeltaLeadsToTheSnapshot() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture()
        try repository.publish(["a.roa": "one"])
        try repository.publish(["a.roa": "two"])
        _ = try await fixture.update(repository.notifyURI)
        try repository.replaceLastDelta(["<withdraw uri=\"x\"/>"], updatingHash: true)
        _ = try await fixture.update(repository.notifyURI)
        #expect(fixture.events.updates.map(\.transport) == [.rrdpSnapshot, .rrdpSnapshot])
    }

    /// What makes an update fail, and how it is told.
    enum BadUpdate: CaseIterable {
        case snapshotHash, snapshotSession, snapshotSerial, snapshotOrigin, snapshotMissing, notificationXML
        case notificationMissing, documentType

        var expected: FetchRecord.ErrorClass {
            switch self {
            case .snapshotHash: .hash
            case .snapshotSession, .snapshotSerial: .session
            case .snapshotOrigin: .origin
            case .snapshotMissing, .notificationMissing: .http
            case .notificationXML, .documentType: .xml
            }
        }
    }

    @Test(arguments: BadUpdate.allCases) func aFailureLeavesTheContentsAlone(_ fault: BadUpdate) async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        let fixture = try Fixture { $0.fallback = .never }
        try repository.publish(["a.roa": "one"])
        _ = try await fixture.update(repository.notifyURI)
        let before = try fixture.contents(of: rrdp(repository.notifyURI))
        try repository.publish(["a.roa": "two"])
        try repository.changeSession(to: Self.secondSession)
        func writeSnapshot(_ text: String) throws {
            try server.root.write(repository.snapshotFile, text)
            try repository.writeNotification(snapshotHash: SHA256Digest(hashing: Array(text.utf8)))
        }
        switch fault {
        case .snapshotHash: try server.root.write(repository.snapshotFile, repository.document("snapshot", []))
        case .snapshotSession:
            try writeSnapshot(repository.document("snapshot", [], session: "9df4b597-af9e-4dca-bdda-719cce2c4e28"))
        case .snapshotSerial: try writeSnapshot(repository.document("snapshot", [], serial: 7))
        case .snapshotOrigin:
            try repository.writeNotification(
                snapshotHash: SHA256Digest(hashing: []),
                snapshotURI: "https://127.0.0.1:\(server.port)/\(repository.snapshotFile)"
            )
        case .snapshotMissing: try server.root.remove(repository.snapshotFile)
        case .notificationXML: try server.root.write("notification.xml", "<html></html>")
        case .notificationMissing: try server.root.remove("notification.xml")
        case .documentType:
            try server.root.write("notification.xml", "<!DOCTYPE x>" + repository.document("notification", []))
        }
        let outcome = try await fixture.update(repository.notifyURI)
        #expect(outcome.verdict == .failed)
        #expect(outcome.change == nil)
        #expect(outcome.source == rrdp(repository.notifyURI))
        #expect(outcome.failures.map(\.errorClass) == [fault.expected])
        #expect(fixture.events.updates.last?.transport == nil)
        #expect(fixture.events.updates.last?.errorClass == fault.expected)
        #expect(fixture.events.fetches.last?.errorClass == fault.expected)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == before)
        // The failure is forgotten once the repository is whole again.
        try repository.writeSnapshotAndNotification()
        #expect(try await fixture.update(repository.notifyURI).verdict == .changed)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == repository.objects)
    }

    @Test func contentsBelongToTheirRepositoryWhateverTheirNames() async throws {
        let (one, two) = (try HTTPSServer(), try HTTPSServer())
        var (first, second) = (TestRepository(one), TestRepository(two))
        try first.publish(["a.roa": "of the first"])
        try second.publish(["a.roa": "of the second", "b.roa": "x"])
        let fixture = try Fixture()
        _ = try await fixture.update(first.notifyURI)
        _ = try await fixture.update(second.notifyURI)
        #expect(try fixture.contents(of: rrdp(first.notifyURI)) == first.objects)
        #expect(try fixture.contents(of: rrdp(second.notifyURI)) == second.objects)
    }

    @Test func redirectsStayOnTheOrigin() async throws {
        let server = try HTTPSServer(
            locations: """
                location /moved.xml { return 302 /notification.xml; }
                location /away.xml { return 302 https://127.0.0.1:$PORT/notification.xml; }
                location /plain.xml { return 302 http://localhost:$PORT/notification.xml; }
                location /loop.xml { return 302 /loop.xml; }
                """
        )
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let fixture = try Fixture { $0.fallback = .never }
        #expect(try await fixture.update(server.base + "/moved.xml").verdict == .changed)
        for (path, expected) in [
            ("/away.xml", FetchRecord.ErrorClass.origin), ("/plain.xml", .origin), ("/loop.xml", .http),
        ] {
            #expect(try await fixture.update(server.base + path).failures.map(\.errorClass) == [expected])
        }
        #expect(server.requests.filter { $0 == "/loop.xml 302" }.count == 11)
    }

    @Test func aServerThatDribblesIsCutByTheTotalTime() async throws {
        let server = try HTTPSServer(
            locations: "location /slow/ { gzip off; limit_rate 100; rewrite ^/slow/(.*)$ /$1 break; }"
        )
        try server.root.write("notification.xml", String(repeating: " ", count: 100_000))
        let fixture = try Fixture {
            $0.fallback = .never
            $0.rrdpTimeout = 2
        }
        let outcome = try await fixture.update(server.base + "/slow/notification.xml")
        #expect(outcome.failures.map(\.errorClass) == [.total])
    }

    @Test func filesBeyondTheLimitAreCut() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        // Compresses well: the limit is on what comes out.
        try repository.publish(["a.roa": String(repeating: "a", count: 2_000_000)])
        let fixture = try Fixture {
            $0.fallback = .never
            $0.maximumSnapshotSize = 1_000_000
        }
        let outcome = try await fixture.update(repository.notifyURI)
        #expect(outcome.failures.map(\.errorClass) == [.tooBig])
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)).isEmpty)
    }

    /// More than the buffer between network and parser holds.
    @Test func aLargeSnapshotPassesThroughTheBoundedBuffer() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        var objects: [String: String?] = [:]
        for index in 0..<2_000 {
            objects["\(index).roa"] = (0..<100).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }
                .joined()
        }
        try repository.publish(objects)
        let fixture = try Fixture()
        _ = try await fixture.update(repository.notifyURI)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == repository.objects)
    }

    @Test func certificatesAreVerified() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let fixture = try Fixture {
            $0.fallback = .never
            $0.rootCertificateFiles = []
        }
        #expect(try await fixture.update(repository.notifyURI).failures.map(\.errorClass) == [.tls])
    }

    @Test func dubiousHostsAreRefused() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let fixture = try Fixture {
            $0.fallback = .never
            $0.hosts = HostPolicy()
        }
        #expect(try await fixture.update(repository.notifyURI).failures.map(\.errorClass) == [.address])
        #expect(server.requests.isEmpty)
    }

    @Test func oneFetchForWhoeverAsksAtTheSameTime() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let fixture = try Fixture()
        let locations = try (0..<20).map {
            try Fixture.location(repository.notifyURI, "rsync://localhost:1/module\($0)/")
        }
        let verdicts = await withTaskGroup(of: SchedulePolicy.Verdict.self) { group in
            for location in locations { group.addTask { await fixture.fetcher.update(location).verdict } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts == Array(repeating: .changed, count: 20))
        #expect(server.requests.filter { $0.hasPrefix("/notification.xml") }.count == 1)
    }

    /// Another location with the same notification file learns what the first did; one that asks twice means it.
    @Test func aLaterLocationSharesTheFetch() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let fixture = try Fixture()
        let first = try await fixture.update(repository.notifyURI, "rsync://localhost:1/one/")
        let second = try await fixture.update(repository.notifyURI, "rsync://localhost:1/two/")
        #expect(second.change == first.change)
        #expect(server.requests.count == 2)
        #expect(try await fixture.update(repository.notifyURI, "rsync://localhost:1/two/").verdict == .unchanged)
        #expect(server.requests.count == 3)
    }

    @Test func anewTakesTheSnapshotAgain() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let fixture = try Fixture()
        _ = try await fixture.update(repository.notifyURI)
        let again = try await fixture.update(repository.notifyURI, anew: true)
        #expect(again.verdict == .unchanged)
        #expect(fixture.events.fetches.map(\.kind) == [.notification, .snapshot, .notification, .snapshot])
    }
}
