import ObjectStore
import RPKICrypto
import RPKIObjects

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
        let trustAnchorKeysFiles: Int
    }

    /// RFC 9286 sections 4.4, 6.2 and 6.3.
    mutating func validateManifest(
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
            revocationListName: list.entry.fileName,
            trustAnchorKeysFiles: SingleTrustAnchorKeysRule.count(in: manifest)
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
