import DER
package import FlightEvents
package import RPKIObjects

/// What became of everything that was looked at.
package struct ValidationReport: Sendable {
    package struct TrustAnchor: Hashable, Sendable {
        package enum Outcome: Hashable, Sendable {
            /// No certificate has been offered yet.
            case pending
            case valid(ObjectReference)
            case rejected(Rejection)
        }

        package let name: String
        package let outcome: Outcome
    }

    package struct PublicationPoint: Hashable, Sendable {
        package let trustAnchor: String
        package let manifestURI: RsyncURI
        package let outcome: PublicationPointOutcome
    }

    package var trustAnchors: [TrustAnchor] = []
    /// Without a usable manifest; by URI.
    package var unusablePoints: [PublicationPoint] = []
    /// In use with their last valid state, although their repository was asked; by URI.
    package var lastValidPoints: [PublicationPoint] = []
    /// Whose repository has not answered yet; by URI.
    package var pendingPoints: [PublicationPoint] = []
    /// By URI.
    package var rejectedObjects: [RejectedObject] = []
    package var counters = Counters()

    package struct Counters: Hashable, Sendable {
        package var publicationPoints = 0
        package var freshPublicationPoints = 0
        /// Objects that give payloads.
        package var acceptedObjects = 0
        package var ignoredObjects = 0
        /// Since the engine started.
        package var work = EvaluationCounters()
    }

    package init() {}

    /// How many objects were rejected for each reason.
    package var rejectionCounts: [RejectionReason: Int] {
        rejectedObjects.reduce(into: [:]) { $0[$1.rejection.reason, default: 0] += 1 }
    }
}
