import Foundation

/// Every flight of one payload that is on record, in order: each announcement and each withdrawal with the
/// stages it went through.
package struct FlightTimeline: Encodable, Sendable {
    package let payload: String
    package let flights: [PayloadFlight]

    /// Indented, with sorted keys.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// One announcement or withdrawal of a payload, from signature to router.
package struct PayloadFlight: Encodable, Sendable {
    package enum Kind: String, Encodable, Sendable {
        case announced, withdrawn
    }

    /// An object that gives (or gave) the payload.
    package struct Object: Encodable, Sendable {
        /// nil when the object was never reported by name.
        package let uri: String?
        /// SHA-256, hexadecimal.
        package let hash: String
        /// Validity of the EE certificate, nanoseconds UTC.
        package let notBeforeNs: Int64?
        package let notAfterNs: Int64?
    }

    package let payload: String
    package let kind: Kind
    package let session: UInt16
    package let serial: UInt32
    /// Why the payload went away; nil when no object tells why, and for announcements.
    package let cause: String?
    /// The first is the one whose stages are told.
    package let objects: [Object]
    /// In the order of the flight; those of a router together. A stage of which nothing is known is there
    /// without an instant; one that this kind of flight does not have is left out.
    package let stages: [FlightStage]
}

/// One stage of a flight.
package struct FlightStage: Encodable, Sendable {
    package enum Name: String, Encodable, Sendable, CaseIterable {
        /// The signer's claim: CMS signing-time; for a withdrawal the revocation date or the manifest's thisUpdate.
        case signed
        /// The EE certificate's notAfter, when that ended the payload.
        case expired
        /// The repository shows it (or does not any more): after the last look that found it otherwise, and
        /// before the first byte of the one that found it so.
        case published
        /// The contents are durable here.
        case fetched
        /// The verdict on the publication point is in.
        case validated
        /// The set with this change is visible to routers.
        case served
        /// A router's TCP acknowledged the End of Data of a set with this change.
        case takenUp = "taken up"
        /// A later query of that router carried the serial.
        case confirmed
    }

    package let name: Name
    /// When it took place, nanoseconds UTC; the later bound of an interval. nil: not known.
    package let instantNs: Int64?
    /// The same, RFC 3339.
    package let instant: String?
    /// Whether it is known only as an interval, which this instant begins; nil then means: no bound known.
    package let isInterval: Bool
    package let afterNs: Int64?
    package let after: String?
    /// Nanoseconds since the nearest stage before whose instant is known, up to `instantNs` and `afterNs`.
    package let delayNs: Int64?
    package let delayAfterNs: Int64?
    /// Who says so.
    package let source: String
    /// The router's address and port, for its stages.
    package let router: String?

    init(
        _ name: Name,
        at moment: Moment?,
        since previous: Moment?,
        source: String,
        isInterval: Bool = false,
        after: Moment? = nil,
        router: String? = nil
    ) {
        self.name = name
        instantNs = moment?.wall
        instant = moment.map { ISOTime.text($0.wall) }
        self.isInterval = isInterval
        afterNs = after?.wall
        self.after = after.map { ISOTime.text($0.wall) }
        delayNs = previous.flatMap { previous in moment?.since(previous) }
        delayAfterNs = previous.flatMap { previous in after?.since(previous) }
        self.source = source
        self.router = router
    }
}
