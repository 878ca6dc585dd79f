package import DER
package import FlightEvents
package import ObjectStore
package import RPKICrypto
package import RPKIObjects

/// A valid object that gives payloads.
package struct AcceptedObject: Hashable, Sendable {
    /// In ``PublicationPointEvaluation/directory``.
    package let fileName: String
    package let hash: SHA256Digest
    /// CMS signing-time (RFC 9589); nil for a router certificate.
    package let signed: PosixTime?
    /// The validity of the EE certificate, or of the router certificate itself.
    package let notBefore: PosixTime
    package let notAfter: PosixTime
}

/// A trust anchor says with which keys it signs now, did before, and will (RFC 9691).
package struct TrustAnchorAnnouncement: Hashable, Sendable {
    package let trustAnchor: String
    package let object: ObjectReference
    package let keys: TrustAnchorKeys
}

/// An object that is listed and hashed correctly but not valid.
package struct RejectedObject: Hashable, Sendable {
    package let object: ObjectReference
    package let rejection: Rejection
}

/// The manifest in use.
package struct ManifestFacts: Hashable, Sendable {
    package let hash: SHA256Digest
    package let number: SerialNumber
    package let thisUpdate: PosixTime
    package let nextUpdate: PosixTime
}

/// Work counted.
package struct EvaluationCounters: Hashable, Sendable {
    package var objectsDecoded = 0
    package var signaturesVerified = 0
    /// Objects whose signatures were known to be valid.
    package var signaturesRemembered = 0
    /// Broken rules that the profile tolerates.
    package var warnings = 0

    package init() {}

    package static func += (left: inout EvaluationCounters, right: EvaluationCounters) {
        left.objectsDecoded += right.objectsDecoded
        left.signaturesVerified += right.signaturesVerified
        left.signaturesRemembered += right.signaturesRemembered
        left.warnings += right.warnings
    }
}

/// The verdicts on a publication point and all that it lists.
package struct PublicationPointEvaluation: Sendable {
    package var outcome: PublicationPointOutcome
    /// Where the objects lie that the verdicts are about.
    package var directory: RsyncURI
    /// nil when the point is unusable.
    package var manifest: ManifestFacts?
    package var accepted: [AcceptedObject] = []
    package var payloads = StatedPayloads()
    /// The authorities whose certificates are valid here, in the manifest's order.
    package var children: [CertificationAuthority] = []
    package var rejected: [RejectedObject] = []
    /// What the trust anchor announces, when this is its publication point.
    package var announcements: [TrustAnchorAnnouncement] = []
    /// Valid objects, and those present with the right hash that are not looked into.
    package var tally = ObjectTally()
    /// The new last valid state; nil when it stays as it was.
    package var memory: StoredPublicationPoint?
    /// The earliest instant at which any of this can change.
    package var nextChange: PosixTime?
    /// Objects whose signatures were verified and found valid just now.
    package var newlyVerified: [SHA256Digest] = []
    package var counters = EvaluationCounters()
    /// The CRL in use, to tell revoked objects from withdrawn ones.
    package var revocationList: CertificateRevocationList?
}
