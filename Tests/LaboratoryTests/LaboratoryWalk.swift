import DER
import Laboratory
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

/// What a validation of one published repository found: a short walk through decoders and signatures, strict in
/// everything, to judge what a laboratory publishes.
struct LaboratoryWalk {
    private(set) var origins: Set<RouteOrigin> = []
    /// The contents of the other signed objects and of router certificates, by path below the module.
    private(set) var providerAuthorizations: [String: ProviderAuthorization] = [:]
    private(set) var prefixLists: [String: SignedPrefixList] = [:]
    private(set) var contacts: [String: GhostbustersRecord] = [:]
    private(set) var trustAnchorKeys: [String: TrustAnchorKeys] = [:]
    private(set) var routers: [String: ResourceCertificate] = [:]
    /// The reasons for which objects were rejected, by path below the module. A publication point that cannot be
    /// used has an entry for its manifest.
    private(set) var rejections: [String: RejectionReason] = [:]
    private(set) var warnings: [Warning] = []

    private let files: [String: [UInt8]]
    private let now: PosixTime

    /// Walks the files of a repository, named by paths below its module.
    init(_ files: [String: [UInt8]], trustAnchor: String, at now: PosixTime) throws {
        self.files = files
        self.now = now
        let certificate = try ResourceCertificate(decoding: try #require(files["\(trustAnchor).cer"]))
        warnings += try certificate.inspect(as: .trustAnchor, profile: .strict)
        #expect(certificate.isSigned(by: try certificate.publicKey()))
        walk(certificate, EffectiveResources.init(ip: .all, asNumbers: .all))
    }

    private mutating func walk(_ authority: ResourceCertificate, _ held: EffectiveResources) {
        guard let manifestURI = authority.manifestURI else { return }
        let directory = manifestURI.path.split(separator: "/").dropLast().last.map(String.init) ?? ""
        let manifestPath = "\(directory)/\(manifestURI.fileName)"
        do throws(Rejection) {
            let key = try authority.publicKey()
            let resources = try EffectiveResources(authority, issuer: held)
            let manifestObject = try signedObject(manifestPath, authority, key, resources, nil)
            let (manifest, noted) = try manifestObject.payload(Manifest.self, profile: .strict)
            warnings += noted
            try manifest.checkCurrency(at: now)
            for entry in manifest.entries {
                guard let bytes = files["\(directory)/\(entry.fileName)"] else { throw Rejection(.objectMissing) }
                guard SHA256Digest(hashing: bytes) == entry.hash else { throw Rejection(.objectHashMismatch) }
            }
            let crl = try self.crl(manifest, directory, authority, key)
            if crl.contains(serialNumber: manifestObject.eeCertificate.serialNumber) {
                throw Rejection(.certificateRevoked)
            }
            for entry in manifest.entries {
                let path = "\(directory)/\(entry.fileName)"
                do throws(Rejection) {
                    try take(path, authority, key, resources, crl)
                } catch {
                    rejections[path] = error.reason
                }
            }
        } catch {
            rejections[manifestPath] = error.reason
        }
    }

    private mutating func crl(
        _ manifest: Manifest,
        _ directory: String,
        _ authority: ResourceCertificate,
        _ key: PublicKey
    ) throws(Rejection) -> CertificateRevocationList {
        let names = manifest.entries.map(\.fileName).filter { $0.hasSuffix(".crl") }
        guard let name = names.first, let bytes = files["\(directory)/\(name)"] else { throw Rejection(.crlMissing) }
        guard names.count == 1 else { throw Rejection(.crlNotSingle) }
        let crl = try CertificateRevocationList(decoding: bytes)
        warnings += try crl.inspect(profile: .strict)
        try crl.checkIssued(by: authority)
        try crl.checkCurrency(at: now)
        guard crl.isSigned(by: key) else { throw Rejection(.crlSignatureInvalid) }
        return crl
    }

    private mutating func take(
        _ path: String,
        _ authority: ResourceCertificate,
        _ key: PublicKey,
        _ resources: EffectiveResources,
        _ crl: CertificateRevocationList
    ) throws(Rejection) {
        if path.hasSuffix(".roa") {
            let object = try signedObject(path, authority, key, resources, crl)
            let (roa, noted) = try object.payload(RouteOriginAuthorization.self, profile: .strict)
            warnings += noted
            for address in roa.addresses {
                if let origin = RouteOrigin(
                    prefix: address.prefix,
                    maxLength: address.effectiveMaxLength,
                    asn: roa.asn
                ) {
                    origins.insert(origin)
                }
            }
        } else if path.hasSuffix(".asa") {
            providerAuthorizations[path] = try payload(path, authority, key, resources, crl)
        } else if path.hasSuffix(".spl") {
            prefixLists[path] = try payload(path, authority, key, resources, crl)
        } else if path.hasSuffix(".gbr") {
            contacts[path] = try payload(path, authority, key, resources, crl)
        } else if path.hasSuffix(".tak") {
            trustAnchorKeys[path] = try payload(path, authority, key, resources, crl)
        } else if path.contains("/ROUTER-"), let bytes = files[path] {
            let router = try ResourceCertificate(decoding: bytes)
            warnings += try router.inspect(as: .bgpsecRouter, profile: .strict)
            try check(router, authority, key, resources, crl)
            routers[path] = router
        } else if path.hasSuffix(".cer"), let bytes = files[path] {
            let child = try ResourceCertificate(decoding: bytes)
            warnings += try child.inspect(as: .ca, profile: .strict)
            try check(child, authority, key, resources, crl)
            walk(child, resources)
        }
    }

    private mutating func payload<Payload: SignedObjectPayload>(
        _ path: String,
        _ authority: ResourceCertificate,
        _ key: PublicKey,
        _ resources: EffectiveResources,
        _ crl: CertificateRevocationList
    ) throws(Rejection) -> Payload {
        let object = try signedObject(path, authority, key, resources, crl)
        let (payload, noted) = try object.payload(Payload.self, profile: .strict)
        warnings += noted
        return payload
    }

    private mutating func signedObject(
        _ path: String,
        _ authority: ResourceCertificate,
        _ key: PublicKey,
        _ resources: EffectiveResources,
        _ crl: CertificateRevocationList?
    ) throws(Rejection) -> SignedObject {
        guard let bytes = files[path] else { throw Rejection(.manifestMissing) }
        let object = try SignedObject(decoding: bytes)
        warnings += try object.inspect(profile: .strict)
        try object.checkSignature()
        if object.eeCertificate.signedObjectURI?.fileName != path.split(separator: "/").last.map(String.init) {
            throw Rejection(.objectLocationMismatch)
        }
        try check(object.eeCertificate, authority, key, resources, crl)
        return object
    }

    private func check(
        _ certificate: ResourceCertificate,
        _ authority: ResourceCertificate,
        _ key: PublicKey,
        _ resources: EffectiveResources,
        _ crl: CertificateRevocationList?
    ) throws(Rejection) {
        try certificate.checkIssued(by: authority)
        try certificate.checkValidity(at: now)
        if certificate.crlURI?.directory != authority.caRepository { throw Rejection(.certificateCRLMismatch) }
        _ = try EffectiveResources(certificate, issuer: resources)
        guard certificate.isSigned(by: key) else { throw Rejection(.certificateSignatureInvalid) }
        if crl?.contains(serialNumber: certificate.serialNumber) == true { throw Rejection(.certificateRevoked) }
    }
}

extension TestLaboratory {
    func walk(_ repository: String) throws -> LaboratoryWalk {
        try LaboratoryWalk(published(repository), trustAnchor: repository, at: clock.now())
    }
}
