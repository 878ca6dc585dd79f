import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto
import Testing
import Transport

/// A repository that worked turns against us: whatever it does is told precisely, ends soon and leaves what is stored
/// alone; and when it works again, so do we.
@Suite(.serialized) struct HostileRRDPTests {
    typealias Repository = HostileRepository

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: FetchRecord.ErrorClass
        let attack: Repository.Attack

        init(_ name: String, _ expected: FetchRecord.ErrorClass, _ attack: Repository.Attack) {
            testDescription = name
            self.expected = expected
            self.attack = attack
        }
    }

    private static let reference = "<snapshot uri=\"$BASE/snapshot.xml\" hash=\"\(SHA256Digest(hashing: []).hex)\"/>"
    private static let noise = (0..<4_096).map { UInt8(truncatingIfNeeded: ($0 &* 167) ^ ($0 >> 3)) }

    static let connections = [
        Case("accepts and says nothing", .connectTimeout, .accept([.hang])),
        Case("accepts and hangs up", .tls, .accept([])),
        Case("answers TLS with noise", .tls, .accept([.send(noise)])),
        Case("answers TLS with noise without end", .tls, .accept([.flood(noise)])),
        Case("answers TLS with HTTP", .tls, .accept([.head("HTTP/1.1 400 Bad Request")])),
        Case("drips a TLS record", .connectTimeout, .accept([.drip([22, 3, 3, 64, 0] + noise, milliseconds: 100)])),
    ]

    static let answers = [
        Case("takes the request and says nothing", .idle, .notification([.hang])),
        Case("takes the request and hangs up", .http, .notification([])),
        Case(
            "drips its header",
            .idle,
            .notification([.text("HTTP/1.1 200 OK\r\nX: "), .trickle([65], milliseconds: 50)])
        ),
        Case("drips its body", .idle, .notification([.head("HTTP/1.1 200 OK"), .trickle([32], milliseconds: 50)])),
        Case(
            "is just fast enough, without end",
            .total,
            .notification([
                .head("HTTP/1.1 200 OK"), .trickle([UInt8](repeating: 32, count: 2_000), milliseconds: 200),
            ])
        ),
        Case("sends a long header line", .http, .notification([.text("HTTP/1.1 200 OK\r\nX: "), .flood(spaces)])),
        Case(
            "sends header lines without end",
            .http,
            .notification([.text("HTTP/1.1 200 OK\r\n"), .flood(Array("X: y\r\n".utf8))])
        ),
        Case(
            "sends provisional answers without end",
            .http,
            .notification([.flood(Array("HTTP/1.1 103 Early Hints\r\n\r\n".utf8))])
        ),
        Case("speaks no HTTP", .http, .notification([.text("hello\r\nworld\r\n")])),
        Case("sends noise for an answer", .http, .notification([.send(noise)])),
        Case("sends a body without end", .tooBig, .notification([.head("HTTP/1.1 200 OK"), .flood(spaces)])),
        Case(
            "sends chunks without end",
            .tooBig,
            .notification([
                .head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"),
                .flood(Array("1000\r\n".utf8) + spaces.prefix(4_096) + Array("\r\n".utf8)),
            ])
        ),
        Case(
            "sends a chunk of no length",
            .http,
            .notification([.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"), .text("zz\r\n")])
        ),
        Case(
            "announces too much",
            .tooBig,
            .notification([.head("HTTP/1.1 200 OK", "Content-Length: 1000001"), .hang])
        ),
        Case(
            "announces more than there is",
            .tooBig,
            .notification([.head("HTTP/1.1 200 OK", "Content-Length: 99999999999999999999"), .hang])
        ),
        Case(
            "announces a negative length",
            .http,
            .notification([.head("HTTP/1.1 200 OK", "Content-Length: -5"), .hang])
        ),
        Case(
            "breaks off",
            .http,
            .notification([.head("HTTP/1.1 200 OK", "Content-Length: 1000"), .text("<notification")])
        ),
        Case(
            "breaks off where nothing was announced",
            .xml,
            .notification([.head("HTTP/1.1 200 OK"), .text("<notif")])
        ),
        Case(
            "claims a compression that is none",
            .http,
            .notification([.head("HTTP/1.1 200 OK", "Content-Encoding: gzip"), .send(noise)])
        ),
        Case(
            "compresses twice",
            .http,
            .notification([.head("HTTP/1.1 200 OK", "Content-Encoding: gzip, gzip"), .hang])
        ),
        Case(
            "compresses the transfer",
            .http,
            .notification([.head("HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked"), .hang])
        ),
        Case("has not modified what nobody has", .http, .notification([.head("HTTP/1.1 304 Not Modified")])),
        Case("sends a part", .http, .notification([.head("HTTP/1.1 206 Partial Content", "Content-Length: 0")])),
        Case("has nothing to say", .http, .notification([.head("HTTP/1.1 204 No Content")])),
        Case("has a status of its own", .http, .notification([.head("HTTP/1.1 999 ?", "Content-Length: 0")])),
    ]

    private static let spaces = [UInt8](repeating: 32, count: 65_536)

    private static func redirect(_ target: String) -> Repository.Attack {
        .notification([.head("HTTP/1.1 302 Found", "Location: \(target)", "Content-Length: 0")])
    }

    static let redirects = [
        Case("redirects elsewhere", .origin, redirect("https://repo.example/notification.xml")),
        Case("redirects to another port", .origin, redirect("https://localhost:1/notification.xml")),
        Case("redirects out of TLS", .origin, redirect("http://localhost/notification.xml")),
        Case("redirects into the file system", .origin, redirect("file:///etc/passwd")),
        Case("redirects into our network", .origin, redirect("//169.254.169.254/latest/meta-data")),
        Case("redirects in a circle", .http, redirect("/notification.xml")),
        Case("redirects to nowhere", .http, .notification([.head("HTTP/1.1 302 Found", "Content-Length: 0")])),
        Case("redirects to nonsense", .http, redirect("https://[")),
    ]

    static let documents = [
        Case("an empty document", .xml, .document("")),
        Case("a page of HTML", .xml, .document("<html><body>It works!</body></html>")),
        Case(
            "a document type with entities of entities",
            .xml,
            .document(
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">"
                    + (0..<20).map { "<!ENTITY \(Character(Unicode.Scalar(UInt8(98 + $0)))) \"&a;&a;&a;&a;\">" }
                    .joined()
                    + "]><notification>&u;</notification>"
            )
        ),
        Case(
            "an entity that is a file of ours",
            .xml,
            .document("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><notification>&a;</notification>")
        ),
        Case("elements in elements", .xml, .document(String(repeating: "<notification>", count: 50_000))),
        Case("a NUL octet", .xml, .document("<notification\u{0}>")),
        Case("letters beyond ASCII", .xml, .document("<notification x=\"é\"/>")),
        Case("another encoding", .xml, .document("\u{FEFF}<notification/>")),
        Case(
            "a long attribute",
            .tooBig,
            notification("<snapshot uri=\"\(String(repeating: "a", count: 200_000))\"/>")
        ),
        Case("a long comment", .tooBig, .document("<!--" + String(repeating: "a", count: 200_000))),
        Case("many attributes", .xml, .document("<notification " + (0..<5_000).map { "a\($0)=\"\" " }.joined() + "/>")),
        Case("two snapshots", .xml, notification(reference + reference)),
        Case("no snapshot", .xml, notification("")),
        Case("an object", .xml, notification(reference + "<publish uri=\"rsync://a/b/c\">eA==</publish>")),
        Case("serial 0", .xml, notification(reference, serial: "0")),
        Case("serial -1", .xml, notification(reference, serial: "-1")),
        Case("serial 2^63", .xml, notification(reference, serial: "9223372036854775808")),
        Case(
            "a serial of a thousand digits",
            .xml,
            notification(reference, serial: String(repeating: "9", count: 1_000))
        ),
        Case("a session of its own kind", .xml, notification(reference, session: "../../../etc/passwd")),
        Case(
            "a snapshot elsewhere",
            .origin,
            notification(reference.replacingOccurrences(of: "$BASE", with: "https://x.example"))
        ),
        Case(
            "a snapshot without TLS",
            .xml,
            notification(reference.replacingOccurrences(of: "$BASE", with: "http://localhost"))
        ),
        Case(
            "a delta elsewhere",
            .origin,
            notification(
                reference
                    + "<delta serial=\"1\" uri=\"https://x.example/1\" hash=\"\(SHA256Digest(hashing: []).hex)\"/>"
            )
        ),
        Case("more deltas than a notification may hold", .tooBig, notification(reference + deltas(8_000))),
        // Not one of them is asked for, but the snapshot, which is not of this serial.
        Case(
            "more deltas than anyone applies",
            .session,
            notification(reference + deltas(4_000), session: Repository.session, serial: "4000")
        ),
    ]

    private static func notification(
        _ content: String,
        session: String = Repository.newSession,
        serial: String = "1"
    ) -> Repository.Attack {
        Repository.notification(content, session: session, serial: serial)
    }

    private static func deltas(_ count: Int) -> String {
        (1...count).map { serial in
            "<delta serial=\"\(serial)\" uri=\"$BASE/\(serial).xml\" hash=\"\(SHA256Digest(hashing: []).hex)\"/>\n"
        }.joined()
    }

    private static func publish(_ uri: String, _ content: String = "eA==") -> String {
        "<publish uri=\"\(uri)\">\(content)</publish>"
    }

    private static let emptySnapshot = Repository.document("snapshot", Repository.newSession, 1, "")

    static let snapshots = [
        Case("another hash", .hash, .snapshot(Repository.body(emptySnapshot), hash: Repository.hash("x"))),
        Case("another session", .session, Repository.snapshot("", session: "11111111-1111-4111-8111-111111111111")),
        Case("another serial", .session, Repository.snapshot("", serial: 2)),
        Case(
            "no snapshot",
            .http,
            .snapshot([.head("HTTP/1.1 404 No", "Content-Length: 0")], hash: Repository.hash("x"))
        ),
        Case("not modified", .http, .snapshot([.head("HTTP/1.1 304 No")], hash: Repository.hash("x"))),
        Case("noise", .xml, .snapshot([.head("HTTP/1.1 200 OK"), .send(noise)], hash: Repository.hash("x"))),
        Case(
            "an object without end",
            .tooBig,
            .snapshot(
                [
                    .head("HTTP/1.1 200 OK"),
                    .text(emptySnapshot.replacingOccurrences(of: "</snapshot>", with: "")),
                    .text("<publish uri=\"rsync://repo.example/m/x\">"),
                    .flood([UInt8](repeating: 65, count: 4_096)),
                ],
                hash: Repository.hash("x")
            )
        ),
        Case(
            "the same object over and over",
            .xml,
            .snapshot(
                [
                    .head("HTTP/1.1 200 OK"),
                    .text(emptySnapshot.replacingOccurrences(of: "</snapshot>", with: "")),
                    .flood(Array((publish("rsync://repo.example/m/x") + "\n").utf8)),
                ],
                hash: Repository.hash("x")
            )
        ),
        Case("a name twice", .xml, Repository.snapshot(publish(Repository.name) + publish(Repository.name))),
        Case(
            "an object too big",
            .tooBig,
            Repository.snapshot(publish(Repository.name, String(repeating: "AAAA", count: 30_000)))
        ),
        Case("no base64", .xml, Repository.snapshot(publish(Repository.name, "@@@@"))),
        Case("base64 that ends early", .xml, Repository.snapshot(publish(Repository.name, "eA"))),
        Case("base64 with an element", .xml, Repository.snapshot(publish(Repository.name, "e<a/>A=="))),
        Case("a withdrawal", .xml, Repository.snapshot("<withdraw uri=\"\(Repository.name)\" hash=\"00\"/>")),
        Case("a name that climbs", .xml, Repository.snapshot(publish("rsync://repo.example/module/../../etc/passwd"))),
        Case("a name of dots", .xml, Repository.snapshot(publish("rsync://repo.example/../module/a.roa"))),
        Case("a name with a NUL", .xml, Repository.snapshot(publish("rsync://repo.example/module/a&#0;.roa"))),
        Case("a name with a space", .xml, Repository.snapshot(publish("rsync://repo.example/module/a b.roa"))),
        Case("a name that is no rsync URI", .xml, Repository.snapshot(publish("file:///etc/passwd"))),
        Case("a name without a file", .xml, Repository.snapshot(publish("rsync://repo.example/module/"))),
        Case(
            "a long name",
            .tooBig,
            Repository.snapshot(publish("rsync://repo.example/" + String(repeating: "a", count: 3_000)))
        ),
    ]

    @Test(.timeLimit(.minutes(2)), arguments: connections + answers + redirects + documents + snapshots)
    func isToldAndSurvived(_ test: Case) async throws {
        let repository = try Repository()
        let fixture = try Fixture {
            $0.fallback = .never
            $0.connectTimeout = test.expected == .connectTimeout ? 2 : 30
            $0.idleTimeout = test.expected == .idle ? 2 : 30
            $0.rrdpTimeout = test.expected == .total ? 4 : 60
            $0.maximumNotificationSize = 1_000_000
            $0.maximumObjectSize = 50_000
        }
        #expect(try await fixture.update(repository.notifyURI).failures.isEmpty)
        let before = try fixture.contents(of: rrdp(repository.notifyURI))
        #expect(before == [Repository.name: Array("good".utf8)])

        repository.begin(test.attack)
        let outcome = try await fixture.update(repository.notifyURI)
        #expect(outcome.failures.map(\.errorClass) == [test.expected], "\(outcome.failures)")
        #expect(outcome.verdict == .failed)
        #expect(outcome.source == rrdp(repository.notifyURI))
        #expect(fixture.events.fetches.last?.errorClass == test.expected)
        #expect(fixture.events.updates.last?.errorClass == test.expected)
        #expect(fixture.events.updates.last?.transport == nil)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == before)

        repository.end()
        #expect(try await fixture.update(repository.notifyURI).verdict == .unchanged)
        #expect(try fixture.contents(of: rrdp(repository.notifyURI)) == before)
    }

    /// A thousandfold of what came, and it takes no more memory than anything else.
    @Test(.timeLimit(.minutes(2))) func compressionBombsFillNoMemory() async throws {
        let directory = TemporaryDirectory()
        try ServerProcess.run(
            "sh",
            ["-c", "head -c 1000000000 /dev/zero | tr '\\0' ' ' | gzip -9 > \(directory.path)/bomb"]
        )
        let bomb = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory.path + "/bomb")))
        let answer: [ScriptedServer.Step] = [.head("HTTP/1.1 200 OK", "Content-Encoding: gzip"), .send(bomb)]
        let repository = try Repository()
        let fixture = try Fixture {
            $0.fallback = .never
            $0.maximumSnapshotSize = 900_000_000
        }
        let before = Memory.resident
        repository.begin(.notification(answer))
        #expect(try await fixture.update(repository.notifyURI).failures.map(\.errorClass) == [.tooBig])
        // All of it goes through the parser.
        repository.begin(.snapshot(answer, hash: Repository.hash("x")))
        async let outcome = fixture.update(repository.notifyURI)
        var most = 0
        while fixture.events.updates.count < 2 {
            most = max(most, Memory.resident)
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await outcome.failures.map(\.errorClass) == [.tooBig])
        #expect(most - before < 150_000_000)
    }
}

enum Memory {
    /// Octets of this process in memory.
    static var resident: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages?.dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
    }
}
