import NIOCore
import NumberResources
import Payloads
import RTR
import Testing

@Suite struct ResponseTests {
    @Test(arguments: ProtocolVersion.allCases)
    func aFullAnswerCarriesWhatTheVersionCan(version: ProtocolVersion) throws {
        let set = try mixedSet()
        let snapshot = PayloadSnapshot(session: 7, serial: 42, payloads: set, published: 0)
        let response = Response(full: snapshot, version: version, timers: .default)
        let pdus = try decode(joined(response.buffers), version: version)
        let session = SessionIdentifier.onWire(7, version: version)
        #expect(pdus.first == .cacheResponse(session: session))
        let timers = version.carriesTimers ? SynchronisationTimers.default : nil
        #expect(pdus.last == .endOfData(session: session, serial: 42, timers: timers))

        var expected: Set<PDU> = Set(set.vrps.map { .prefix($0, announced: true) })
        if version >= .v1 { expected.formUnion(set.routerKeys.map { .routerKey($0, announced: true) }) }
        if version >= .v2 { expected.formUnion(set.aspas.map { .aspaAnnouncement($0) }) }
        #expect(Set(pdus.dropFirst().dropLast()) == expected)
        #expect(pdus.count == expected.count + 2)
    }

    /// draft-ietf-sidrops-8210bis-27 section 11.2, spelt out for one set.
    @Test func announcementsDescendAndWithdrawalsAscend() throws {
        let ordered = try vrps(
            "192.0.2.0/25-26-AS64496",
            "192.0.2.0/24-26-AS64497",
            "192.0.2.0/24-26-AS64496",
            "192.0.2.0/24-24-AS64496",
            "10.0.0.0/8-8-AS1"
        )
        let six = try vrps("2001:db8::/33-48-AS1", "2001:db8::/32-48-AS1", "2001:db8::/32-40-AS9")
        var delta = PayloadDelta()
        delta.announcedVRPs = (ordered + six).sorted()
        delta.withdrawnVRPs = (ordered + six).sorted()
        let response = Response(delta, session: 1, serial: 2, version: .v1, timers: .default)
        let pdus = try decode(joined(response.buffers), version: .v1).dropFirst().dropLast()
        #expect(
            Array(pdus)
                == ordered.map { .prefix($0, announced: true) }
                + ordered.reversed().map { .prefix($0, announced: false) }
                + six.map { .prefix($0, announced: true) } + six.reversed().map { .prefix($0, announced: false) }
        )
    }

    @Test(arguments: ProtocolVersion.allCases)
    func largeAnswersComeInChunksOfWholePDUsInOrder(version: ProtocolVersion) throws {
        let set = PayloadSet(vrps: manyVRPs(50_000))
        let snapshot = PayloadSnapshot(session: 1, serial: 1, payloads: set, published: 0)
        let response = Response(full: snapshot, version: version, timers: .default)
        #expect(response.buffers.count > 4)
        #expect(response.buffers.allSatisfy { $0.readableBytes <= 256 * 1024 })
        var previous: PDU?
        var count = 0
        for buffer in response.buffers.dropFirst().dropLast() {
            for pdu in try decode(buffer, version: version) {
                if let previous { #expect(PayloadOrder.precedes(previous, pdu)) }
                previous = pdu
                count += 1
            }
        }
        #expect(count == set.count)
    }

    @Test func sessionsOfVersionsDiffer() {
        for session: UInt16 in [0, 1, 21_845, 65_535] {
            let wire = ProtocolVersion.allCases.map { SessionIdentifier.onWire(session, version: $0) }
            #expect(Set(wire).count == 3)
            for (version, identifier) in zip(ProtocolVersion.allCases, wire) {
                #expect(SessionIdentifier.ofHistory(identifier, version: version) == session)
            }
        }
    }
}

@Suite struct ResponseCacheTests {
    private let source = MemoryPayloadSource(session: 7)
    private let cache: ResponseCache

    init() {
        cache = ResponseCache(source: source, timers: .default, highestVersion: .v1)
    }

    private func publish(_ texts: String...) throws {
        source.publish(PayloadSet(vrps: try texts.map(vrp)))
        cache.prepare(try #require(source.current))
    }

    private func query(_ session: UInt16, _ serial: UInt32) -> Query {
        Query(version: .v1, kind: .serial(session: session, serial: serial))
    }

    private func payloads(_ result: QueryResult) throws -> [PDU]? {
        guard case .response(let response) = result else { return nil }
        return try decode(joined(response.buffers), version: .v1).dropFirst().dropLast()
    }

    @Test func thereIsNoDataBeforeTheFirstSet() {
        guard case .noData = cache.compute(query(7, 1)) else {
            Issue.record("expected no data")
            return
        }
    }

    @Test func deltasLeadToTheNewestSet() throws {
        try publish("192.0.2.0/24-24-AS1")
        try publish("192.0.2.0/24-24-AS2")
        try publish("192.0.2.0/24-24-AS2", "198.51.100.0/24-24-AS3")
        let expected: [PDU] = [
            .prefix(try vrp("198.51.100.0/24-24-AS3"), announced: true),
            .prefix(try vrp("192.0.2.0/24-24-AS2"), announced: true),
            .prefix(try vrp("192.0.2.0/24-24-AS1"), announced: false),
        ]
        #expect(cache.cached(query(7, 1)) == nil)
        #expect(try payloads(cache.compute(query(7, 1))) == expected)
        #expect(try payloads(try #require(cache.cached(query(7, 1)))) == expected)
        #expect(try payloads(try #require(cache.cached(query(7, 3)))) == [])
    }

    @Test(arguments: [(UInt16(8), UInt32(1)), (7, 0), (7, 99), (7, 1)])
    func whatLeadsNowhereIsReset(session: UInt16, serial: UInt32) throws {
        try publish("192.0.2.0/24-24-AS1")
        try publish("192.0.2.0/24-24-AS2")
        source.forgetHistory()
        guard case .cacheReset = cache.compute(query(session, serial)) else {
            Issue.record("expected a cache reset")
            return
        }
    }
}
