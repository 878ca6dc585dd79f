import DER
import RPKICrypto
import RPKIObjects

/// What the engine keeps of an evaluation: what later steps read, nothing else.
struct PublicationPointState: Sendable {
    var outcome: PublicationPointOutcome
    var directory: RsyncURI
    /// The manifest in use; nil when the point is unusable.
    var manifest: SHA256Digest?
    var accepted: [AcceptedObject]
    var payloads: StatedPayloads
    var rejected: [RejectedObject]
    var announcements: [TrustAnchorAnnouncement]
    var tally: ObjectTally
    var nextChange: PosixTime?

    init(_ evaluation: PublicationPointEvaluation) {
        outcome = evaluation.outcome
        directory = evaluation.directory
        manifest = evaluation.manifest?.hash
        accepted = evaluation.accepted
        payloads = evaluation.payloads
        rejected = evaluation.rejected
        announcements = evaluation.announcements
        tally = evaluation.tally
        nextChange = evaluation.nextChange
    }

    /// Whether the same payloads are stated by the same objects.
    func givesSamePayloads(as other: PublicationPointState?) -> Bool {
        payloads == (other?.payloads ?? StatedPayloads()) && accepted == (other?.accepted ?? [])
            && directory == (other?.directory ?? directory)
    }
}
