package import DER
package import FlightEvents
package import Logging
package import Payloads
package import RPKICrypto

/// Everything that survives a restart, except flight records.
package final class ObjectStore: Sendable {
    package enum Access: Hashable, Sendable {
        case writer
        case reader
    }

    package init(
        directory: String,
        access: Access,
        time: any TimeSource,
        verdictRules: UInt32 = 1,
        log: Logger
    ) throws(StoreError) {
        throw .empty(path: directory)
    }

    package var repairs: [StoreRepair] { [] }
    package var counters: StoreCounters { StoreCounters() }

    package func read(_ hash: SHA256Digest) throws(StoreError) -> [UInt8]? { nil }
    package func read(_ hashes: [SHA256Digest]) throws(StoreError) -> [[UInt8]?] { [] }
    package func contains(_ hash: SHA256Digest) throws(StoreError) -> Bool { false }
    package func noteDamaged(_ hash: SHA256Digest) {}

    package func beginUpdate(_ id: RepositoryID, replacingAll: Bool) throws(StoreError) -> RepositoryUpdate {
        throw .readOnly(path: "")
    }
    package func state(of id: RepositoryID) throws(StoreError) -> RepositoryState? { nil }
    package func noteUnchanged(_ id: RepositoryID, state: RepositoryState) throws(StoreError) {}
    package func object(uri: String, in id: RepositoryID) throws(StoreError) -> SHA256Digest? { nil }
    package func objects(directory: String, in id: RepositoryID) throws(StoreError) -> [String: SHA256Digest] { [:] }
    package func allObjects(in id: RepositoryID) throws(StoreError) -> [ObjectReference] { [] }
    package func repositories() throws(StoreError) -> [StoredRepository] { [] }
    package func forget(_ id: RepositoryID) throws(StoreError) {}

    package func publicationPoint(_ key: PublicationPointKey) throws(StoreError) -> StoredPublicationPoint? { nil }
    package func publicationPoints() throws(StoreError) -> [StoredPublicationPoint] { [] }
    package func save(
        _ points: [StoredPublicationPoint],
        removing: [PublicationPointKey] = []
    ) throws(StoreError) {}

    package func isVerified(object: SHA256Digest, issuer: SHA256Digest) -> Bool { false }
    package func rememberVerified(_ pairs: [(object: SHA256Digest, issuer: SHA256Digest)]) throws(StoreError) {}

    package func payloadHistory() throws(StoreError) -> StoredPayloadHistory? { nil }
    package func append(snapshot: PayloadSnapshot, delta: PayloadDelta?) throws(StoreError) {}
    package func nextSession() throws(StoreError) -> UInt16 { 0 }

    package func pin() -> ReaderPin { ReaderPin() }
    package func collectGarbage(now: PosixTime) throws(StoreError) -> GarbageReport { GarbageReport() }
}

package final class ReaderPin: Sendable {}
