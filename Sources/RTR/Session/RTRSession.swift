package import FlightEvents
package import NIOCore

/// The cache's side of one RTR session as a pure state machine: octets, query results and instants go in, actions
/// come out. It owns no socket, timer or payload.
///
/// The owner appends what it reads with ``receive(_:)`` and then calls ``next(at:canSend:)`` until it returns nil; again
/// after each ``receive(_:)``, when everything sent was taken by the network, when a set was published and at
/// ``nextDeadline``. At most one answer is under way: further queries wait in the input, and while
/// ``wantsInput`` is false the owner must not read, so that a router that asks without reading costs a few kilobytes.
package struct RTRSession: Sendable {
    package struct Configuration: Sendable {
        package var highestVersion: ProtocolVersion
        package var timers: SynchronisationTimers
        /// Nanoseconds.
        package var notifyInterval: Int64

        package init(
            highestVersion: ProtocolVersion = .v1,
            timers: SynchronisationTimers = .default,
            notifyInterval: Int64 = 60_000_000_000
        ) {
            self.highestVersion = highestVersion
            self.timers = timers
            self.notifyInterval = notifyInterval
        }
    }

    /// What the owner has to do.
    package enum Action: Sendable {
        /// Look up what answers the query and hand it to ``answer(_:)``.
        case resolve(Query)
        /// Send a whole answer. `confirmed` is the serial that the query carried, if no query of this connection
        /// carried it before: the router has taken that set up.
        case transfer(Response, confirmed: UInt32?)
        /// Send octets that are no answer with payloads.
        case send(ByteBuffer)
        /// Send a Serial Notify for this serial.
        case notify(ByteBuffer, serial: UInt32)
        /// Send the octets, if any, and close.
        case close(ByteBuffer?, DisconnectReason)
    }

    /// The most octets of input that are kept: many times what any acceptable router PDU needs.
    package static let maximumInput = 4_096
    /// Queries in unsupported versions after which a router is given up.
    private static let maximumVersionAttempts = 4

    private enum State {
        case idle
        /// A query was handed to the owner.
        case resolving(Query, octets: ByteBuffer)
        case closed
    }

    /// A place in the payload history.
    private struct Position: Hashable {
        let session: UInt16
        let serial: UInt32

        /// Whether a router at `other` has something to fetch (serials: RFC 1982).
        func isNews(to other: Position?) -> Bool {
            guard let other, other.session == session else { return true }
            return Int32(bitPattern: serial &- other.serial) > 0
        }
    }

    /// nil until the router's first query.
    package private(set) var version: ProtocolVersion?

    private let configuration: Configuration
    private var framer = PDUFramer()
    private var state = State.idle
    private var versionAttempts = 0
    private var limiter: NotifyLimiter
    /// The newest published set.
    private var published: Position?
    /// The set that the router was last sent, or holds by its own word.
    private var held: Position?
    /// The set that the router's last Serial Query said it holds.
    private var confirmed: Position?
    /// The set that the last Serial Notify announced.
    private var notified: Position?
    /// The history's session that this connection's Cache Response or Serial Notify named.
    private var toldSession: UInt16?

    package init(configuration: Configuration) {
        self.configuration = configuration
        limiter = NotifyLimiter(interval: configuration.notifyInterval)
    }

    /// Whether the owner may read from the network.
    package var wantsInput: Bool {
        if case .closed = state { return false }
        return framer.bufferedBytes < Self.maximumInput
    }

    /// Monotonic nanoseconds at which ``next(at:canSend:)`` must be called although nothing happened; nil when there
    /// is no such instant.
    package var nextDeadline: Int64? {
        hasNewsForRouter ? limiter.earliest : nil
    }

    /// Takes what was read from the network.
    package mutating func receive(_ octets: ByteBuffer) {
        if case .closed = state { return }
        framer.append(octets)
    }

    /// Tells that `snapshot` can be served from now on.
    package mutating func published(session: UInt16, serial: UInt32) {
        published = Position(session: session, serial: serial)
    }

    /// What to do now; nil when there is nothing until something happens.
    ///
    /// - Parameter canSend: whether the network took everything that was sent before.
    package mutating func next(at now: Timestamp, canSend: Bool) -> Action? {
        guard case .idle = state else { return nil }
        if let action = nextPDU(canSend: canSend) { return action }
        guard canSend, case .idle = state else { return nil }
        if let published, let toldSession, published.session != toldSession {
            // A router that is told another Session ID within a connection must flush its data (RFC 8210
            // section 5.1). When it connects anew it keeps them until the Cache Reset and the new set.
            return close(.historyRestarted)
        }
        return nextNotify(at: now)
    }

    /// The action that answers the query of the last ``Action/resolve(_:)``.
    package mutating func answer(_ result: QueryResult) -> Action? {
        guard case .resolving(let query, let octets) = state else { return nil }
        state = .idle
        switch result {
        case .response(let response):
            held = Position(session: response.session, serial: response.serial)
            toldSession = response.session
            return .transfer(response, confirmed: newlyConfirmed(by: query))
        case .cacheReset:
            held = nil
            // The router asks again by itself.
            notified = published
            return .send(PDU.cacheReset.encoded(version: query.version))
        case .noData:
            held = nil
            let report = ErrorReport(
                .noDataAvailable,
                encapsulated: octets.readableBytesView,
                text: "no data yet, ask again later"
            )
            return .send(PDU.errorReport(report).encoded(version: query.version))
        }
    }

    /// Ends the session on our side. Version 2 routers are told (draft-ietf-sidrops-8210bis-27 section 12, code 13).
    package mutating func shutDown() -> Action? {
        if case .closed = state { return nil }
        state = .closed
        guard let version, version >= ErrorCode.cacheShutdown.introduced else { return .close(nil, .shutdown) }
        let report = ErrorReport(.cacheShutdown, text: "the cache shuts down")
        return .close(PDU.errorReport(report).encoded(version: version), .shutdown)
    }

    // MARK: Input

    private mutating func nextPDU(canSend: Bool) -> Action? {
        guard let header = framer.nextHeader else { return nil }
        if header.type == PDUType.errorReport.rawValue { return receiveErrorReport(header) }
        guard canSend else { return nil }
        if let version {
            guard header.version == version.rawValue else {
                // RFC 8210 section 7: the version is stable for the life of the session.
                return fail(
                    .unexpectedProtocolVersion,
                    "version \(header.version) in a session of version \(version)",
                    header
                )
            }
            return receiveQuery(header, version: version)
        }
        guard let asked = ProtocolVersion(rawValue: header.version), asked <= configuration.highestVersion else {
            return refuseVersion(header)
        }
        return receiveQuery(header, version: asked)
    }

    /// The PDU has a version that the session may use.
    private mutating func receiveQuery(_ header: PDUHeader, version: ProtocolVersion) -> Action? {
        do {
            let type = try header.validatedType(in: version)
            guard type == .serialQuery || type == .resetQuery else {
                return fail(.invalidRequest, "a router does not send PDU type \(header.type)", header)
            }
        } catch {
            return fail(error.code, error.text, header)
        }
        guard let octets = framer.take(Int(header.length)) else { return nil }
        self.version = version
        let kind: Query.Kind
        if case .serialQuery(let wireSession, let serial)? = try? PDU(decoding: octets, version: version) {
            let session = SessionIdentifier.ofHistory(wireSession, version: version)
            if let toldSession, session != toldSession {
                // RFC 8210 section 5.1: both know another Session ID, one of them is wrong. At the start of a
                // connection the router may hold data of an earlier session: that is answered with Cache Reset.
                return fail(
                    .corruptData,
                    "session \(wireSession) was never named in this connection",
                    encapsulated: octets.readableBytesView,
                    asked: header.version
                )
            }
            kind = .serial(session: session, serial: serial)
        } else {
            kind = .reset
        }
        let query = Query(version: version, kind: kind)
        state = .resolving(query, octets: octets)
        return .resolve(query)
    }

    /// An Error Report ends the session and is never answered (RFC 8210 section 5.11).
    private mutating func receiveErrorReport(_ header: PDUHeader) -> Action? {
        let version = self.version ?? ProtocolVersion(rawValue: header.version) ?? configuration.highestVersion
        guard PDUType.errorReport.lengths(in: version).contains(Int(header.length)),
            Int(header.length) <= Self.maximumInput
        else { return close(.malformedErrorReport) }
        guard let frame = framer.take(Int(header.length)) else { return nil }
        guard case .errorReport(let report)? = try? PDU(decoding: frame, version: version) else {
            return close(.malformedErrorReport)
        }
        return close(.reported(report))
    }

    /// RFC 8210 section 7: we answer with our highest version; the router may ask again with that one or a lower.
    private mutating func refuseVersion(_ header: PDUHeader) -> Action? {
        let ours = configuration.highestVersion
        let text = "version \(header.version) is not supported, the highest is \(ours)"
        versionAttempts += 1
        guard versionAttempts < Self.maximumVersionAttempts, let type = try? header.validatedType(in: ours),
            type == .serialQuery || type == .resetQuery
        else { return fail(.unsupportedProtocolVersion, text, header) }
        guard let frame = framer.take(Int(header.length)) else {
            versionAttempts -= 1
            return nil
        }
        let report = ErrorReport(.unsupportedProtocolVersion, encapsulated: frame.readableBytesView, text: text)
        return .send(PDU.errorReport(report).encoded(version: ours))
    }

    // MARK: Output

    private mutating func newlyConfirmed(by query: Query) -> UInt32? {
        guard case .serial(let session, let serial) = query.kind else { return nil }
        let position = Position(session: session, serial: serial)
        guard position != confirmed else { return nil }
        confirmed = position
        return serial
    }

    /// Whether the newest set is neither held by the router nor announced to it.
    private var hasNewsForRouter: Bool {
        guard case .idle = state, version != nil, let published else { return false }
        return published.isNews(to: held) && published.isNews(to: notified)
    }

    private mutating func nextNotify(at now: Timestamp) -> Action? {
        guard hasNewsForRouter, let version, let published, limiter.mayNotify(at: now.monotonic) else { return nil }
        limiter.notified(at: now.monotonic)
        notified = published
        let pdu = PDU.serialNotify(
            session: SessionIdentifier.onWire(published.session, version: version),
            serial: published.serial
        )
        return .notify(pdu.encoded(version: version), serial: published.serial)
    }

    /// Refuses the PDU that `header` begins and that may not be here as a whole.
    private mutating func fail(_ code: ErrorCode, _ text: String, _ header: PDUHeader) -> Action {
        let length = min(max(Int(header.length), PDUHeader.encodedLength), ErrorReport.maximumEncapsulated)
        return fail(code, text, encapsulated: framer.beginning(limit: length), asked: header.version)
    }

    private mutating func fail(
        _ code: ErrorCode,
        _ text: String,
        encapsulated: ByteBufferView,
        asked: UInt8
    ) -> Action {
        let asked = ProtocolVersion(rawValue: asked).flatMap { $0 <= configuration.highestVersion ? $0 : nil }
        let version = self.version ?? asked ?? configuration.highestVersion
        let report = ErrorReport(code.expressed(in: version), encapsulated: encapsulated, text: text)
        _ = close(.protocolViolation(report))
        return .close(PDU.errorReport(report).encoded(version: version), .protocolViolation(report))
    }

    private mutating func close(_ reason: DisconnectReason) -> Action {
        state = .closed
        framer.discardAll()
        return .close(nil, reason)
    }
}
