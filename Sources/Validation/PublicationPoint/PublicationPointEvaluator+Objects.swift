import FlightEvents
import NumberResources
import Payloads
import RPKICrypto
import RPKIObjects

extension PublicationPointEvaluator {
    /// Judges everything that the manifest lists. Throws when a listed file cannot be read.
    mutating func evaluateObjects(
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
        let entries = manifest.contents.entries.filter { $0.fileName != manifest.revocationListName }
        for start in stride(from: 0, to: entries.count, by: Self.readingBatch) {
            let batch = entries[start..<min(start + Self.readingBatch, entries.count)]
            let evaluated = batch.filter { EvaluatedType(fileName: $0.fileName) != nil }
            let octets = Dictionary(
                zip(evaluated.map(\.hash), objects.octets(of: evaluated.map(\.hash))),
                uniquingKeysWith: { first, _ in first }
            )
            for entry in batch {
                guard let type = EvaluatedType(fileName: entry.fileName) else {
                    guard objects.holds(entry.hash) else { throw Self.missing(entry) }
                    evaluation.ignored += 1
                    continue
                }
                guard let octets = octets[entry.hash] ?? nil else { throw Self.missing(entry) }
                do throws(Rejection) {
                    try validate(octets, type, entry: entry, manifest: manifest, into: &evaluation, &authorities)
                } catch {
                    evaluation.rejected.append(RejectedObject(object: reference(entry, manifest), rejection: error))
                }
            }
        }
        evaluation.children = authorities.finished()
        return evaluation
    }

    /// Objects read at a time: enough to spare the store many small readings, few enough to bound the memory.
    private static let readingBatch = 64

    private mutating func validate(
        _ octets: [UInt8],
        _ type: EvaluatedType,
        entry: Manifest.Entry,
        manifest: ValidatedManifest,
        into evaluation: inout PublicationPointEvaluation,
        _ authorities: inout ChildAuthorities
    ) throws(Rejection) {
        switch type {
        case .certificate:
            let certificate = try ResourceCertificate(decoding: octets)
            decoded += 1
            if certificate.isAuthority {
                try validateAuthority(certificate, entry: entry, manifest: manifest, into: &authorities)
            } else {
                evaluation.ignored += 1
            }
        case .routeOriginAuthorization:
            try validateRouteOrigins(octets, entry: entry, manifest: manifest, into: &evaluation)
        }
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
    mutating func decode<Payload: SignedObjectPayload>(
        _ type: Payload.Type,
        from octets: [UInt8]
    ) throws(Rejection) -> (SignedObject, Payload) {
        let object = try SignedObject(decoding: octets)
        decoded += 1
        let (payload, found) = try object.inspect(as: type, profile: configuration.profile)
        note(found)
        return (object, payload)
    }

    mutating func validateEECertificate(
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

    mutating func note(_ found: [Warning]) { warnings += found.count }

    mutating func note(_ found: Warning?) { warnings += found == nil ? 0 : 1 }
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
