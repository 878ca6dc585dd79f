package import DER
package import RPKICrypto

/// A publication point was evaluated and something about it changed.
package struct EvaluationRecord: Sendable {
    /// A payload object that became valid.
    package struct Accepted: Sendable {
        package let object: ObjectReference
        /// CMS signing-time (RFC 9589).
        package let signed: PosixTime?
        /// The EE certificate's validity.
        package let notBefore: PosixTime
        package let notAfter: PosixTime

        package init(object: ObjectReference, signed: PosixTime?, notBefore: PosixTime, notAfter: PosixTime) {
            self.object = object
            self.signed = signed
            self.notBefore = notBefore
            self.notAfter = notAfter
        }
    }

    /// Why a payload object no longer counts.
    package enum Cause: String, Sendable {
        case revoked, withdrawn, expired, rejected, superseded
        case publicationPointLost = "publication-point-lost"
        /// Objects of its type are not looked into any more.
        case configuration
    }

    package var trustAnchor: String
    /// The publication point's manifest URI.
    package var manifestURI: String
    /// Where its contents came from; nil when from its last valid state alone.
    package var repository: String?
    package var started: Timestamp
    package var finished: Timestamp
    package var manifestNumber: String?
    package var manifestThisUpdate: PosixTime?
    package var accepted: [Accepted] = []
    package var gone: [(object: ObjectReference, cause: Cause)] = []
    /// For objects in `gone` whose EE certificate is on the CRL: its revocation date there.
    package var revocationDates: [SHA256Digest: PosixTime] = [:]
    /// Reason code and URI of each object that is rejected now and was not before.
    package var rejected: [(object: ObjectReference, reason: String)] = []

    package init(trustAnchor: String, manifestURI: String, repository: String?, started: Timestamp, finished: Timestamp)
    {
        self.trustAnchor = trustAnchor
        self.manifestURI = manifestURI
        self.repository = repository
        self.started = started
        self.finished = finished
    }
}

/// One pass of the engine over the publication points that were dirty.
package struct CycleRecord: Sendable {
    /// What made the points dirty: a repository's URI, `clock`, `configuration` or `start`.
    package var cause: String
    package var started: Timestamp
    package var finished: Timestamp
    package var publicationPoints = 0
    package var objectsDecoded = 0
    package var signaturesVerified = 0
    package var payloadsAnnounced = 0
    package var payloadsWithdrawn = 0

    package init(cause: String, started: Timestamp, finished: Timestamp) {
        self.cause = cause
        self.started = started
        self.finished = finished
    }
}
