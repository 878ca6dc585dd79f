import NIOCore
import NumberResources
import Payloads
import RTR
import Testing

/// The router's side of RFC 8210 sections 7 and 8, and what it does with a cache that breaks the rules.
@Suite struct RTRClientSessionTests {
    private static func session(_ version: ProtocolVersion = .v1, maximum: Int = 100) -> RTRClientSession {
        var session = RTRClientSession(version: version, maximumPayloads: maximum)
        _ = session.start()
        return session
    }

    private static func octets(_ pdus: [PDU], _ version: ProtocolVersion = .v1) -> ByteBuffer {
        pdus.reduce(into: ByteBuffer()) { $1.write(to: &$0, version: version) }
    }

    private static func events(_ session: inout RTRClientSession, _ octets: ByteBuffer) -> [RTRClientSession.Event] {
        session.receive(octets)
        var events: [RTRClientSession.Event] = []
        while let event = session.next() { events.append(event) }
        return events
    }

    /// A session of version 1 that holds serial 1 with one VRP.
    private func synchronised() throws -> RTRClientSession {
        var session = Self.session()
        let events = Self.events(
            &session,
            Self.octets([
                .cacheResponse(session: 3), .prefix(try vrp("192.0.2.0/24-24-AS1"), announced: true),
                .endOfData(session: 3, serial: 1, timers: .default),
            ])
        )
        guard case .synchronised(let set)? = events.first else {
            Issue.record("expected a set")
            return session
        }
        #expect(set.payloads.vrps == (try vrps("192.0.2.0/24-24-AS1")))
        return session
    }

    @Test func deltasChangeTheSet() throws {
        var session = try synchronised()
        let poll = session.poll()
        #expect(poll == PDU.serialQuery(session: 3, serial: 1).encoded(version: .v1))
        let events = Self.events(
            &session,
            Self.octets([
                .cacheResponse(session: 3), .prefix(try vrp("198.51.100.0/24-24-AS2"), announced: true),
                .prefix(try vrp("192.0.2.0/24-24-AS1"), announced: false),
                .endOfData(session: 3, serial: 2, timers: nil),
            ])
        )
        guard case .synchronised(let set)? = events.first else {
            Issue.record("expected a set")
            return
        }
        #expect(set.payloads.vrps == (try vrps("198.51.100.0/24-24-AS2")))
        #expect(set.isDelta && set.announced == 1 && set.withdrawn == 1 && set.serial == 2)
    }

    @Test func aCacheResetLeadsToAResetQuery() throws {
        var session = try synchronised()
        _ = session.poll()
        guard case .send(let query)? = Self.events(&session, Self.octets([.cacheReset])).first else {
            Issue.record("expected a query")
            return
        }
        #expect(query == PDU.resetQuery.encoded(version: .v1))
    }

    @Test func notifiesCountOnlyWhenNewAndNegotiated() throws {
        var early = Self.session()
        #expect(Self.events(&early, Self.octets([.serialNotify(session: 9, serial: 9)], .v0)).isEmpty)
        var session = try synchronised()
        #expect(Self.events(&session, Self.octets([.serialNotify(session: 3, serial: 1)])).isEmpty)
        guard case .notified? = Self.events(&session, Self.octets([.serialNotify(session: 3, serial: 2)])).first else {
            Issue.record("expected the notify")
            return
        }
    }

    /// Octets in answer to a query of a session that holds one VRP, and the code of the Error Report they deserve.
    static func violations() throws -> [(String, [PDU], ErrorCode)] {
        let known = try vrp("192.0.2.0/24-24-AS1")
        let other = try vrp("192.0.2.0/24-24-AS2")
        let start = PDU.cacheResponse(session: 3)
        let end = PDU.endOfData(session: 3, serial: 2, timers: .default)
        return [
            ("known VRP again", [start, .prefix(known, announced: true)], .duplicateAnnouncement),
            (
                "new VRP twice", [start, .prefix(other, announced: true), .prefix(other, announced: true)],
                .duplicateAnnouncement
            ),
            ("unknown withdrawal", [start, .prefix(other, announced: false)], .withdrawalOfUnknownRecord),
            (
                "withdrawn twice", [start, .prefix(known, announced: false), .prefix(known, announced: false)],
                .withdrawalOfUnknownRecord
            ),
            ("another session", [.cacheResponse(session: 4)], .corruptData),
            ("End of Data of another session", [start, .endOfData(session: 4, serial: 2, timers: nil)], .corruptData),
            ("End of Data without Cache Response", [end], .corruptData),
            ("payload without Cache Response", [.prefix(other, announced: true)], .corruptData),
            ("Cache Response twice", [start, start], .corruptData),
            ("Cache Reset within the answer", [start, .cacheReset], .corruptData),
            ("query from a cache", [.resetQuery], .corruptData),
        ]
    }

    @Test func violationsAreReported() throws {
        for (what, pdus, code) in try Self.violations() {
            var session = try synchronised()
            _ = session.poll()
            let events = Self.events(&session, Self.octets(pdus))
            guard case .failed(let answer?, .protocolViolation(let report))? = events.last else {
                Issue.record("\(what): expected a failure")
                continue
            }
            #expect(report.code == code, "\(what)")
            #expect(try decode(answer, version: .v1).map(\.errorCode) == [code], "\(what)")
        }
    }

    @Test func duplicatesInAFullSetAreFoundAtItsEnd() throws {
        var session = Self.session()
        let record = PDU.prefix(try vrp("192.0.2.0/24-24-AS1"), announced: true)
        let events = Self.events(
            &session,
            Self.octets([
                .cacheResponse(session: 3), record, record, .endOfData(session: 3, serial: 1, timers: nil),
            ])
        )
        guard case .failed(_, .protocolViolation(let report))? = events.last else {
            Issue.record("expected a failure")
            return
        }
        #expect(report.code == .duplicateAnnouncement)
    }

    @Test func setsAreLimited() throws {
        var session = Self.session(maximum: 2)
        let pdus = [PDU.cacheResponse(session: 1)] + manyVRPs(3).map { .prefix($0, announced: true) }
        guard case .failed(_, .protocolViolation(let report))? = Self.events(&session, Self.octets(pdus)).last else {
            Issue.record("expected a failure")
            return
        }
        #expect(report.code == .internalError)
    }

    @Test func theOrderIsBindingInVersion2() throws {
        let pdus: [PDU] = [
            .cacheResponse(session: 1), .prefix(try vrp("10.0.0.0/8-8-AS1"), announced: true),
            .prefix(try vrp("192.0.2.0/24-24-AS1"), announced: true), .endOfData(session: 1, serial: 1, timers: nil),
        ]
        var lenient = Self.session(.v1)
        guard case .synchronised? = Self.events(&lenient, Self.octets(pdus, .v1)).last else {
            Issue.record("version 1 leaves the order open")
            return
        }
        var strict = Self.session(.v2)
        guard case .failed(_, .protocolViolation(let report))? = Self.events(&strict, Self.octets(pdus, .v2)).last
        else {
            Issue.record("expected a failure")
            return
        }
        #expect(report.code == .orderingError)
    }

    @Test func anErrorReportIsNeverAnswered() throws {
        let fatal = PDU.errorReport(ErrorReport(.internalError, text: "x")).encoded(version: .v1)
        let malformed = ByteBuffer(bytes: [1, 10, 0, 0, 0, 0, 0, 8])
        for octets in [fatal, malformed] {
            var session = try synchronised()
            guard case .failed(nil, _)? = Self.events(&session, octets).last else {
                Issue.record("expected the end without an answer")
                continue
            }
        }
    }

    // MARK: Negotiation

    @Test func aLowerAnswerIsTaken() throws {
        var session = Self.session(.v2)
        let events = Self.events(
            &session,
            Self.octets([.cacheResponse(session: 1), .endOfData(session: 1, serial: 5, timers: nil)], .v0)
        )
        guard case .synchronised(let set)? = events.last else {
            Issue.record("expected a set")
            return
        }
        #expect(set.version == .v0 && set.timers == .default)
        #expect(session.poll() == PDU.serialQuery(session: 1, serial: 5).encoded(version: .v0))
    }

    @Test(arguments: [(ProtocolVersion.v1, ProtocolVersion.v1), (.v0, .v0), (.v2, .v1)])
    func aRefusedVersionIsLowered(theirs: ProtocolVersion, next: ProtocolVersion) throws {
        var session = Self.session(.v2)
        let report = PDU.errorReport(ErrorReport(.unsupportedProtocolVersion, text: "")).encoded(version: theirs)
        guard case .send(let query)? = Self.events(&session, report).last else {
            Issue.record("expected a query")
            return
        }
        #expect(query == PDU.resetQuery.encoded(version: next))
        #expect(session.versionAfterLoss == next)
    }

    @Test func aSilentRefusalLeadsToALowerVersionUntilThereIsNone() throws {
        #expect(Self.session(.v2).versionAfterLoss == .v1)
        #expect(Self.session(.v1).versionAfterLoss == .v0)
        #expect(Self.session(.v0).versionAfterLoss == nil)
    }

    @Test func anotherVersionLaterIsUnexpected() throws {
        var session = try synchronised()
        guard
            case .failed(_, .protocolViolation(let report))? = Self.events(
                &session,
                Self.octets([.serialNotify(session: 3, serial: 2)], .v0)
            ).last
        else {
            Issue.record("expected a failure")
            return
        }
        #expect(report.code == .unexpectedProtocolVersion)
    }
}
