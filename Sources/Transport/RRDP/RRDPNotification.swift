package import RPKICrypto
package import RPKIObjects

/// An RRDP Update Notification File (RFC 8182 section 3.5.1): which snapshot and deltas a repository offers.
package struct RRDPNotification: Hashable, Sendable {
    package let session: String
    package let serial: UInt64
    package let snapshot: RRDPReference
    /// By ascending serial; empty when more than `maximumDeltas` are listed.
    package let deltas: [(serial: UInt64, reference: RRDPReference)]
    /// How many deltas are listed.
    package let deltaCount: Int

    /// Longer lists of deltas are not used: fetching the snapshot costs the server and us less.
    package static let maximumDeltas = 500

    /// Reads a whole notification. Every file it refers to must be on `origin` (RFC 9674 section 3).
    package init(parsing bytes: some Collection<UInt8>, origin: HTTPSURI) throws(RRDPError) {
        let parser = try RRDPParser(.notification)
        var events = try parser.parse(bytes)
        events += try parser.finish()
        try self.init(events, origin: origin)
    }

    /// Gathers the events of a notification.
    init(_ events: some Sequence<RRDPEvent>, origin: HTTPSURI) throws(RRDPError) {
        var header: (session: String, serial: UInt64)?
        var snapshot: RRDPReference?
        var deltas: [(serial: UInt64, reference: RRDPReference)] = []
        var deltaCount = 0
        for event in events {
            switch event {
            case .header(let session, let serial): header = (session, serial)
            case .snapshot(let reference):
                snapshot = reference
                try Self.check(reference, origin)
            case .delta(let serial, let reference):
                deltaCount += 1
                if deltaCount <= Self.maximumDeltas {
                    deltas.append((serial, reference))
                    try Self.check(reference, origin)
                } else {
                    deltas = []
                }
            case .publish, .withdraw:
                throw RRDPError(.unexpectedElement, "an object in a notification")
            }
        }
        guard let header, let snapshot else { throw RRDPError(.snapshotCount, "a notification without a snapshot") }
        session = header.session
        serial = header.serial
        self.snapshot = snapshot
        self.deltas = deltas.sorted { $0.serial < $1.serial }
        self.deltaCount = deltaCount
    }

    private static func check(_ reference: RRDPReference, _ origin: HTTPSURI) throws(RRDPError) {
        guard let uri = HTTPSURI(reference.uri) else {
            throw RRDPError(.badURI, "\(reference.uri) is not an https URI")
        }
        guard uri.hasSameOrigin(as: origin) else {
            throw RRDPError(.otherOrigin, "\(uri) is not on the notification's origin \(origin.origin)")
        }
    }

    package static func == (left: RRDPNotification, right: RRDPNotification) -> Bool {
        left.session == right.session && left.serial == right.serial && left.snapshot == right.snapshot
            && left.deltaCount == right.deltaCount && left.deltas.elementsEqual(right.deltas, by: ==)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(session)
        hasher.combine(serial)
    }

    /// The hash of each listed delta, to be remembered for RFC 9697.
    package var deltaHashes: [UInt64: SHA256Digest] {
        Dictionary(deltas.map { ($0.serial, $0.reference.hash) }, uniquingKeysWith: { first, _ in first })
    }
}
