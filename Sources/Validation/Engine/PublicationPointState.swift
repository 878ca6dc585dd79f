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
    var vrps: [AttributedVRP]
    var rejected: [RejectedObject]
    var ignored: Int
    var nextChange: PosixTime?

    init(_ evaluation: PublicationPointEvaluation) {
        outcome = evaluation.outcome
        directory = evaluation.directory
        manifest = evaluation.manifest?.hash
        accepted = evaluation.accepted
        vrps = evaluation.vrps
        rejected = evaluation.rejected
        ignored = evaluation.ignored
        nextChange = evaluation.nextChange
    }

    /// Whether the same payloads are stated by the same objects.
    func givesSamePayloads(as other: PublicationPointState?) -> Bool {
        vrps == (other?.vrps ?? []) && accepted == (other?.accepted ?? [])
            && directory == (other?.directory ?? directory)
    }
}
