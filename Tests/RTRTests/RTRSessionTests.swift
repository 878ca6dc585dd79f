import FlightEvents
import NIOCore
import NumberResources
import Payloads
import RTR
import Testing

/// RFC 8210 section 8, the protocol sequences.
@Suite struct RTRSessionTests {
    private func wire(_ version: ProtocolVersion) -> UInt16 {
        SessionIdentifier.onWire(7, version: version)
    }

    private func timers(_ version: ProtocolVersion) -> SynchronisationTimers? {
        version.carriesTimers ? .default : nil
    }

    @Test(arguments: ProtocolVersion.allCases)
    func resetThenDeltaThenNothingNew(version: ProtocolVersion) throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        #expect(
            try harness.exchange(.resetQuery, version: version) == [
                .cacheResponse(session: wire(version)),
                .prefix(try vrp("192.0.2.0/24-24-AS1"), announced: true),
                .endOfData(session: wire(version), serial: 1, timers: timers(version)),
            ]
        )
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS2")))
        #expect(try harness.takeOutput(version: version) == [.serialNotify(session: wire(version), serial: 2)])
        #expect(
            try harness.exchange(.serialQuery(session: wire(version), serial: 1), version: version) == [
                .cacheResponse(session: wire(version)),
                .prefix(try vrp("192.0.2.0/24-24-AS2"), announced: true),
                .prefix(try vrp("192.0.2.0/24-24-AS1"), announced: false),
                .endOfData(session: wire(version), serial: 2, timers: timers(version)),
            ]
        )
        #expect(
            try harness.exchange(.serialQuery(session: wire(version), serial: 2), version: version) == [
                .cacheResponse(session: wire(version)),
                .endOfData(session: wire(version), serial: 2, timers: timers(version)),
            ]
        )
        #expect(harness.confirmed == [1, 2])
        #expect(harness.closed == nil)
    }

    /// Section 8.3, and section 5.1: at the start a router may hold data of another session.
    @Test(arguments: [(UInt16(99), UInt32(1)), (7, 77), (7, 0)])
    func anUnknownPlaceInHistoryAtTheStartIsReset(session: UInt16, serial: UInt32) throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        let query = PDU.serialQuery(session: SessionIdentifier.onWire(session, version: .v1), serial: serial)
        #expect(try harness.exchange(query, version: .v1) == [.cacheReset])
        #expect(try harness.exchange(.resetQuery, version: .v1).count == 3)
        #expect(harness.closed == nil)
        #expect(harness.confirmed.isEmpty)
    }

    /// Section 5.1: once the cache has named its session, another one is an error.
    @Test func anotherSessionLaterIsCorruptData() throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        _ = try harness.exchange(.resetQuery, version: .v1)
        let answer = try harness.exchange(.serialQuery(session: wire(.v1) &+ 1, serial: 1), version: .v1)
        #expect(answer.map(\.errorCode) == [.corruptData])
        #expect(harness.closed != nil)
    }

    /// Section 8.4.
    @Test(arguments: ProtocolVersion.allCases)
    func noDataIsNotFatalAndIsFollowedByANotify(version: ProtocolVersion) throws {
        var harness = SessionHarness()
        let answer = try harness.exchange(.resetQuery, version: version)
        #expect(answer.map(\.errorCode) == [.noDataAvailable])
        #expect(harness.closed == nil)
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        #expect(try harness.takeOutput(version: version) == [.serialNotify(session: wire(version), serial: 1)])
        #expect(try harness.exchange(.resetQuery, version: version).count == 3)
    }

    @Test func serialsWrapAndSkipZero() throws {
        var harness = SessionHarness(firstSerial: .max)
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        _ = try harness.exchange(.resetQuery, version: .v1)
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS2")))
        #expect(try harness.takeOutput(version: .v1) == [.serialNotify(session: wire(.v1), serial: 1)])
        let answer = try harness.exchange(.serialQuery(session: wire(.v1), serial: .max), version: .v1)
        #expect(answer.last == .endOfData(session: wire(.v1), serial: 1, timers: .default))
    }

    // MARK: Notify

    @Test func nothingIsNotifiedBeforeNegotiation() throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        harness.advance(bySeconds: 3_600)
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS2")))
        #expect(harness.output.readableBytes == 0)
        #expect(harness.session.nextDeadline == nil)
    }

    /// Section 8.2: at most one a minute, with the newest serial.
    @Test func notifiesWaitForTheMinuteAndTellTheNewestSerial() throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        _ = try harness.exchange(.resetQuery, version: .v1)
        harness.advance(bySeconds: 1)
        #expect(try harness.takeOutput(version: .v1) == [])
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS2")))
        #expect(try harness.takeOutput(version: .v1) == [.serialNotify(session: wire(.v1), serial: 2)])
        for asn in 3...9 {
            harness.advance(bySeconds: 5)
            try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS\(asn)")))
        }
        #expect(try harness.takeOutput(version: .v1) == [])
        #expect(harness.session.nextDeadline == harness.time.now().monotonic + 25_000_000_000)
        harness.advance(bySeconds: 25)
        #expect(try harness.takeOutput(version: .v1) == [.serialNotify(session: wire(.v1), serial: 9)])
        harness.advance(bySeconds: 600)
        #expect(try harness.takeOutput(version: .v1) == [])
    }

    @Test func aRouterThatAskedMeanwhileIsNotNotified() throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        _ = try harness.exchange(.resetQuery, version: .v1)
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS2")))
        _ = try harness.takeOutput(version: .v1)
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS3")))
        _ = try harness.exchange(.serialQuery(session: wire(.v1), serial: 1), version: .v1)
        harness.advance(bySeconds: 61)
        #expect(try harness.takeOutput(version: .v1) == [])
        #expect(harness.session.nextDeadline == nil)
    }

    @Test func notifiesWaitForTheAnswerUnderWay() throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        _ = try harness.exchange(.resetQuery, version: .v1)
        harness.session.published(session: 7, serial: 2)
        #expect(harness.session.next(at: harness.time.now(), canSend: false) == nil)
        guard case .notify(_, serial: 2)? = harness.session.next(at: harness.time.now(), canSend: true) else {
            Issue.record("expected the notify")
            return
        }
    }

    @Test func aNewHistoryEndsTheConnection() throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        _ = try harness.exchange(.resetQuery, version: .v1)
        harness.session.published(session: 8, serial: 1)
        harness.run()
        #expect(harness.closed == .historyRestarted)
        #expect(harness.output.readableBytes == 0)
    }

    // MARK: Octets

    /// However TCP cuts the same octets, the answers are the same.
    @Test func splitsAndCoalescedQueriesMakeNoDifference() throws {
        var input = PDU.resetQuery.encoded(version: .v1)
        PDU.serialQuery(session: wire(.v1), serial: 1).write(to: &input, version: .v1)
        PDU.serialQuery(session: wire(.v1), serial: 2).write(to: &input, version: .v1)
        PDU.resetQuery.write(to: &input, version: .v1)
        func outcome(_ pieces: [ByteBuffer]) throws -> [PDU] {
            var harness = SessionHarness()
            try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
            try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS2")))
            for piece in pieces { harness.receive(piece) }
            return try harness.takeOutput(version: .v1)
        }
        let whole = try outcome([input])
        #expect(whole.count { $0.type == .endOfData } == 4)
        for cut in 1..<input.readableBytes {
            var rest = input
            let readSlice = rest.readSlice(length: cut)
            let first = try #require(readSlice)
            #expect(try outcome([first, rest]) == whole, "cut at \(cut)")
        }
        #expect(try outcome(input.readableBytesView.map { ByteBuffer(bytes: [$0]) }) == whole)
    }

    @Test func queriesWithoutReadingStayInABoundedInput() throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        let query = PDU.resetQuery.encoded(version: .v1)
        var octets = 0
        while harness.session.wantsInput {
            harness.session.receive(query)
            #expect(harness.session.next(at: harness.time.now(), canSend: false) == nil)
            octets += query.readableBytes
            try #require(octets <= RTRSession.maximumInput)
        }
        harness.run()
        #expect(harness.session.wantsInput)
        #expect(try harness.takeOutput(version: .v1).count { $0.type == .endOfData } == octets / 8)
    }

    @Test func anErrorReportEndsTheSessionEvenWhileAnAnswerIsUnderWay() throws {
        var harness = SessionHarness()
        let report = ErrorReport(.corruptData, text: "no")
        harness.session.receive(PDU.errorReport(report).encoded(version: .v1))
        guard case .close(nil, .reported(report))? = harness.session.next(at: harness.time.now(), canSend: false) else {
            Issue.record("expected the end without an answer")
            return
        }
        #expect(!harness.session.wantsInput)
    }

    @Test(arguments: ProtocolVersion.allCases)
    func shutdownIsToldToThoseWhoKnowTheCode(version: ProtocolVersion) throws {
        var harness = SessionHarness()
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        _ = try harness.exchange(.resetQuery, version: version)
        let action = harness.session.shutDown()
        harness.perform(try #require(action))
        let codes = try harness.takeOutput(version: version).map(\.errorCode)
        #expect(codes == (version == .v2 ? [.cacheShutdown] : []))
        #expect(harness.closed == .shutdown)
    }
}
