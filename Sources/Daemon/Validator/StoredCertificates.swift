import ObjectStore
import RPKIObjects
import Validation

/// The certificates that are stored for the places a trust anchor locator names.
enum StoredCertificates {
    static func candidates(for locator: TrustAnchorLocator, in store: ObjectStore) -> [TrustAnchorCandidate] {
        locator.uris.compactMap { uri in
            let name = uri.description
            guard let hash = try? store.object(uri: name, in: .trustAnchor(name)), let octets = try? store.read(hash)
            else { return nil }
            return TrustAnchorCandidate(uri: name, octets: octets)
        }
    }
}
