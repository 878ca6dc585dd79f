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
        guard let uri, let key else { return [] }
        return objects(at: uri).compactMap { hash, octets in
            guard let certificate = try? ResourceCertificate(decoding: octets), certificate.subjectKeyIdentifier == key
            else { return nil }
            return IssuingCertificate(certificate, hash: hash, origin: .store(uri.description))
        }
    }

    /// The certificates at the places that the locator names.
    func trustAnchors(of locator: TrustAnchorLocator) -> [IssuingCertificate] {
        (StoredCertificates.candidates(for: locator, in: store) ?? []).compactMap { candidate in
            guard let certificate = try? ResourceCertificate(decoding: candidate.octets) else { return nil }
            let hash = SHA256Digest(hashing: candidate.octets)
            return IssuingCertificate(certificate, hash: hash, origin: .store(candidate.uri))
        }
    }

    /// The CRLs that repositories have under `uri`.
    func revocationLists(at uri: RsyncURI) -> [RevocationListCandidate] {
        objects(at: uri).compactMap { _, octets in
            (try? CertificateRevocationList(decoding: octets)).map {
                RevocationListCandidate($0, place: uri.description)
            }
        }
    }

    /// Where the certificates are that may have issued a stored CRL: a CRL does not say so itself, but the manifest
    /// beside it does.
    func issuerURIs(ofRevocationList hash: SHA256Digest) -> Set<RsyncURI> {
        let places = (revocationLists[hash] ?? []).compactMap { RsyncURI($0) }
        return Set(places.flatMap { manifestIssuerURIs(besideRevocationList: $0) })
    }

    private func manifestIssuerURIs(besideRevocationList uri: RsyncURI) -> [RsyncURI] {
        let directory = uri.directory
        var result: [RsyncURI] = []
        for repository in repositories {
            let names = (try? store.objects(directory: directory.description, in: repository)) ?? [:]
            for (name, hash) in names where name.hasSuffix(".mft") {
                guard let octets = (try? store.read(hash)) ?? nil, let object = try? SignedObject(decoding: octets),
                    object.eeCertificate.crlURI == uri
                else { continue }
                result += [object.eeCertificate.caIssuersURI].compactMap { $0 }
            }
        }
        return result
    }

    /// The URIs of all stored CRLs.
    private lazy var revocationLists: [SHA256Digest: Set<String>] = repositories.reduce(into: [:]) {
        lists,
        repository in
        for object in (try? store.allObjects(in: repository)) ?? [] where object.uri.hasSuffix(".crl") {
            lists[object.hash, default: []].insert(object.uri)
        }
    }

    /// What repositories have under `uri`, the latest first. Any repository can publish under any URI over RRDP: what is
    /// the right object only its signature says.
    private func objects(at uri: RsyncURI) -> [(hash: SHA256Digest, octets: [UInt8])] {
        hashes(of: uri).compactMap { hash in
            ((try? store.read(hash)) ?? nil).map { (hash, $0) }
        }
    }

    /// The digests that repositories have under `uri`, each once, the latest first.
    private func hashes(of uri: RsyncURI) -> [SHA256Digest] {
        repositories.compactMap { (try? store.object(uri: uri.description, in: $0)) ?? nil }
            .reduce(into: []) { hashes, hash in
                if !hashes.contains(hash) { hashes.append(hash) }
            }
    }

    /// The name under which a repository has the object with this digest in `directory`.
    func fileName(of hash: SHA256Digest, in directory: RsyncURI) -> String? {
        repositories.lazy.compactMap { [store] repository in
            (try? store.objects(directory: directory.description, in: repository))?.first { $0.value == hash }?.key
        }.first
    }

    /// Says where the object with this digest is stored, whether it is at `uri`, and whether the authority's manifest
    /// lists it; nil when the store knows neither.
    func placeNote(of hash: SHA256Digest, uri: RsyncURI?, authority: IssuerChain.Authority?) -> String? {
        if let uri, case let found = hashes(of: uri), !found.isEmpty {
            guard found.contains(hash) else { return "the store has another object at \(uri)" }
            return "stored as \(uri)" + listing(of: hash, in: authority)
        }
        guard let directory = authority?.certificate.certificate.caRepository,
            let name = fileName(of: hash, in: directory),
            let uri = directory.appending(name)
        else { return nil }
        return "stored as \(uri)" + listing(of: hash, in: authority)
    }

    /// What the stored manifest of `authority` says about the object.
    private func listing(of hash: SHA256Digest, in authority: IssuerChain.Authority?) -> String {
        guard let authority, let uri = authority.certificate.certificate.manifestURI, !hashes(of: uri).contains(hash)
        else { return "" }
        let manifests = objects(at: uri).compactMap { _, octets -> Manifest? in
            guard let object = try? SignedObject(decoding: octets), object.eeCertificate.isSigned(by: authority.key),
                (try? object.checkSignature()) != nil
            else { return nil }
            return try? Manifest(content: object.content)
        }
        guard let manifest = manifests.max(by: { $0.thisUpdate < $1.thisUpdate }) else { return "" }
        let isListed = manifest.entries.contains { $0.hash == hash }
        return ", \(isListed ? "listed" : "not listed") on manifest \(manifest.number)"
    }
}
