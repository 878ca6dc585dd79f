package import ObjectStore
package import RPKICrypto
import Synchronization

/// Where evaluation gets the octets of objects.
package protocol ObjectReader: Sendable {
    /// The octets with this digest, which the reader has checked; nil when they are missing or damaged.
    func octets(of hash: SHA256Digest) -> [UInt8]?

    /// The same for many objects, in their order; a reader may have a faster way than one by one.
    func octets(of hashes: [SHA256Digest]) -> [[UInt8]?]

    /// Whether there are octets with this digest, without reading them.
    func holds(_ hash: SHA256Digest) -> Bool
}

/// Which signatures were found valid before. A signature depends on nothing but the object and the issuer's key:
/// it is verified once ever.
package protocol VerdictMemory: Sendable {
    /// Whether every signature of `object` was valid under the key whose SubjectPublicKeyInfo has the SHA-256 `issuer`.
    func isVerified(object: SHA256Digest, issuer: SHA256Digest) -> Bool
}

extension ObjectStore: VerdictMemory {}

/// Reads objects from the store and remembers whether the store itself failed: verdicts that came about while it did
/// are worth nothing.
final class StoreReader: ObjectReader {
    private let store: ObjectStore
    private let firstFailure = Mutex<StoreError?>(nil)
    private let unread = Mutex<Set<SHA256Digest>>([])

    init(_ store: ObjectStore) {
        self.store = store
    }

    var failure: StoreError? { firstFailure.withLock { $0 } }

    /// The objects that were asked for and are not stored.
    var missing: Set<SHA256Digest> { unread.withLock { $0 } }

    func octets(of hash: SHA256Digest) -> [UInt8]? {
        octets(of: [hash])[0]
    }

    func octets(of hashes: [SHA256Digest]) -> [[UInt8]?] {
        do throws(StoreError) {
            let octets = try store.read(hashes)
            for (hash, octets) in zip(hashes, octets) where octets == nil {
                unread.withLock { _ = $0.insert(hash) }
            }
            return octets
        } catch {
            firstFailure.withLock { $0 = $0 ?? error }
            return Array(repeating: nil, count: hashes.count)
        }
    }

    func holds(_ hash: SHA256Digest) -> Bool {
        do throws(StoreError) {
            let isStored = try store.contains(hash)
            if !isStored { unread.withLock { _ = $0.insert(hash) } }
            return isStored
        } catch {
            firstFailure.withLock { $0 = $0 ?? error }
            return false
        }
    }
}
