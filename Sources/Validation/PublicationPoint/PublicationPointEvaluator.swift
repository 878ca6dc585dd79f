package import DER
import FlightEvents
import NumberResources
import ObjectStore
import Payloads
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
    private let objects: any ObjectReader
    private var horizon: ValidityHorizon
    private var signatures: SignatureLedger
    private var decoded = 0
    private var warnings = 0

    private var authority: CertificationAuthority { input.authority }

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

// MARK: - The manifest and its CRL

extension PublicationPointEvaluator {
    /// Where a manifest and its objects were published. The last valid state may come from another place than the
    /// authority names today.
    struct Place {
        let manifestURI: RsyncURI
        let directory: RsyncURI

        init(manifestURI: RsyncURI, directory: RsyncURI) {
            self.manifestURI = manifestURI
            self.directory = directory
        }

        init(_ memory: StoredPublicationPoint, _ authority: CertificationAuthority) {
            let uri = RsyncURI(memory.manifestURI) ?? authority.manifestURI
            manifestURI = uri
            directory = uri == authority.manifestURI ? authority.caRepository : uri.directory
        }
    }

    /// A manifest that is valid at the instant, and the CRL that it lists.
    struct ValidatedManifest {
        let directory: RsyncURI
        let hash: SHA256Digest
        let contents: Manifest
        let revocations: RevocationListInUse
        let revocationListName: String
    }

    /// RFC 9286 sections 4.4, 6.2 and 6.3.
    private mutating func validateManifest(
        _ octets: [UInt8],
        hash: SHA256Digest,
        place: Place
    ) throws(Rejection) -> ValidatedManifest {
        let (object, manifest) = try decode(Manifest.self, from: octets)
        note(try ManifestCurrencyRule.check(manifest, policy: configuration.stalePolicy, horizon: &horizon))
        let certificate = object.eeCertificate
        try SignedObjectLocationRule.check(certificate, uri: place.manifestURI)
        let list = try SingleRevocationListRule.check(
            manifest,
            eeCertificate: certificate,
            directory: place.directory
        )
        let revocations = RevocationListInUse(uri: list.uri, contents: try validateRevocationList(list.entry))
        try validateEECertificate(certificate, revocations: revocations)
        try signatures.verify(object, hash: hash)
        return ValidatedManifest(
            directory: place.directory,
            hash: hash,
            contents: manifest,
            revocations: revocations,
            revocationListName: list.entry.fileName
        )
    }

    private mutating func validateRevocationList(
        _ entry: Manifest.Entry
    ) throws(Rejection) -> CertificateRevocationList {
        guard let octets = objects.octets(of: entry.hash) else {
            throw Rejection(.crlMissing, "\(entry.fileName) is listed but not there")
        }
        let list = try CertificateRevocationList(decoding: octets)
        decoded += 1
        note(try list.inspect(profile: configuration.profile))
        try RevocationListIssuerRule.check(list, issuer: authority)
        note(try RevocationListCurrencyRule.check(list, policy: configuration.stalePolicy, horizon: &horizon))
        try signatures.verify(list, hash: entry.hash)
        return list
    }
}

// MARK: - Objects

extension PublicationPointEvaluator {
    /// Judges everything that the manifest lists. Throws when a listed file cannot be read.
    private mutating func evaluateObjects(
        of manifest: ValidatedManifest,
        outcome: PublicationPointOutcome
    ) throws(Rejection) -> PublicationPointEvaluation {
        var evaluation = PublicationPointEvaluation(outcome: outcome, directory: manifest.directory)
        evaluation.manifest = ManifestFacts(
            hash: manifest.hash,
            number: manifest.contents.number,
            thisUpdate: manifest.contents.thisUpdate,
            nextUpdate: manifest.contents.nextUpdate
        )
        evaluation.revocationList = manifest.revocations.contents
        var authorities = ChildAuthorities(issuer: authority)
        for entry in manifest.contents.entries where entry.fileName != manifest.revocationListName {
            guard let type = EvaluatedType(fileName: entry.fileName) else {
                guard objects.holds(entry.hash) else { throw Self.missing(entry) }
                evaluation.ignored += 1
                continue
            }
            guard let octets = objects.octets(of: entry.hash) else { throw Self.missing(entry) }
            do throws(Rejection) {
                switch type {
                case .certificate:
                    let certificate = try ResourceCertificate(decoding: octets)
                    decoded += 1
                    guard certificate.isAuthority else {
                        evaluation.ignored += 1
                        continue
                    }
                    try validateAuthority(certificate, entry: entry, manifest: manifest, into: &authorities)
                case .routeOriginAuthorization:
                    try validateRouteOrigins(octets, entry: entry, manifest: manifest, into: &evaluation)
                }
            } catch {
                evaluation.rejected.append(RejectedObject(object: reference(entry, manifest), rejection: error))
            }
        }
        evaluation.children = authorities.finished()
        return evaluation
    }

    /// RFC 6487 section 7.2 for a CA certificate.
    private mutating func validateAuthority(
        _ certificate: ResourceCertificate,
        entry: Manifest.Entry,
        manifest: ValidatedManifest,
        into authorities: inout ChildAuthorities
    ) throws(Rejection) {
        note(try certificate.inspect(as: .ca, profile: configuration.profile))
        try validateChaining(certificate, revocations: manifest.revocations)
        let resources = try EffectiveResources(certificate, issuer: authority.resources)
        let child = try AuthorityCandidate(certificate, reference: reference(entry, manifest), resources: resources)
        try DepthRule.check(depth: authority.depth + 1, maximum: configuration.maximumDepth)
        try CircularAuthorityRule.check(
            subjectKey: child.subjectKey,
            resources: resources,
            manifestURI: child.manifestURI,
            path: authorities.path
        )
        try signatures.verify(certificate, hash: entry.hash)
        authorities.append(child, fileName: entry.fileName)
    }

    /// RFC 9582 section 5.
    private mutating func validateRouteOrigins(
        _ octets: [UInt8],
        entry: Manifest.Entry,
        manifest: ValidatedManifest,
        into evaluation: inout PublicationPointEvaluation
    ) throws(Rejection) {
        let (object, authorization) = try decode(RouteOriginAuthorization.self, from: octets)
        let certificate = object.eeCertificate
        try SignedObjectLocationRule.check(certificate, fileName: entry.fileName, directory: manifest.directory)
        try validateEECertificate(certificate, revocations: manifest.revocations)
        try signatures.verify(object, hash: entry.hash)
        let index = UInt32(clamping: evaluation.accepted.count)
        evaluation.accepted.append(
            AcceptedObject(
                fileName: entry.fileName,
                hash: entry.hash,
                signed: object.signingTime,
                notBefore: certificate.notBefore,
                notAfter: certificate.notAfter
            )
        )
        for address in authorization.addresses {
            let maxLength = address.effectiveMaxLength
            if let vrp = VRP(prefix: address.prefix, maxLength: maxLength, asn: authorization.asn) {
                evaluation.vrps.append(AttributedVRP(vrp: vrp, object: index))
            }
        }
    }

    /// RFC 6488 sections 2 and 3, and the rules of the object's type.
    private mutating func decode<Payload: SignedObjectPayload>(
        _ type: Payload.Type,
        from octets: [UInt8]
    ) throws(Rejection) -> (SignedObject, Payload) {
        let object = try SignedObject(decoding: octets)
        decoded += 1
        note(try object.inspect(profile: configuration.profile))
        let (payload, found) = try object.payload(type, profile: configuration.profile)
        note(found)
        return (object, payload)
    }

    private mutating func validateEECertificate(
        _ certificate: ResourceCertificate,
        revocations: RevocationListInUse
    ) throws(Rejection) {
        try validateChaining(certificate, revocations: revocations)
        _ = try EffectiveResources(certificate, issuer: authority.resources)
    }

    /// RFC 6487 section 7.2, but for resources and signatures.
    private mutating func validateChaining(
        _ certificate: ResourceCertificate,
        revocations: RevocationListInUse
    ) throws(Rejection) {
        try IssuerNameRule.check(certificate, issuer: authority)
        try AuthorityKeyRule.check(certificate, issuer: authority)
        try RevocationRule.check(certificate, list: revocations)
        try ValidityPeriodRule.check(certificate, horizon: &horizon)
    }

    private func reference(_ entry: Manifest.Entry, _ manifest: ValidatedManifest) -> ObjectReference {
        ObjectReference(uri: "\(manifest.directory)\(entry.fileName)", hash: entry.hash)
    }

    private static func missing(_ entry: Manifest.Entry) -> Rejection {
        Rejection(.objectMissing, "\(entry.fileName) is listed but not there")
    }

    private mutating func note(_ found: [Warning]) { warnings += found.count }

    private mutating func note(_ found: Warning?) { warnings += found == nil ? 0 : 1 }
}

/// The objects that are looked into; the others are there for someone else.
private enum EvaluatedType {
    case certificate
    case routeOriginAuthorization

    init?(fileName: String) {
        if fileName.hasSuffix(".cer") {
            self = .certificate
        } else if fileName.hasSuffix(".roa") {
            self = .routeOriginAuthorization
        } else {
            return nil
        }
    }
}
