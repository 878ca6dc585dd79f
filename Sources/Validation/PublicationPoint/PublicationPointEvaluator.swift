package import DER
import ObjectStore
import RPKICrypto
import RPKIObjects

/// Evaluates one publication point at one instant: a pure function of the input, the instant, the configuration and
/// the objects' octets. Remembered signature verdicts save time and change nothing.
///
/// RFC 9286 section 6: when anything about the manifest, the CRL or the presence of listed files is wrong, the whole
/// fetch has failed and the last valid state takes its place. Any other object that is wrong is rejected alone.
package func evaluate(
    _ input: PublicationPointInput,
    at instant: PosixTime,
    configuration: ValidationConfiguration,
    objects: any ObjectReader,
    verdicts: any VerdictMemory
) -> PublicationPointEvaluation {
    var evaluator = PublicationPointEvaluator(
        input: input,
        instant: instant,
        configuration: configuration,
        objects: objects,
        verdicts: verdicts
    )
    return evaluator.evaluate()
}

struct PublicationPointEvaluator {
    let input: PublicationPointInput
    let configuration: ValidationConfiguration
    let objects: any ObjectReader
    var horizon: ValidityHorizon
    var signatures: SignatureLedger
    var decoded = 0
    var warnings = 0

    var authority: CertificationAuthority { input.authority }
    var constraints: ResourceConstraints? { configuration.constraints[authority.trustAnchor] }

    init(
        input: PublicationPointInput,
        instant: PosixTime,
        configuration: ValidationConfiguration,
        objects: any ObjectReader,
        verdicts: any VerdictMemory
    ) {
        self.input = input
        self.configuration = configuration
        self.objects = objects
        horizon = ValidityHorizon(instant: instant)
        signatures = SignatureLedger(authority: input.authority, memory: verdicts)
    }

    mutating func evaluate() -> PublicationPointEvaluation {
        var evaluation: PublicationPointEvaluation
        do throws(Rejection) {
            evaluation = try evaluatePresentContents()
        } catch {
            evaluation = evaluateLastValidState(because: error)
        }
        evaluation.nextChange = horizon.next
        evaluation.newlyVerified = signatures.newlyVerified
        evaluation.counters.objectsDecoded = decoded
        evaluation.counters.signaturesVerified = signatures.verified
        evaluation.counters.signaturesRemembered = signatures.remembered
        evaluation.counters.warnings = warnings
        return evaluation
    }

    /// RFC 9286 sections 6.1 to 6.5. Throws when the fetch has failed.
    private mutating func evaluatePresentContents() throws(Rejection) -> PublicationPointEvaluation {
        let contents: PublishedContents
        switch input.contents {
        case .published(let published): contents = published
        case .pending: throw Rejection(.repositoryPending)
        case .unavailable: throw Rejection(.repositoryUnavailable)
        }
        guard let hash = contents.manifest, let octets = objects.octets(of: hash) else {
            throw Rejection(.manifestMissing, "nothing at \(authority.manifestURI)")
        }
        let place = Place(manifestURI: authority.manifestURI, directory: authority.caRepository)
        let manifest = try validateManifest(octets, hash: hash, place: place)
        if input.memory?.manifest != hash {
            try ManifestRegressionRule.check(
                manifest.contents,
                manifestURI: authority.manifestURI,
                memory: trustworthyMemory()
            )
        }
        try ManifestCompletenessRule.check(manifest.contents, objects: contents.objects)
        var evaluation = try evaluateObjects(of: manifest, outcome: .fresh)
        evaluation.memory = newMemory(manifest, repository: contents.repository)
        return evaluation
    }

    /// RFC 9286 section 6.6: what was valid before stays in use, as long as it is valid by itself.
    private mutating func evaluateLastValidState(because failure: Rejection) -> PublicationPointEvaluation {
        guard let memory = input.memory else {
            return PublicationPointEvaluation(
                outcome: .unusable(because: failure, lastValid: nil),
                directory: authority.caRepository
            )
        }
        do throws(Rejection) {
            guard let octets = objects.octets(of: memory.manifest) else {
                throw Rejection(.manifestMissing, "the last valid manifest is not stored any more")
            }
            let manifest = try validateManifest(octets, hash: memory.manifest, place: Place(memory, authority))
            return try evaluateObjects(of: manifest, outcome: .lastValid(because: failure))
        } catch {
            return PublicationPointEvaluation(
                outcome: .unusable(because: failure, lastValid: error),
                directory: authority.caRepository
            )
        }
    }

    /// The last valid state, if its manifest still proves what is remembered of it. What is stored is doubted: a
    /// record that says more than its manifest must not keep newer manifests out.
    private mutating func trustworthyMemory() -> StoredPublicationPoint? {
        guard let memory = input.memory, let octets = objects.octets(of: memory.manifest),
            let object = try? SignedObject(decoding: octets), let manifest = try? Manifest(content: object.content),
            manifest.number.magnitude == memory.number, manifest.thisUpdate == memory.thisUpdate,
            (try? signatures.verify(object, hash: memory.manifest)) != nil
        else { return nil }
        return memory
    }

    private func newMemory(_ manifest: ValidatedManifest, repository: RepositoryID?) -> StoredPublicationPoint? {
        let uri = authority.manifestURI.description
        if let memory = input.memory, memory.manifest == manifest.hash, memory.manifestURI == uri,
            memory.repository == repository
        {
            return nil
        }
        return StoredPublicationPoint(
            key: authority.key,
            manifestURI: uri,
            manifest: manifest.hash,
            entries: manifest.contents.entries.map { .init(name: $0.fileName, hash: $0.hash) },
            number: manifest.contents.number.magnitude,
            thisUpdate: manifest.contents.thisUpdate,
            nextUpdate: manifest.contents.nextUpdate,
            repository: repository,
            firstSeen: horizon.instant
        )
    }
}
