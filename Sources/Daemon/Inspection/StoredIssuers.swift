import FlightEvents
package import ObjectStore
import RPKICrypto
package import RPKIObjects
import Validation

/// Looks up issuers in the state directory, also beside a running daemon.
package final class StoredIssuers {
    private let store: ObjectStore
    private let repositories: [RepositoryID]
    /// The certificates of the configured trust anchors.
    private let anchors: [IssuingCertificate]
    package let locators: [TrustAnchorLocator]

    /// - Parameter locators: the configured trust anchors; a chain that ends at none of them counts for nothing.
    package init(_ store: ObjectStore, locators: [TrustAnchorLocator]) throws(StoreError) {
        self.store = store
        self.locators = locators
        // Contents that were fetched last come first: the same URI may be in several.
        repositories = try store.repositories().filter { $0.id.kind != .trustAnchor }
            .sorted { $0.state.succeeded.wall > $1.state.succeeded.wall }.map(\.id)
        anchors = locators.flatMap { locator in
            (StoredCertificates.candidates(for: locator, in: store) ?? []).compactMap { candidate in
                guard let certificate = try? ResourceCertificate(decoding: candidate.octets),
                    (try? locator.checkKey(of: certificate)) != nil
                else { return nil }
                return IssuingCertificate(
                    certificate,
                    hash: SHA256Digest(hashing: candidate.octets),
                    origin: .trustAnchor(locator.name)
                )
            }
        }
    }

    /// Those that may have issued what names this key and, perhaps, says where its issuer's certificate is.
    func certificates(key: KeyIdentifier?, uri: RsyncURI?) -> [IssuingCertificate] {
        let trusted = anchors.filter { $0.certificate.subjectKeyIdentifier == key }
        guard trusted.isEmpty else { return trusted }
        guard let uri, let octets = object(uri), let certificate = try? ResourceCertificate(decoding: octets) else {
            return []
        }
        let hash = SHA256Digest(hashing: octets)
        return [IssuingCertificate(certificate, hash: hash, origin: .store(uri.description))]
    }

    /// The certificates at the places that the locator names.
    func trustAnchors(of locator: TrustAnchorLocator) -> [IssuingCertificate] {
        (StoredCertificates.candidates(for: locator, in: store) ?? []).compactMap { candidate in
            guard let certificate = try? ResourceCertificate(decoding: candidate.octets) else { return nil }
            let hash = SHA256Digest(hashing: candidate.octets)
            return IssuingCertificate(certificate, hash: hash, origin: .store(candidate.uri))
        }
    }

    /// The CRL at `uri`.
    func revocationList(at uri: RsyncURI) -> RevocationListCandidate? {
        guard let octets = object(uri), let list = try? CertificateRevocationList(decoding: octets) else { return nil }
        return RevocationListCandidate(list, place: uri.description)
    }

    /// Where the certificate is that issued a stored CRL: a CRL does not say so itself, but the manifest beside it does.
    func issuerURI(ofRevocationList hash: SHA256Digest) -> RsyncURI? {
        guard let uri = revocationLists[hash].flatMap({ RsyncURI($0) }) else { return nil }
        let directory = uri.directory
        for repository in repositories {
            let names = (try? store.objects(directory: directory.description, in: repository)) ?? [:]
            for (name, hash) in names where name.hasSuffix(".mft") {
                guard let octets = (try? store.read(hash)) ?? nil, let object = try? SignedObject(decoding: octets),
                    object.eeCertificate.crlURI == uri
                else { continue }
                return object.eeCertificate.caIssuersURI
            }
        }
        return nil
    }

    /// The URIs of all stored CRLs.
    private lazy var revocationLists: [SHA256Digest: String] = repositories.reduce(into: [:]) { lists, repository in
        for object in (try? store.allObjects(in: repository)) ?? [] where object.uri.hasSuffix(".crl") {
            lists[object.hash] = lists[object.hash] ?? object.uri
        }
    }

    /// The octets that a repository has under `uri`.
    func object(_ uri: RsyncURI) -> [UInt8]? {
        hashes(of: uri).lazy.compactMap { [store] in (try? store.read($0)) ?? nil }.first
    }

    /// The digests that repositories have under `uri`, the latest first.
    func hashes(of uri: RsyncURI) -> [SHA256Digest] {
        repositories.compactMap { (try? store.object(uri: uri.description, in: $0)) ?? nil }
    }

    /// The name under which a repository has the object with this digest in `directory`.
    func fileName(of hash: SHA256Digest, in directory: RsyncURI) -> String? {
        repositories.lazy.compactMap { [store] repository in
            (try? store.objects(directory: directory.description, in: repository))?.first { $0.value == hash }?.key
        }.first
    }

    /// Says where the object with this digest is stored, whether it is at `uri`, and whether the authority's manifest
    /// lists it; nil when the store knows neither.
    func placeNote(of hash: SHA256Digest, uri: RsyncURI?, authority: ResourceCertificate?) -> String? {
        if let uri, case let found = hashes(of: uri), !found.isEmpty {
            guard found.contains(hash) else { return "the store has another object at \(uri)" }
            return "stored as \(uri)" + listing(of: hash, in: authority)
        }
        guard let directory = authority?.caRepository, let name = fileName(of: hash, in: directory),
            let uri = directory.appending(name)
        else { return nil }
        return "stored as \(uri)" + listing(of: hash, in: authority)
    }

    /// What the stored manifest of `authority` says about the object.
    private func listing(of hash: SHA256Digest, in authority: ResourceCertificate?) -> String {
        guard let uri = authority?.manifestURI, !hashes(of: uri).contains(hash), let octets = object(uri),
            let object = try? SignedObject(decoding: octets), let manifest = try? Manifest(content: object.content)
        else { return "" }
        let isListed = manifest.entries.contains { $0.hash == hash }
        return ", \(isListed ? "listed" : "not listed") on manifest \(manifest.number)"
    }
}
