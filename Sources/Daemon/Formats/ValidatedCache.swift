package import DER
import NumberResources
package import ObjectStore
import Payloads
package import RPKICrypto
package import RPKIObjects
package import Validation

/// Why a cache cannot be represented, in one line.
package enum ValidatedCacheError: Error, CustomStringConvertible {
    /// The store holds a manifest in use no more, or damaged.
    case manifestMissing(SHA256Digest)
    case manifestUnusable(SHA256Digest, Rejection)
    case store(StoreError)

    package var description: String {
        switch self {
        case .manifestMissing(let hash): "the manifest \(hash) is in use, but not stored any more"
        case .manifestUnusable(let hash, let rejection): "the manifest \(hash) cannot be represented: \(rejection)"
        case .store(let error): "\(error)"
        }
    }
}

/// What an engine has validated, together with the store that holds the objects.
package struct ValidatedCache: Sendable {
    private let engine: ValidationEngine
    private let store: ObjectStore

    package init(engine: ValidationEngine, store: ObjectStore) {
        self.engine = engine
        self.store = store
    }

    /// The canonical representation of the cache as it stands, with a state for each kind of payload that is validated.
    ///
    /// What it says of each manifest is read from the stored manifests, a few at a time: the engine does not keep it.
    ///
    /// - Parameter instant: when the cache was validated.
    package func representation(
        at instant: PosixTime
    ) async throws(ValidatedCacheError) -> CanonicalCacheRepresentation {
        let contents = await engine.cacheContents()
        let listing = contents.output.listing
        return CanonicalCacheRepresentation(
            producedAt: instant,
            manifests: try manifestState(contents.publicationPoints),
            roaPayloads: .init(
                listing.vrps.lazy.map { (asn: $0.vrp.asn, prefix: $0.vrp.prefix, maxLength: $0.vrp.maxLength) }
            ),
            aspaPayloads: listing.aspas.map { aspas in
                .init(aspas.lazy.map { (customer: $0.aspa.customer, providers: $0.aspa.providers) })
            },
            trustAnchors: .init(contents.trustAnchors),
            routerKeys: listing.routerKeys.map { keys in .init(keys.lazy.compactMap { Self.element($0.routerKey) }) }
        )
    }

    /// Manifests read at a time.
    private static let readingBatch = 64

    private func manifestState(
        _ points: [CacheContents.PublicationPoint]
    ) throws(ValidatedCacheError) -> CanonicalCacheRepresentation.ManifestState {
        // Authorities that share a key may share a manifest.
        var subordinates: [SHA256Digest: [KeyIdentifier]] = [:]
        for point in points { subordinates[point.manifest, default: []] += point.subordinates }
        let hashes = subordinates.keys.sorted()
        var instances: [CanonicalCacheRepresentation.ManifestInstance] = []
        instances.reserveCapacity(hashes.count)
        for start in stride(from: 0, to: hashes.count, by: Self.readingBatch) {
            let batch = Array(hashes[start..<min(start + Self.readingBatch, hashes.count)])
            for (hash, octets) in zip(batch, try read(batch)) {
                guard let octets else { throw .manifestMissing(hash) }
                instances.append(try Self.instance(octets, hash: hash, subordinates: subordinates[hash] ?? []))
            }
        }
        return .init(instances)
    }

    private func read(_ hashes: [SHA256Digest]) throws(ValidatedCacheError) -> [[UInt8]?] {
        do throws(StoreError) {
            return try store.read(hashes)
        } catch {
            throw .store(error)
        }
    }

    private static func instance(
        _ octets: [UInt8],
        hash: SHA256Digest,
        subordinates: [KeyIdentifier]
    ) throws(ValidatedCacheError) -> CanonicalCacheRepresentation.ManifestInstance {
        do throws(Rejection) {
            let object = try SignedObject(decoding: octets)
            return try .init(object, contents: Manifest(content: object.content), subordinates: subordinates)
        } catch {
            throw .manifestUnusable(hash, error)
        }
    }

    private static func element(
        _ key: RouterKey
    ) -> (asn: ASN, identifier: KeyIdentifier, subjectPublicKeyInfo: [UInt8])? {
        KeyIdentifier(bytes: key.subjectKeyIdentifier).map {
            (asn: key.asn, identifier: $0, subjectPublicKeyInfo: key.subjectPublicKeyInfo)
        }
    }
}
