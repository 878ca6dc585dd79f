import RPKICrypto
import RPKIObjects
import Testing
import Transport

/// Which files are fetched after a look at the notification (RFC 8182 section 3.4, RFC 9697).
@Suite struct NotificationPlanTests {
    private static let session = "9df4b597-af9e-4dca-bdda-719cce2c4e28"
    private static let other = "00000000-0000-4000-8000-000000000000"

    private static func hash(_ value: UInt64) -> SHA256Digest {
        SHA256Digest(hashing: Array("\(value)".utf8))
    }

    private static func notification(
        serial: UInt64,
        deltas: [UInt64],
        session: String = session,
        host: String = "repo.example",
        deltaHost: String = "repo.example",
        hashes: (UInt64) -> SHA256Digest = hash
    ) throws -> RRDPNotification {
        let list = deltas.map {
            "<delta serial=\"\($0)\" uri=\"https://\(deltaHost)/\($0).xml\" hash=\"\(hashes($0).hex)\"/>"
        }
        let text = """
            <notification xmlns="http://www.ripe.net/rpki/rrdp" version="1" session_id="\(session)" serial="\(serial)">
            <snapshot uri="https://\(host)/snapshot.xml" hash="\(hash(0).hex)"/>
            \(list.joined(separator: "\n"))
            </notification>
            """
        let origin = try #require(HTTPSURI("https://repo.example/notification.xml"))
        return try RRDPNotification(parsing: Array(text.utf8), origin: origin)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// nil: nothing is stored.
        let stored: UInt64?
        let serial: UInt64
        let deltas: [UInt64]
        let expected: Expected
        var session = NotificationPlanTests.session
        var testDescription: String { name }
    }

    enum Expected: Hashable, Sendable {
        case notModified
        case deltas([UInt64])
        case snapshot(SnapshotReason)
    }

    static let cases = [
        Case(name: "nothing stored", stored: nil, serial: 5, deltas: [4, 5], expected: .snapshot(.newRepository)),
        Case(
            name: "another session",
            stored: 4,
            serial: 5,
            deltas: [4, 5],
            expected: .snapshot(.newSession),
            session: other
        ),
        Case(name: "the same serial", stored: 5, serial: 5, deltas: [4, 5], expected: .notModified),
        Case(name: "the same serial, no deltas", stored: 5, serial: 5, deltas: [], expected: .notModified),
        Case(name: "one behind", stored: 4, serial: 5, deltas: [3, 4, 5], expected: .deltas([5])),
        Case(
            name: "two behind, listed newest first",
            stored: 3,
            serial: 5,
            deltas: [5, 4, 3],
            expected: .deltas([4, 5])
        ),
        Case(name: "exactly the list", stored: 2, serial: 5, deltas: [3, 4, 5], expected: .deltas([3, 4, 5])),
        Case(
            name: "older than the list",
            stored: 1,
            serial: 5,
            deltas: [3, 4, 5],
            expected: .snapshot(.outdatedLocal)
        ),
        Case(name: "no deltas", stored: 4, serial: 5, deltas: [], expected: .snapshot(.emptyDeltaSet)),
        Case(name: "a gap", stored: 2, serial: 5, deltas: [3, 5], expected: .snapshot(.inconsistentDeltaSet)),
        Case(
            name: "a gap before what is needed",
            stored: 4,
            serial: 5,
            deltas: [2, 4, 5],
            expected: .snapshot(.inconsistentDeltaSet)
        ),
        Case(
            name: "a repetition",
            stored: 4,
            serial: 5,
            deltas: [4, 5, 5],
            expected: .snapshot(.inconsistentDeltaSet)
        ),
        Case(
            name: "a repetition that hides a gap",
            stored: 2,
            serial: 5,
            deltas: [3, 3, 5],
            expected: .snapshot(.inconsistentDeltaSet)
        ),
        Case(
            name: "the list ends early",
            stored: 3,
            serial: 5,
            deltas: [3, 4],
            expected: .snapshot(.inconsistentDeltaSet)
        ),
        Case(
            name: "the list ends late",
            stored: 4,
            serial: 5,
            deltas: [5, 6],
            expected: .snapshot(.inconsistentDeltaSet)
        ),
        Case(name: "a lower serial", stored: 6, serial: 5, deltas: [4, 5], expected: .snapshot(.serialRegression)),
        Case(name: "100 to apply", stored: 1, serial: 101, deltas: Array(2...101), expected: .deltas(Array(2...101))),
        Case(name: "101 to apply", stored: 1, serial: 102, deltas: Array(2...102), expected: .snapshot(.tooManyDeltas)),
        Case(name: "500 listed", stored: 499, serial: 500, deltas: Array(1...500), expected: .deltas([500])),
        Case(name: "501 listed", stored: 500, serial: 501, deltas: Array(1...501), expected: .snapshot(.largeDeltaSet)),
        Case(
            name: "the largest serial",
            stored: UInt64(Int64.max) - 1,
            serial: UInt64(Int64.max),
            deltas: [UInt64(Int64.max)],
            expected: .deltas([UInt64(Int64.max)])
        ),
    ]

    @Test(arguments: cases) func decides(_ test: Case) throws {
        let notification = try Self.notification(serial: test.serial, deltas: test.deltas, session: test.session)
        let stored = test.stored.map { StoredRRDP(session: Self.session, serial: $0) }
        let plan = NotificationPlan(stored: stored, notification: notification)
        switch (plan, test.expected) {
        case (.notModified, .notModified): break
        case (.deltas(let deltas), .deltas(let serials)):
            #expect(deltas.map(\.serial) == serials)
            #expect(deltas.allSatisfy { $0.reference.hash == Self.hash($0.serial) })
        case (.snapshot(let reason), .snapshot(let expected)): #expect(reason == expected)
        default: Issue.record("\(plan) instead of \(test.expected)")
        }
    }

    /// RFC 9697: a delta that was listed with another hash before, needed or not, even when nothing is new.
    @Test(arguments: [5, 6] as [UInt64]) func aChangedDeltaResynchronises(serial: UInt64) throws {
        let before = try Self.notification(serial: 5, deltas: [3, 4, 5])
        let after = try Self.notification(serial: serial, deltas: Array(3...serial)) { Self.hash($0 == 4 ? 99 : $0) }
        let stored = StoredRRDP(session: Self.session, serial: 5, deltaHashes: before.deltaHashes)
        #expect(NotificationPlan(stored: stored, notification: after) == .snapshot(.deltaMutation))
        let same = try Self.notification(serial: serial, deltas: Array(3...serial))
        #expect(NotificationPlan(stored: stored, notification: same) != .snapshot(.deltaMutation))
    }

    /// RFC 9674 section 3.
    @Test func filesOnOtherOriginsAreRefused() {
        let refused: (any Error) -> Bool = { ($0 as? RRDPError)?.code == .otherOrigin }
        #expect { try Self.notification(serial: 5, deltas: [5], host: "evil.example") } throws: { refused($0) }
        #expect { try Self.notification(serial: 5, deltas: [5], deltaHost: "evil.example") } throws: { refused($0) }
        #expect { try Self.notification(serial: 5, deltas: [5], host: "repo.example:444") } throws: { refused($0) }
        #expect(throws: Never.self) { try Self.notification(serial: 5, deltas: [5], host: "repo.example:443") }
    }
}
