import Logging
package import RPKICrypto
import Synchronization

extension ObjectStore {
    /// Looking up and reading are two steps; between them an object may move to another segment this often.
    private static let movesFollowed = 4

    /// The octets whose SHA-256 is `hash`; nil when they are not stored, or damaged (which is counted, and makes the
    /// next fetch take them again). Throws when the store cannot tell, for want of descriptors for example.
    package func read(_ hash: SHA256Digest) throws(StoreError) -> [UInt8]? {
        try read([hash])[0]
    }

    /// The same for many objects, in their order; faster than one by one.
    package func read(_ hashes: [SHA256Digest]) throws(StoreError) -> [[UInt8]?] {
        var results = [[UInt8]?](repeating: nil, count: hashes.count)
        var open = Array(hashes.indices)
        var damaged: [SHA256Digest] = []
        var missing = 0
        for attempt in 0..<Self.movesFollowed where !open.isEmpty {
            let locations = try locations(of: open.map { hashes[$0] })
            var moved: [Int] = []
            for (index, location) in zip(open, locations) {
                guard let location else {
                    missing += 1
                    continue
                }
                switch segments.read(hashes[index], at: location) {
                case .found(let octets): results[index] = octets
                case .damaged: damaged.append(hashes[index])
                case .unreadable(let error): throw error
                case .moved where attempt == Self.movesFollowed - 1: damaged.append(hashes[index])
                case .moved: moved.append(index)
                }
            }
            open = moved
        }
        count(results, damaged: damaged, missing: missing)
        return results
    }

    /// Whether an object is stored; its octets are not looked at.
    package func contains(_ hash: SHA256Digest) throws(StoreError) -> Bool {
        try database.read { try BlobIndex.contains($0, hash) }
    }

    /// Octets of a stored object; nil when it is not stored.
    package func size(of hash: SHA256Digest) throws(StoreError) -> Int? {
        try database.read { try BlobIndex.location($0, hash) }.map { Int($0.length) }
    }

    /// Forgets an object that a repository's contents name but that cannot be read, so that the next fetch of every
    /// such repository takes it again. Cheap; the work is done before the next fetch.
    package func noteDamaged(_ hash: SHA256Digest) {
        damage.withLock { _ = $0.objects.insert(hash) }
    }

    private func locations(of hashes: [SHA256Digest]) throws(StoreError) -> [BlobLocation?] {
        // A transaction costs as much as a few lookups, but then these need no locks of their own.
        hashes.count < 3
            ? try database.read { db in try hashes.map { try BlobIndex.location(db, $0) } }
            : try database.readSnapshot { db in try hashes.map { try BlobIndex.location(db, $0) } }
    }

    private func count(_ results: [[UInt8]?], damaged: [SHA256Digest], missing: Int) {
        counts.withLock { counts in
            for octets in results {
                guard let octets else { continue }
                counts.blobsRead += 1
                counts.bytesRead += octets.count
            }
            counts.blobsMissing += missing
            counts.blobsDamaged += damaged.count
        }
        for hash in damaged {
            log.warning("a stored object is damaged and will be fetched again", metadata: ["hash": "\(hash)"])
            noteDamaged(hash)
        }
    }

    // MARK: For updates

    /// Makes an update rely on an object, appending it unless it is stored.
    func claim(_ hash: SHA256Digest, bytes: [UInt8]) throws(StoreError) {
        let source = try withAppender { (appender) throws(StoreError) in
            try appender.claim(hash, bytes: bytes) { (hash) throws(StoreError) in try contains(hash) }
        }
        counts.withLock { counts in
            switch source {
            case .shared:
                counts.blobsShared += 1
            case .written:
                counts.blobsWritten += 1
                counts.bytesWritten += bytes.count
            }
        }
    }

    /// An update that relied on these objects has ended.
    func release(_ hashes: Set<SHA256Digest>) {
        guard !hashes.isEmpty else { return }
        // Only a reader's store could refuse, and readers have no updates.
        try? withAppender { (appender) throws(StoreError) in appender.release(hashes) }
    }

    /// Makes sure that what was appended so far is on disk.
    func synchronizeSegments() throws(StoreError) {
        let files = try withAppender { (appender) throws(StoreError) in try appender.writer.filesToSynchronize() }
        for file in files {
            do {
                try file.file.synchronize()
            } catch {
                try withAppender { (appender) throws(StoreError) in appender.writer.noteFailure(file.number) }
                throw error
            }
            try withAppender { (appender) throws(StoreError) in appender.writer.noteSynchronized(file) }
        }
    }
}
