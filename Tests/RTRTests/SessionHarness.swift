import DER
import FlightEvents
import NIOCore
import Payloads
import RTR
import Testing

/// Drives an ``RTRSession`` as a server would whose routers read at once.
struct SessionHarness {
    let source: MemoryPayloadSource
    let cache: ResponseCache
    let time = ManualTimeSource(PosixTime(1_700_000_000))
    var session: RTRSession
    /// All octets that the session sent since they were last taken.
    private(set) var output = ByteBuffer()
    private(set) var closed: DisconnectReason?
    private(set) var confirmed: [UInt32] = []

    init(highest: ProtocolVersion = .v2, historySession: UInt16 = 7, firstSerial: UInt32 = 1) {
        source = MemoryPayloadSource(session: historySession, firstSerial: firstSerial)
        cache = ResponseCache(source: source, timers: .default, highestVersion: highest)
        session = RTRSession(configuration: .init(highestVersion: highest))
    }

    mutating func publish(_ set: PayloadSet) throws {
        source.publish(set)
        let snapshot = try #require(source.current)
        cache.prepare(snapshot)
        session.published(session: snapshot.session, serial: snapshot.serial)
        run()
    }

    mutating func receive(_ octets: ByteBuffer) {
        session.receive(octets)
        run()
    }

    /// Sends a PDU and returns what comes back.
    mutating func exchange(_ pdu: PDU, version: ProtocolVersion) throws -> [PDU] {
        receive(pdu.encoded(version: version))
        return try takeOutput(version: version)
    }

    mutating func takeOutput(version: ProtocolVersion) throws -> [PDU] {
        defer { output = ByteBuffer() }
        return try decode(output, version: version)
    }

    mutating func advance(bySeconds seconds: Double) {
        time.advance(bySeconds: seconds)
        run()
    }

    mutating func run() {
        while closed == nil, let action = session.next(at: time.now(), canSend: true) {
            perform(action)
        }
    }

    mutating func perform(_ action: RTRSession.Action) {
        switch action {
        case .resolve(let query):
            if let answer = session.answer(cache.compute(query)) { perform(answer) }
        case .transfer(let response, let serial):
            if let serial { confirmed.append(serial) }
            output.writeImmutableBuffer(joined(response.buffers))
        case .send(let octets), .notify(let octets, _):
            output.writeImmutableBuffer(octets)
        case .close(let octets, let reason):
            if let octets { output.writeImmutableBuffer(octets) }
            closed = reason
        }
    }
}

extension PDU {
    /// The code of an Error Report.
    var errorCode: ErrorCode? {
        if case .errorReport(let report) = self { report.code } else { nil }
    }
}
