import Foundation
import RPKICrypto
import Testing
import Transport

/// What documents are accepted, what they say, and why the others are refused.
@Suite struct RRDPParserTests {
    private static let session = "9df4b597-af9e-4dca-bdda-719cce2c4e28"
    private static let hash = String(repeating: "ab", count: 32)

    private static func root(_ name: String, _ content: String, namespace: String = "http://www.ripe.net/rpki/rrdp")
        -> String
    {
        "<\(name) xmlns=\"\(namespace)\" version=\"1\" session_id=\"\(session)\" serial=\"3\">\(content)</\(name)>"
    }

    private static func parse(
        _ document: RRDPParser.Document,
        _ text: some Collection<UInt8>,
        chunk: Int = .max,
        limits: RRDPParser.Limits = .init()
    ) throws(RRDPError) -> [RRDPEvent] {
        let parser = try RRDPParser(document, limits: limits)
        var events: [RRDPEvent] = []
        var rest = Array(text)[...]
        while !rest.isEmpty {
            events += try parser.parse(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
        }
        return try events + parser.finish()
    }

    @Test(arguments: [1, 7, 64, 100_000]) func readsADeltaHoweverItIsCut(chunk: Int) throws {
        let digest = try #require(SHA256Digest(hex: Self.hash))
        let text = Self.root(
            "delta",
            """

              <publish uri="rsync://Repo.example/m/a.roa">aGVs
               bG8=</publish>
              <!-- a comment between <elements> -->
              <publish uri="rsync://repo.example/m/b.mft" hash="\(Self.hash.uppercased())"></publish>
              <withdraw uri="rsync://repo.example/m/c.cer" hash="\(Self.hash)"/>

            """
        )
        let events = try Self.parse(
            .delta,
            ("<?xml version=\"1.0\" encoding=\"US-ASCII\"?>\n" + text).utf8,
            chunk: chunk
        )
        #expect(
            events == [
                .header(session: Self.session, serial: 3),
                .publish(uri: "rsync://repo.example/m/a.roa", replacing: nil, bytes: Array("hello".utf8)),
                .publish(uri: "rsync://repo.example/m/b.mft", replacing: digest, bytes: []),
                .withdraw(uri: "rsync://repo.example/m/c.cer", hash: digest),
            ]
        )
    }

    @Test func readsANotification() throws {
        let digest = try #require(SHA256Digest(hex: Self.hash))
        let text = Self.root(
            "notification",
            """
            <snapshot uri="https://repo.example/s.xml" hash="\(Self.hash)"/>
            <delta serial="3" uri="https://repo.example/3.xml" hash="\(Self.hash)"/>
            """
        )
        #expect(
            try Self.parse(.notification, text.utf8) == [
                .header(session: Self.session, serial: 3),
                .snapshot(RRDPReference(uri: "https://repo.example/s.xml", hash: digest)),
                .delta(serial: 3, RRDPReference(uri: "https://repo.example/3.xml", hash: digest)),
            ]
        )
    }

    @Test func anEmptySnapshotIsASnapshot() throws {
        #expect(
            try Self.parse(.snapshot, Self.root("snapshot", "").utf8) == [.header(session: Self.session, serial: 3)]
        )
    }

    /// A document that must be refused.
    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        let document: RRDPParser.Document
        let text: String
        let code: RRDPError.Code
        var testDescription: String { name }

        init(_ name: String, _ document: RRDPParser.Document, _ text: String, _ code: RRDPError.Code) {
            self.name = name
            self.document = document
            self.text = text
            self.code = code
        }
    }

    static let bad: [Bad] = {
        let reference = "uri=\"https://repo.example/s.xml\" hash=\"\(hash)\""
        let object = "uri=\"rsync://repo.example/m/a.roa\""
        func header(_ attributes: String) -> String {
            "<snapshot xmlns=\"http://www.ripe.net/rpki/rrdp\" \(attributes)></snapshot>"
        }
        let bomb = """
            <!DOCTYPE snapshot [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">\
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
            """
        return [
            Bad(
                "an entity bomb",
                .snapshot,
                bomb + root("snapshot", "<publish \(object)>&c;</publish>"),
                .documentType
            ),
            Bad("a document type", .snapshot, "<!DOCTYPE snapshot>" + root("snapshot", ""), .documentType),
            Bad(
                "an external document type",
                .snapshot,
                "<!DOCTYPE snapshot SYSTEM \"file:///etc/passwd\">" + root("snapshot", ""),
                .documentType
            ),
            Bad("an undefined entity", .snapshot, root("snapshot", "<publish \(object)>&x;</publish>"), .malformed),
            Bad("nothing", .snapshot, "", .malformed),
            Bad("no end", .snapshot, String(root("snapshot", "").dropLast(11)), .malformed),
            Bad("something behind the end", .snapshot, root("snapshot", "") + "<x/>", .malformed),
            Bad("a non-ASCII octet", .snapshot, root("snapshot", "<publish \(object)>aGVé</publish>"), .malformed),
            Bad("a NUL octet", .snapshot, root("snapshot", "\0"), .malformed),
            Bad(
                "another namespace",
                .snapshot,
                root("snapshot", "", namespace: "http://example.net/"),
                .wrongNamespace
            ),
            Bad("no namespace", .snapshot, "<snapshot version=\"1\"/>", .wrongNamespace),
            Bad(
                "an inner element of another namespace",
                .snapshot,
                root("snapshot", "<publish xmlns=\"x\" \(object)></publish>"),
                .wrongNamespace
            ),
            Bad("version 2", .snapshot, header("version=\"2\" session_id=\"\(session)\" serial=\"3\""), .wrongVersion),
            Bad("no version", .snapshot, header("session_id=\"\(session)\" serial=\"3\""), .missingAttribute),
            Bad("no session", .snapshot, header("version=\"1\" serial=\"3\""), .missingAttribute),
            Bad("an empty session", .snapshot, header("version=\"1\" session_id=\"\" serial=\"3\""), .badSession),
            Bad(
                "a session that is no UUID",
                .snapshot,
                header("version=\"1\" session_id=\"\(session.dropLast())g\" serial=\"3\""),
                .badSession
            ),
            Bad("serial 0", .snapshot, header("version=\"1\" session_id=\"\(session)\" serial=\"0\""), .badSerial),
            Bad(
                "a negative serial",
                .snapshot,
                header("version=\"1\" session_id=\"\(session)\" serial=\"-1\""),
                .badSerial
            ),
            Bad(
                "a serial with a sign",
                .snapshot,
                header("version=\"1\" session_id=\"\(session)\" serial=\"+1\""),
                .badSerial
            ),
            Bad(
                "serial 2^63",
                .snapshot,
                header("version=\"1\" session_id=\"\(session)\" serial=\"9223372036854775808\""),
                .badSerial
            ),
            Bad(
                "a serial of 10,000 digits",
                .snapshot,
                header("version=\"1\" session_id=\"\(session)\" serial=\"\(String(repeating: "1", count: 10_000))\""),
                .tooLarge
            ),
            Bad(
                "an unknown attribute",
                .snapshot,
                header("version=\"1\" session_id=\"\(session)\" serial=\"3\" x=\"1\""),
                .unexpectedAttribute
            ),
            Bad("a doubled attribute", .snapshot, header("version=\"1\" version=\"1\""), .malformed),
            Bad("a delta for a snapshot", .snapshot, root("delta", ""), .unexpectedElement),
            Bad("an unknown element", .snapshot, root("snapshot", "<x/>"), .unexpectedElement),
            Bad(
                "an element in an object",
                .snapshot,
                root("snapshot", "<publish \(object)><publish \(object)/></publish>"),
                .unexpectedElement
            ),
            Bad(
                "withdraw in a snapshot",
                .snapshot,
                root("snapshot", "<withdraw \(object) hash=\"\(hash)\"/>"),
                .unexpectedElement
            ),
            Bad(
                "a hash in a snapshot",
                .snapshot,
                root("snapshot", "<publish \(object) hash=\"\(hash)\"></publish>"),
                .unexpectedAttribute
            ),
            Bad("text outside of objects", .snapshot, root("snapshot", "text"), .unexpectedText),
            Bad(
                "text in a withdraw",
                .delta,
                root("delta", "<withdraw \(object) hash=\"\(hash)\">x</withdraw>"),
                .unexpectedText
            ),
            Bad("bad base64", .snapshot, root("snapshot", "<publish \(object)>a*==</publish>"), .badBase64),
            Bad("base64 cut short", .snapshot, root("snapshot", "<publish \(object)>aGVsbG8</publish>"), .badBase64),
            Bad("an object without name", .snapshot, root("snapshot", "<publish></publish>"), .missingAttribute),
            Bad("an https object", .snapshot, root("snapshot", "<publish \(reference.prefix(32))></publish>"), .badURI),
            Bad(
                "a name that climbs",
                .snapshot,
                root("snapshot", "<publish uri=\"rsync://repo.example/m/../../etc/x.roa\"></publish>"),
                .badURI
            ),
            Bad(
                "a name of 3,000 characters",
                .snapshot,
                root("snapshot", "<publish uri=\"rsync://r.example/\(String(repeating: "a", count: 3_000))\"/>"),
                .tooLarge
            ),
            Bad(
                "a huge attribute",
                .snapshot,
                root("snapshot", "<publish uri=\"\(String(repeating: "a", count: 300_000))\"/>"),
                .tooLarge
            ),
            Bad(
                "a huge comment",
                .snapshot,
                root("snapshot", "<!--\(String(repeating: "a", count: 300_000))-->"),
                .tooLarge
            ),
            Bad(
                "one name twice in a snapshot",
                .snapshot,
                root("snapshot", "<publish \(object)></publish><publish \(object)></publish>"),
                .duplicateURI
            ),
            Bad(
                "publish and withdraw of one name",
                .delta,
                root("delta", "<publish \(object)></publish><withdraw \(object) hash=\"\(hash)\"/>"),
                .duplicateURI
            ),
            Bad("an empty delta", .delta, root("delta", " "), .emptyDelta),
            Bad("withdraw without hash", .delta, root("delta", "<withdraw \(object)/>"), .missingAttribute),
            Bad("a short hash", .delta, root("delta", "<withdraw \(object) hash=\"abcd\"/>"), .badHash),
            Bad(
                "a hash that is not hexadecimal",
                .delta,
                root("delta", "<withdraw \(object) hash=\"\(hash.dropLast())g\"/>"),
                .badHash
            ),
            Bad("no snapshot", .notification, root("notification", ""), .snapshotCount),
            Bad(
                "two snapshots",
                .notification,
                root("notification", "<snapshot \(reference)/><snapshot \(reference)/>"),
                .snapshotCount
            ),
            Bad(
                "an object in a notification",
                .notification,
                root("notification", "<publish \(object)/>"),
                .unexpectedElement
            ),
            Bad(
                "a delta without serial",
                .notification,
                root("notification", "<delta \(reference)/>"),
                .missingAttribute
            ),
        ]
    }()

    @Test(arguments: bad) func refuses(_ bad: Bad) {
        #expect {
            try Self.parse(bad.document, bad.text.utf8, chunk: 4_096)
        } throws: { error in
            (error as? RRDPError)?.code == bad.code
        }
    }

    @Test func depthIsBounded() {
        let deep = String(repeating: "<publish>", count: 100_000)
        #expect { try Self.parse(.snapshot, Self.root("snapshot", deep).utf8) } throws: {
            ($0 as? RRDPError)?.code == .missingAttribute
        }
    }

    @Test(arguments: [(100, true), (101, false)]) func boundsObjects(size: Int, isAllowed: Bool) throws {
        var limits = RRDPParser.Limits()
        limits.objectSize = 100
        let base64 = Data(repeating: 7, count: size).base64EncodedString()
        let text = Self.root("snapshot", "<publish uri=\"rsync://repo.example/m/a.roa\">\(base64)</publish>")
        if isAllowed {
            #expect(try Self.parse(.snapshot, text.utf8, limits: limits).count == 2)
        } else {
            #expect { try Self.parse(.snapshot, text.utf8, limits: limits) } throws: {
                ($0 as? RRDPError)?.code == .tooLarge
            }
        }
    }

    /// The text of an object far beyond the limit is not kept until its end.
    @Test func endlessTextIsCutEarly() throws {
        var limits = RRDPParser.Limits()
        limits.objectSize = 1_000
        let parser = try RRDPParser(.snapshot, limits: limits)
        let start = Self.root("snapshot", "<publish uri=\"rsync://repo.example/m/a.roa\">").dropLast(11)
        _ = try parser.parse(Array(start.utf8))
        #expect(throws: RRDPError.self) {
            for _ in 0..<1_000 { _ = try parser.parse([UInt8](repeating: 0x41, count: 10_000)) }
        }
    }
}
