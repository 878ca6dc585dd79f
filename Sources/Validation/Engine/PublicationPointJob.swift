import DER
import FlightEvents
import ObjectStore
import RPKICrypto
import RPKIObjects

/// One publication point to evaluate, with all that this needs: runs on any thread.
struct PublicationPointJob: Sendable {
    /// Where an authority's contents come from.
    enum Source: Sendable {
        case repository(RepositoryID)
        case pending
        case unavailable
    }

    let authority: CertificationAuthority
    let source: Source
    /// The last valid state, when it is newer than the stored one.
    let unsavedMemory: StoredPublicationPoint?
    let previous: PublicationPointState?
    let instant: PosixTime
    let configuration: ValidationConfiguration
    let store: ObjectStore
    let time: any TimeSource

    struct Finished: Sendable {
        let authority: CertificationAuthority
        /// nil when the store failed.
        let evaluation: PublicationPointEvaluation?
        let failure: StoreError?
        /// nil when nothing changed.
        let record: EvaluationRecord?
    }

    func run() -> Finished {
        let started = time.now()
        let reader = StoreReader(store)
        do throws(StoreError) {
            let input = PublicationPointInput(
                authority: authority,
                contents: try contents(),
                memory: try memory()
            )
            let evaluation = evaluate(
                input,
                at: instant,
                configuration: configuration,
                objects: reader,
                verdicts: store
            )
            let difference = EvaluationDifference(
                from: previous,
                to: evaluation,
                configuration: configuration,
                reader: reader
            )
            if let failure = reader.failure { throw failure }
            noteDamage(input.contents, reader.missing)
            return Finished(
                authority: authority,
                evaluation: evaluation,
                failure: nil,
                record: record(difference, evaluation, started: started)
            )
        } catch {
            return Finished(authority: authority, evaluation: nil, failure: error, record: nil)
        }
    }

    /// What a repository's contents name is stored with them: when it is not there, the store was damaged, and the next
    /// fetch has to bring it again.
    private func noteDamage(_ contents: PublicationPointInput.Contents, _ missing: Set<SHA256Digest>) {
        guard !missing.isEmpty, case .published(let contents) = contents else { return }
        if let manifest = contents.manifest, missing.contains(manifest) { store.noteDamaged(manifest) }
        for hash in contents.objects.values where missing.contains(hash) { store.noteDamaged(hash) }
    }

    private func memory() throws(StoreError) -> StoredPublicationPoint? {
        if let unsavedMemory { return unsavedMemory }
        return try store.publicationPoint(authority.key)
    }

    private func contents() throws(StoreError) -> PublicationPointInput.Contents {
        switch source {
        case .pending: return .pending
        case .unavailable: return .unavailable
        case .repository(let repository):
            let objects = try store.objects(directory: authority.caRepository.description, in: repository)
            let manifest =
                authority.manifestURI.directory == authority.caRepository
                ? objects[authority.manifestURI.fileName]
                : try store.object(uri: authority.manifestURI.description, in: repository)
            return .published(PublishedContents(repository: repository, manifest: manifest, objects: objects))
        }
    }

    private func record(
        _ difference: EvaluationDifference,
        _ evaluation: PublicationPointEvaluation,
        started: Timestamp
    ) -> EvaluationRecord? {
        guard !difference.isEmpty else { return nil }
        var repository: String?
        if case .fresh = evaluation.outcome, case .repository(let id) = source { repository = id.uri }
        var record = EvaluationRecord(
            trustAnchor: authority.trustAnchor,
            manifestURI: authority.manifestURI.description,
            repository: repository,
            started: started,
            finished: time.now()
        )
        record.manifestNumber = evaluation.manifest?.number.description
        record.manifestThisUpdate = evaluation.manifest?.thisUpdate
        record.accepted = difference.accepted
        record.gone = difference.gone
        record.revocationDates = difference.revocationDates
        record.rejected = difference.rejected
        return record
    }
}
