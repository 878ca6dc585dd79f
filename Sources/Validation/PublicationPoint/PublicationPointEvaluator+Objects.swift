import FlightEvents
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
            let evaluated = batch.filter { EvaluatedType(fileName: $0.fileName).isLookedInto(configuration) }
            let octets = Dictionary(
                zip(evaluated.map(\.hash), objects.octets(of: evaluated.map(\.hash))),
                uniquingKeysWith: { first, _ in first }
            )
            for entry in batch {
                let type = EvaluatedType(fileName: entry.fileName)
                guard type.isLookedInto(configuration) else {
                    guard objects.holds(entry.hash) else { throw Self.missing(entry) }
                    evaluation.tally.count(type == .unknown ? .unknown : .switchedOff)
                    continue
                }
                guard let octets = octets[entry.hash] ?? nil else { throw Self.missing(entry) }
                let object = ListedObject(entry: entry, octets: octets, manifest: manifest)
                do throws(Rejection) {
                    let kind = try validate(object, type, into: &evaluation, &authorities)
                    evaluation.tally.count(kind)
                } catch {
                    evaluation.rejected.append(RejectedObject(object: object.reference, rejection: error))
                }
            }
        }
        evaluation.children = authorities.finished()
        return evaluation
    }

    /// Objects read at a time: enough to spare the store many small readings, few enough to bound the memory.
    private static let readingBatch = 64

    /// An object on the manifest.
    struct ListedObject {
        let entry: Manifest.Entry
        let octets: [UInt8]
        let manifest: ValidatedManifest

        var reference: ObjectReference {
            ObjectReference(uri: "\(manifest.directory)\(entry.fileName)", hash: entry.hash)
        }
    }

    /// Throws unless the object is valid; returns what it is.
    private mutating func validate(
        _ object: ListedObject,
        _ type: EvaluatedType,
        into evaluation: inout PublicationPointEvaluation,
        _ authorities: inout ChildAuthorities
    ) throws(Rejection) -> ObjectKind {
        switch type {
        case .certificate:
            let certificate = try ResourceCertificate(decoding: object.octets)
            decoded += 1
            if certificate.isAuthority {
                try validateAuthority(certificate, object, into: &authorities)
                return .authorityCertificate
            }
            guard configuration.evaluatesRouterCertificates else { return .switchedOff }
            try validateRouter(certificate, object, into: &evaluation)
            return .routerCertificate
        case .routeOriginAuthorization:
            try validateRouteOrigins(object, into: &evaluation)
            return .routeOriginAuthorization
        case .providerAuthorization:
            try validateProviders(object, into: &evaluation)
            return .providerAuthorization
        case .trustAnchorKeys:
            try validateTrustAnchorKeys(object, into: &evaluation)
            return .trustAnchorKeys
        case .ghostbustersRecord:
            _ = try validateSignedObject(GhostbustersRecord.self, object)
            return .ghostbustersRecord
        case .signedPrefixList:
            _ = try validateSignedObject(SignedPrefixList.self, object)
            return .signedPrefixList
        case .signedChecklist:
            _ = try validateSignedObject(SignedChecklist.self, object)
            return .signedChecklist
        case .unknown:
            return .unknown
        }
    }

    /// RFC 6487 section 7.2 for a CA certificate.
    private mutating func validateAuthority(
        _ certificate: ResourceCertificate,
        _ object: ListedObject,
        into authorities: inout ChildAuthorities
    ) throws(Rejection) {
        note(try certificate.inspect(as: .ca, profile: configuration.profile))
        try validateChaining(certificate, revocations: object.manifest.revocations)
        let resources = try verifiedResources(of: certificate)
        let child = try AuthorityCandidate(certificate, reference: object.reference, resources: resources)
        try DepthRule.check(depth: authority.depth + 1, maximum: configuration.maximumDepth)
        try CircularAuthorityRule.check(
            subjectKey: child.subjectKey,
            resources: resources,
            manifestURI: child.manifestURI,
            path: authorities.path
        )
        try signatures.verify(certificate, hash: object.entry.hash)
        authorities.append(child, fileName: object.entry.fileName)
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

    /// All that makes a signed object valid, of whatever type.
    mutating func validateSignedObject<Payload: SignedObjectPayload>(
        _ type: Payload.Type,
        _ object: ListedObject
    ) throws(Rejection) -> (SignedObject, Payload) {
        let (signed, payload) = try decode(type, from: object.octets)
        let certificate = signed.eeCertificate
        if Payload.type.hasSubjectInformationAccess {
            try SignedObjectLocationRule.check(
                certificate,
                fileName: object.entry.fileName,
                directory: object.manifest.directory
            )
        }
        let resources = try validateEECertificate(certificate, revocations: object.manifest.revocations)
        if certificate.hasTrimmedResources { try payload.checkResources(within: resources) }
        try TrustAnchorConstraintRule.check(certificate, constraints: constraints)
        try signatures.verify(signed, hash: object.entry.hash)
        return (signed, payload)
    }

    /// RFC 6487 section 7.2 for the certificate in a signed object; returns the resources that it holds.
    @discardableResult
    mutating func validateEECertificate(
        _ certificate: ResourceCertificate,
        revocations: RevocationListInUse
    ) throws(Rejection) -> EffectiveResources {
        try validateChaining(certificate, revocations: revocations)
        return try verifiedResources(of: certificate)
    }

    /// RFC 6487 section 7.2, RFC 8360 section 4.2.4.4: the resources that a certificate of this authority holds.
    mutating func verifiedResources(of certificate: ResourceCertificate) throws(Rejection) -> EffectiveResources {
        let (resources, trimmed) = try EffectiveResources.verified(certificate, issuer: authority.resources)
        note(trimmed)
        return resources
    }

    /// RFC 6487 section 7.2, but for resources and signatures.
    mutating func validateChaining(
        _ certificate: ResourceCertificate,
        revocations: RevocationListInUse
    ) throws(Rejection) {
        try IssuerNameRule.check(certificate, issuer: authority)
        try AuthorityKeyRule.check(certificate, issuer: authority)
        try RevocationRule.check(certificate, list: revocations)
        try ValidityPeriodRule.check(certificate, horizon: &horizon)
    }

    private static func missing(_ entry: Manifest.Entry) -> Rejection {
        Rejection(.objectMissing, "\(entry.fileName) is listed but not there")
    }

    mutating func note(_ found: [Warning]) { warnings += found.count }

    mutating func note(_ found: Warning?) { warnings += found == nil ? 0 : 1 }
}

/// What a file is, as its name says (IANA "RPKI Repository Name Schemes").
private enum EvaluatedType {
    case certificate, routeOriginAuthorization, providerAuthorization, trustAnchorKeys, ghostbustersRecord
    case signedPrefixList, signedChecklist
    case unknown

    init(fileName: String) {
        switch fileName.suffix(4) {
        case ".cer": self = .certificate
        case ".roa": self = .routeOriginAuthorization
        case ".asa": self = .providerAuthorization
        case ".tak": self = .trustAnchorKeys
        case ".gbr": self = .ghostbustersRecord
        case ".spl": self = .signedPrefixList
        case ".sig": self = .signedChecklist
        default: self = .unknown
        }
    }

    /// Whether objects of the type are read; that they are there and hash as listed is checked of all.
    func isLookedInto(_ configuration: ValidationConfiguration) -> Bool {
        switch self {
        case .unknown: false
        case .providerAuthorization: configuration.evaluatesASPAs
        default: true
        }
    }
}

extension ValidationConfiguration {
    /// Whether an object of this name that gives payloads is looked into.
    func looksForPayloads(in fileName: String) -> Bool {
        switch EvaluatedType(fileName: fileName) {
        case .certificate: evaluatesRouterCertificates
        case let type: type.isLookedInto(self)
        }
    }
}
