import ObjectStore
import RPKIObjects
import Validation

/// The certificates that are stored for the places a trust anchor locator names.
enum StoredCertificates {
    /// Tells `engine` which there are. A store that does not answer is no reason to give up a trust anchor.
    static func offer(_ locator: TrustAnchorLocator, in store: ObjectStore, to engine: ValidationEngine) async {
        guard let candidates = candidates(for: locator, in: store) else { return }
        await engine.trustAnchorFetched(locator.name, candidates: candidates)
    }

    static func candidates(for locator: TrustAnchorLocator, in store: ObjectStore) -> [TrustAnchorCandidate]? {
        try? locator.uris.compactMap { uri in
            let name = uri.description
            guard let hash = try store.object(uri: name, in: .trustAnchor(name)), let octets = try store.read(hash)
            else { return nil }
            return TrustAnchorCandidate(uri: name, octets: octets)
        }
    }
}
