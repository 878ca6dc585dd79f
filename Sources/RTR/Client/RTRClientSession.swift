package import NIOCore
import Payloads

/// The router's side of one RTR session as a pure state machine: octets in, events out.
///
/// The owner sends what ``start()`` and ``poll()`` return, appends what it reads with ``receive(_:)`` and calls
/// ``next()`` until it returns nil.
package struct RTRClientSession: Sendable {
    package enum Event: Sendable {
        /// Send these octets.
        case send(ByteBuffer)
        /// A whole answer arrived.
        case synchronised(SynchronisedSet)
        /// The cache has a newer set: ``poll()`` fetches it.
        case notified
        /// Send the octets, if any, and close.
        case failed(ByteBuffer?, RTRClientError)
    }

    private enum State {
        case idle
        /// A query is out; `serial` tells whether it was a Serial Query.
        case waiting(serial: Bool)
        case receiving(PayloadCollector, session: UInt16, isDelta: Bool)
        case closed
    }

    /// The version in use: asked for until ``isNegotiated``, agreed upon then.
    package private(set) var version: ProtocolVersion
    package private(set) var isNegotiated = false
    /// What the last answer, or an earlier connection, brought.
    package private(set) var held: SynchronisedSet?

    private let maximumPayloads: Int
    private var framer = PDUFramer()
    private var state = State.idle
    private var hasReceived = false
    private var wasRefused = false
    /// A Serial Notify that came while an answer was under way.
    private var notifiedSerial: UInt32?

    package init(version: ProtocolVersion, known: SynchronisedSet? = nil, maximumPayloads: Int) {
        self.version = version
        self.maximumPayloads = maximumPayloads
        held = known
    }

    /// Whether a query is unanswered.
    package var isWaiting: Bool {
        switch state {
        case .waiting, .receiving: true
        case .idle, .closed: false
        }
    }

    /// The version with which to connect again if the cache closes the connection now: a cache may refuse a version in
    /// that way (RFC 8210 section 7). nil when the version is not the reason.
    package var versionAfterLoss: ProtocolVersion? {
        if isNegotiated { return nil }
        if wasRefused { return version }
        return hasReceived ? nil : version.lower
    }

    /// The first query of a connection.
    package mutating func start() -> ByteBuffer {
        query()
    }

    /// A further query; nil while one is unanswered.
    package mutating func poll() -> ByteBuffer? {
        guard case .idle = state else { return nil }
        return query()
    }

    package mutating func receive(_ octets: ByteBuffer) {
        if case .closed = state { return }
        framer.append(octets)
    }

    package mutating func next() -> Event? {
        while let header = framer.nextHeader {
            if case .closed = state { return nil }
            do throws(PDUError) {
                guard let version = try versionOfPDU(header) else { return refuseUnexpectedVersion(header) }
                _ = try header.validatedType(in: version)
                guard let octets = framer.take(Int(header.length)) else { return nil }
                hasReceived = true
                let pdu = try PDU(decoding: octets, version: version)
                if let event = try handle(pdu, version: version) { return event }
            } catch {
                return fail(error, header)
            }
        }
        return nil
    }

    // MARK: Version

    /// The version by which to read a PDU; nil when no PDU of that version may come now.
    private func versionOfPDU(_ header: PDUHeader) throws(PDUError) -> ProtocolVersion? {
        // The header of an Error Report is the same in all versions.
        if header.type == PDUType.errorReport.rawValue { return ProtocolVersion(rawValue: header.version) ?? version }
        guard let theirs = ProtocolVersion(rawValue: header.version) else { return nil }
        if theirs == version { return theirs }
        // Notifies that come before negotiation are ignored in any version (RFC 8210 section 7).
        if !isNegotiated, theirs < version || header.type == PDUType.serialNotify.rawValue { return theirs }
        return nil
    }

    private mutating func refuseUnexpectedVersion(_ header: PDUHeader) -> Event {
        fail(
            PDUError(
                isNegotiated ? .unexpectedProtocolVersion : .unsupportedProtocolVersion,
                "version \(header.version) in answer to version \(version)"
            ),
            header
        )
    }

    // MARK: PDUs

    private mutating func handle(_ pdu: PDU, version theirs: ProtocolVersion) throws(PDUError) -> Event? {
        if case .serialNotify(let session, let serial) = pdu {
            return try handleNotify(session: session, serial: serial)
        }
        if case .errorReport(let report) = pdu { return handle(report, version: theirs) }
        if !isNegotiated {
            // The cache answers in its highest version if that is below ours (RFC 8210 section 7).
            version = theirs
            isNegotiated = true
        }
        switch state {
        case .waiting(let serial):
            return try handleAnswer(pdu, isSerialQuery: serial)
        case .receiving(var collector, let session, let isDelta):
            // Leave no second reference to the tables: they would be copied at each change.
            state = .idle
            if case .endOfData(let theirSession, let serial, let timers) = pdu {
                guard theirSession == session else {
                    throw PDUError(.corruptData, "End of Data of session \(theirSession) in session \(session)")
                }
                return try finish(collector, session: session, serial: serial, timers: timers, isDelta: isDelta)
            }
            guard try collector.take(pdu) else {
                throw PDUError(.corruptData, "PDU type \(pdu.type.rawValue) within an answer")
            }
            state = .receiving(collector, session: session, isDelta: isDelta)
            return nil
        case .idle, .closed:
            throw PDUError(.corruptData, "PDU type \(pdu.type.rawValue) without a query")
        }
    }

    private mutating func handleNotify(session: UInt16, serial: UInt32) throws(PDUError) -> Event? {
        guard isNegotiated else { return nil }
        if let held, held.version == version, held.session != session, case .idle = state {
            throw PDUError(.corruptData, "Serial Notify of session \(session) in session \(held.session)")
        }
        guard case .idle = state else {
            notifiedSerial = serial
            return nil
        }
        return isNews(serial) ? .notified : nil
    }

    private mutating func handle(_ report: ErrorReport, version theirs: ProtocolVersion) -> Event {
        switch report.code {
        case .unsupportedProtocolVersion? where !isNegotiated:
            // The report's header carries the cache's highest version, if it is below ours.
            guard let lower = theirs < version ? theirs : version.lower else {
                return close(nil, .unsupportedVersion)
            }
            version = lower
            wasRefused = true
            return .send(query())
        case .noDataAvailable?: return close(nil, .noDataAvailable)
        default: return close(nil, .reported(report))
        }
    }

    /// The first PDU after a query.
    private mutating func handleAnswer(_ pdu: PDU, isSerialQuery: Bool) throws(PDUError) -> Event? {
        switch pdu {
        case .cacheReset where isSerialQuery:
            held = nil
            return .send(query())
        case .cacheResponse(let session):
            if isSerialQuery, let held, held.session != session {
                throw PDUError(.corruptData, "session \(session) in answer to a query in session \(held.session)")
            }
            let collector = PayloadCollector(
                changing: isSerialQuery ? held?.payloads : nil,
                version: version,
                maximumPayloads: maximumPayloads
            )
            state = .receiving(collector, session: session, isDelta: isSerialQuery)
            return nil
        default:
            throw PDUError(.corruptData, "PDU type \(pdu.type.rawValue) in answer to a query")
        }
    }

    private mutating func finish(
        _ collector: consuming PayloadCollector,
        session: UInt16,
        serial: UInt32,
        timers: SynchronisationTimers?,
        isDelta: Bool
    ) throws(PDUError) -> Event {
        let announced = collector.announced
        let withdrawn = collector.withdrawn
        let set = SynchronisedSet(
            version: version,
            session: session,
            serial: serial,
            timers: timers ?? .default,
            payloads: try collector.finish(),
            isDelta: isDelta,
            announced: announced,
            withdrawn: withdrawn
        )
        held = set
        state = .idle
        return .synchronised(set)
    }

    /// After a set was taken: whether a notify that came meanwhile announced a still newer one.
    package mutating func takeMissedNotify() -> Bool {
        defer { notifiedSerial = nil }
        return notifiedSerial.map { isNews($0) } ?? false
    }

    /// Serials compare by RFC 1982.
    private func isNews(_ serial: UInt32) -> Bool {
        guard let held else { return true }
        return Int32(bitPattern: serial &- held.serial) > 0
    }

    // MARK: Output

    private mutating func query() -> ByteBuffer {
        guard let held, held.version == version else {
            state = .waiting(serial: false)
            return PDU.resetQuery.encoded(version: version)
        }
        state = .waiting(serial: true)
        return PDU.serialQuery(session: held.session, serial: held.serial).encoded(version: version)
    }

    private mutating func fail(_ error: PDUError, _ header: PDUHeader) -> Event {
        let report = ErrorReport(
            error.code.expressed(in: version),
            encapsulated: framer.beginning(limit: PDUHeader.encodedLength),
            text: error.text
        )
        // An Error Report is never answered by one (RFC 8210 section 5.11).
        let isErrorReport = header.type == PDUType.errorReport.rawValue
        let answer = isErrorReport ? nil : PDU.errorReport(report).encoded(version: version)
        return close(answer, .protocolViolation(report))
    }

    private mutating func close(_ octets: ByteBuffer?, _ error: RTRClientError) -> Event {
        state = .closed
        framer.discardAll()
        return .failed(octets, error)
    }
}

extension ProtocolVersion {
    fileprivate var lower: ProtocolVersion? {
        rawValue == 0 ? nil : ProtocolVersion(rawValue: rawValue - 1)
    }
}
