/// Every flight of one payload that is on record, in order: each announcement and each withdrawal with the
/// stages it went through.
package struct FlightTimeline: Encodable, Sendable {
    package let payload: String
    package let flights: [PayloadFlight]
}

/// One announcement or withdrawal of a payload, from signature to router.
package struct PayloadFlight: Encodable, Sendable {
    package enum Kind: String, Encodable, Sendable {
        case announced, withdrawn
    }

    /// An object that gives (or gave) the payload.
    package struct Object: Encodable, Sendable {
        package let uri: String
        /// SHA-256, hexadecimal.
        package let hash: String
        package let notBefore: Int64?
        package let notAfter: Int64?
    }

    package let payload: String
    package let kind: Kind
    package let session: UInt16
    package let serial: UInt32
    /// Why the payload went away; nil when unknown and for announcements.
    package let cause: String?
    /// The first is the one whose stages are told.
    package let objects: [Object]
    /// In the order of the flight. A stage of which nothing is known is there without an instant; a stage
    /// that this kind of flight does not have is left out.
    package let stages: [FlightStage]
}

/// One stage of a flight.
package struct FlightStage: Encodable, Sendable {
    package enum Name: String, Encodable, Sendable, CaseIterable {
        case signed, expired, published, fetched, validated, served
        case takenUp = "taken-up"
        case confirmed
    }

    package let name: Name
    /// When it took place, in nanoseconds UTC; the later bound when it is an interval. nil when not known.
    package let instant: Int64?
    /// Interval-censored stages (published) took place after this instant; nil when there is no such bound.
    package let notBefore: Int64?
    /// Whether the stage is known only as an interval.
    package let isInterval: Bool
    /// Who says so.
    package let source: String
    /// Nanoseconds since the stage before (for the router stages: since `served`), up to `instant`.
    package let delay: Int64?
    /// The delay up to `notBefore`, where that is known.
    package let delayLowerBound: Int64?
    /// The router's address and port, for the router stages.
    package let router: String?
}
