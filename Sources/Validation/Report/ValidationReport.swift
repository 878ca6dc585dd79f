import DER
package import FlightEvents
package import NumberResources
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
    /// What trust anchors say about their keys; by URI. It changes nothing about which keys are trusted.
    package var announcements: [TrustAnchorAnnouncement] = []
    /// Customers that list too many providers for their ASPAs to count; ascending.
    package var excessiveCustomers: [ASN] = []
    package var counters = Counters()

    package struct Counters: Hashable, Sendable {
        package var publicationPoints = 0
        package var freshPublicationPoints = 0
        /// Objects that give payloads.
        package var acceptedObjects = 0
        /// Valid objects, and those that are not looked into.
        package var objects = ObjectTally()
        /// VRPs for addresses of an authority whose publication point is unusable; not counted when all are accepted
        /// anyway.
        package var unsafeVRPs = 0
        /// Since the engine started.
        package var work = EvaluationCounters()
    }

    package init() {}

    /// How many objects were rejected for each reason.
    package var rejectionCounts: [RejectionReason: Int] {
        rejectedObjects.reduce(into: [:]) { $0[$1.rejection.reason, default: 0] += 1 }
    }
}
