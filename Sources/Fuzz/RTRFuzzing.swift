import DER
import FlightEvents
import NIOCore
import NumberResources
import Payloads
import RTR

/// What a router may send to the cache, and a cache to a router (RFC 8210, draft-ietf-sidrops-8210bis-27).
enum RTRFuzzing {
    /// A PDU that was read is written as the same PDU.
    static func pdu(_ input: [UInt8]) {
        for version in ProtocolVersion.allCases {
            guard let pdu = try? PDU(decoding: ByteBuffer(bytes: input), version: version) else { continue }
            let written = pdu.encoded(version: version)
            // Timers out of range are read as none and written as our own.
            if case .endOfData(_, _, nil) = pdu { continue }
            // What a PDU of this version cannot carry is not written.
            guard written.readableBytes > 0, let again = try? PDU(decoding: written, version: version) else { continue }
            invariant(again == pdu, "\(pdu) became \(again)")
        }
    }

    /// The first octet cuts the input; a session takes it in either way, answers as it does with a whole server around
    /// it, and keeps no more than it may.
    static func cache(_ input: [UInt8]) {
        guard let selector = input.first else { return }
        let octets = input.dropFirst()
        let cut = Int(selector) * max(octets.count, 1) / 255
        let whole = CacheRun([octets])
        let pieces = CacheRun([octets.prefix(cut), octets.dropFirst(cut)])
        invariant(whole.answers == pieces.answers, "\(whole.answers) and cut at \(cut) \(pieces.answers)")
    }

    static func router(_ input: [UInt8]) {
        guard let selector = input.first else { return }
        let octets = input.dropFirst()
        let cut = Int(selector >> 2) * max(octets.count, 1) / 63
        let version = ProtocolVersion.allCases[Int(selector & 3) % ProtocolVersion.allCases.count]
        var session = RTRClientSession(version: version, maximumPayloads: 64)
        _ = session.start()
        for piece in [octets.prefix(cut), octets.dropFirst(cut)] {
            session.receive(ByteBuffer(bytes: piece))
            var events = 0
            while let event = session.next() {
                events += 1
                invariant(events <= input.count + 2, "more events than octets")
                switch event {
                case .send, .notified: break
                case .synchronised(let set):
                    invariant(set.payloads.count <= 64, "\(set.payloads.count) payloads where 64 are allowed")
                    _ = session.poll()
                case .failed: return
                }
            }
        }
    }
}

/// A session with a cache of two sets behind it.
private struct CacheRun {
    private var output: [UInt8] = []
    private var isClosed = false
    private static let cache: ResponseCache = {
        let cache = ResponseCache(source: TwoSets(), timers: .default, highestVersion: .v2)
        if let current = TwoSets().current { cache.prepare(current) }
        return cache
    }()

    init(_ pieces: [ArraySlice<UInt8>]) {
        var session = RTRSession(configuration: .init(highestVersion: .v2))
        let time = ManualTimeSource(PosixTime(1_700_000_000)).now()
        if let current = Self.cache.current {
            session.published(session: current.session, serial: current.serial)
        }
        for piece in pieces where !isClosed {
            session.receive(ByteBuffer(bytes: piece))
            while !isClosed, let action = session.next(at: time, canSend: true) {
                perform(action, &session)
                invariant(output.count <= 64 * (piece.count + 1_000), "\(output.count) octets of answers")
            }
        }
    }

    /// What was sent, PDU by PDU. An Error Report counts by its code: it quotes as much of the input as had arrived.
    var answers: [[UInt8]] {
        var rest = output[...]
        var answers: [[UInt8]] = []
        while rest.count >= 8 {
            let header = Array(rest.prefix(8))
            let length = header[4...].reduce(0) { $0 << 8 | Int($1) }
            invariant(length >= 8 && length <= rest.count, "a PDU of \(length) octets where \(rest.count) are")
            answers.append(header[1] == PDUType.errorReport.rawValue ? Array(header[..<4]) : Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        invariant(rest.isEmpty, "\(rest.count) octets that are no PDU")
        return answers
    }

    private mutating func perform(_ action: RTRSession.Action, _ session: inout RTRSession) {
        switch action {
        case .resolve(let query):
            if let answer = session.answer(Self.cache.compute(query)) { perform(answer, &session) }
        case .transfer(let response, _):
            for buffer in response.buffers { output += Array(buffer.readableBytesView) }
        case .send(let octets), .notify(let octets, _): output += Array(octets.readableBytesView)
        case .close(let octets, _):
            if let octets { output += Array(octets.readableBytesView) }
            isClosed = true
        }
    }
}

/// A small set at serial 2, and nothing at serial 1.
private struct TwoSets: PayloadSource {
    var current: PayloadSnapshot? {
        let vrps = ["192.0.2.0/24-24-AS64496", "2001:db8::/32-48-AS64497"].compactMap { VRP(parsing: $0) }
        let key = RouterKey(
            asn: ASN(64496),
            subjectKeyIdentifier: Array(1...20),
            subjectPublicKeyInfo: [UInt8](repeating: 0x30, count: 91)
        )
        let aspas = [ASPA(customer: ASN(64496), providers: [ASN(64500), ASN(64501)])].compactMap { $0 }
        let payloads = PayloadSet(vrps: vrps, routerKeys: [key], aspas: aspas)
        return PayloadSnapshot(session: 7, serial: 2, payloads: payloads, published: 0)
    }

    func delta(session: UInt16, since serial: UInt32) -> (delta: PayloadDelta, snapshot: PayloadSnapshot)? {
        guard session == 7, serial == 1, let current else { return nil }
        return (PayloadDelta(from: .empty, to: current.payloads), current)
    }

    func updates() -> AsyncStream<PayloadSnapshot> { AsyncStream { $0.finish() } }
}
