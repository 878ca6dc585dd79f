package import RPKICrypto
import Synchronization

/// New contents of one repository on their way into the store. Nothing of it is visible before ``commit(state:)``.
///
/// Objects go to disk as they come; what stays in memory is names and digests. An update that is neither committed
/// nor abandoned is abandoned when its last reference goes.
package final class RepositoryUpdate: Sendable {
    private struct Progress {
        var changes: ContentsWriter.Changes = [:]
        /// Directories as they are stored, as far as they were needed.
        var stored: [String: [String: SHA256Digest]] = [:]
        var claimed: Set<SHA256Digest> = []
        var hasEnded = false
    }

    package let id: RepositoryID
    private let store: ObjectStore
    private let replacingAll: Bool
    private let settlements: Int
    private let progress = Mutex(Progress())

    /// - Parameter settlements: how often the store has settled damage.
    init(_ id: RepositoryID, store: ObjectStore, replacingAll: Bool, settlements: Int) {
        self.id = id
        self.store = store
        self.replacingAll = replacingAll
        self.settlements = settlements
    }

    deinit {
        abandon()
    }

    /// Gives `uri` the content `bytes`; returns their digest.
    ///
    /// - Throws: ``StoreError/unexpectedContent(uri:)`` when `expecting` does not hold.
    @discardableResult
    package func put(
        uri: String,
        bytes: [UInt8],
        expecting: ObjectExpectation = .anything
    ) throws(StoreError) -> SHA256Digest {
        let name = try ObjectName(uri)
        let hash = SHA256Digest(hashing: bytes)
        return try progress.withLock { (progress) throws(StoreError) in
            guard !progress.hasEnded else { throw .updateEnded }
            try check(name, uri, expecting, &progress)
            if !progress.claimed.contains(hash) {
                try store.claim(hash, bytes: bytes)
                progress.claimed.insert(hash)
            }
            progress.changes[name.directory, default: [:]][name.file] = .some(hash)
            return hash
        }
    }

    /// Takes over what is stored under `uri`: for contents that replace all others.
    ///
    /// - Returns: whether there is such an object; if not, it must be put.
    package func keep(uri: String) throws(StoreError) -> Bool {
        let name = try ObjectName(uri)
        return try progress.withLock { (progress) throws(StoreError) in
            guard !progress.hasEnded else { throw .updateEnded }
            guard let hash = try storedHash(name, &progress), try store.contains(hash) else { return false }
            progress.changes[name.directory, default: [:]][name.file] = .some(hash)
            return true
        }
    }

    /// Takes `uri` out of the contents.
    ///
    /// - Throws: ``StoreError/unexpectedContent(uri:)`` when `expecting` does not hold.
    package func remove(uri: String, expecting: ObjectExpectation = .anything) throws(StoreError) {
        let name = try ObjectName(uri)
        try progress.withLock { (progress) throws(StoreError) in
            guard !progress.hasEnded else { throw .updateEnded }
            try check(name, uri, expecting, &progress)
            progress.changes[name.directory, default: [:]][name.file] = .some(nil)
        }
    }

    /// Makes the new contents, and `state`, those of the repository. On disk when this returns.
    ///
    /// After an error the old contents stand, and the update may be committed again or abandoned.
    package func commit(state: RepositoryState) throws(StoreError) -> RepositoryChange {
        try progress.withLock { (progress) throws(StoreError) in
            guard !progress.hasEnded else { throw .updateEnded }
            let change = try store.commit(
                id,
                changes: progress.changes,
                claimed: progress.claimed,
                replacingAll: replacingAll,
                settlements: settlements,
                state: state
            )
            end(&progress)
            return change
        }
    }

    /// Drops the update. Does nothing after it ended.
    package func abandon() {
        progress.withLock { progress in
            if !progress.hasEnded { end(&progress) }
        }
    }

    private func end(_ progress: inout Progress) {
        store.release(progress.claimed)
        progress = Progress()
        progress.hasEnded = true
    }

    private func check(
        _ name: ObjectName,
        _ uri: String,
        _ expectation: ObjectExpectation,
        _ progress: inout Progress
    ) throws(StoreError) {
        let expected: SHA256Digest?
        switch expectation {
        case .anything: return
        case .absent: expected = nil
        case .content(let hash): expected = hash
        }
        let present: SHA256Digest?
        if let changed = progress.changes[name.directory]?[name.file] {
            present = changed
        } else {
            present = replacingAll ? nil : try storedHash(name, &progress)
        }
        guard present == expected else { throw .unexpectedContent(uri: uri) }
    }

    private func storedHash(_ name: ObjectName, _ progress: inout Progress) throws(StoreError) -> SHA256Digest? {
        if let listing = progress.stored[name.directory] { return listing[name.file] }
        let listing = try store.objects(directory: name.directory, in: id)
        progress.stored[name.directory] = listing
        return listing[name.file]
    }
}
