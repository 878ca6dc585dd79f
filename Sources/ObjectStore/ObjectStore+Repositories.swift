import DER
package import FlightEvents
import GRDB
import Logging
package import RPKICrypto
import Synchronization

extension ObjectStore {
    // MARK: Reading

    /// What is remembered about a repository; nil when it was never fetched, or its record is damaged. After damage
    /// to its contents the state comes without session, serial and entity tag, so that all is fetched again.
    package func state(of id: RepositoryID) throws(StoreError) -> RepositoryState? {
        if isWriter { try settleDamage() }
        return try database.read { try RepositoryRow.fetch($0, name: id.description)?.state }
    }

    /// How many objects a repository has.
    package func objectCount(of id: RepositoryID) throws(StoreError) -> Int {
        try database.read { try RepositoryRow.fetch($0, name: id.description)?.objects } ?? 0
    }

    /// The digest of the object that a repository has under `uri`; nil when there is none.
    package func object(uri: String, in id: RepositoryID) throws(StoreError) -> SHA256Digest? {
        guard let name = try? ObjectName(uri) else { return nil }
        let repository = id.description
        let found = try database.read { db in
            try DirectoryRow.read(db, repository: repository, name: name.directory) { content in
                Result { () throws(DamagedRecord) in
                    try DirectoryListing.find(
                        name.file,
                        in: content,
                        repository: repository,
                        directory: name.directory
                    )
                }
            }
        }
        switch found {
        case nil: return nil
        case .success(let hash): return hash
        case .failure: return noteDamagedRow(of: repository)
        }
    }

    /// The objects that a repository has in a directory (`rsync://host/module/path/`), by file name.
    package func objects(directory: String, in id: RepositoryID) throws(StoreError) -> [String: SHA256Digest] {
        let repository = id.description
        let found = try database.read { db in
            try DirectoryRow.read(db, repository: repository, name: directory) { content in
                try? DirectoryListing(row: content, repository: repository, name: directory)
            }
        }
        switch found {
        case nil: return [:]
        case .some(let listing?): return listing.entries
        case .some(nil):
            _ = noteDamagedRow(of: repository)
            return [:]
        }
    }

    /// All objects of a repository, ascending by directory.
    package func allObjects(in id: RepositoryID) throws(StoreError) -> [ObjectReference] {
        let repository = id.description
        var references: [ObjectReference] = []
        try database.readSnapshot { db in
            guard let row = try RepositoryRow.fetch(db, name: repository)?.id else { return }
            try DirectoryRow.forEach(db, repository: row) { _, directory, content in
                guard let listing = try? DirectoryListing(row: content, repository: repository, name: directory) else {
                    _ = noteDamagedRow(of: repository)
                    return
                }
                for (name, hash) in listing.entries {
                    references.append(ObjectReference(uri: directory + name, hash: hash))
                }
            }
        }
        return references
    }

    /// The repositories that were fetched, ascending by name.
    package func repositories() throws(StoreError) -> [StoredRepository] {
        try database.read { try RepositoryRow.fetchAll($0) }.compactMap { row in
            guard let id = RepositoryID(row.name), let state = row.state else { return nil }
            return StoredRepository(id: id, state: state, objectCount: row.objects)
        }
    }

    private func noteDamagedRow(of repository: String) -> SHA256Digest? {
        let isNews = damage.withLock { $0.repositories.insert(repository).inserted }
        if isNews {
            log.warning(
                "stored contents are damaged and will be fetched again",
                metadata: ["repository": "\(repository)"]
            )
        }
        return nil
    }

    // MARK: Writing

    /// Begins to change a repository's contents.
    ///
    /// - Parameter replacingAll: whether what the update puts and keeps will be all there is (a snapshot, an rsync
    ///   run, a trust anchor certificate), or is applied to what there is (deltas).
    package func beginUpdate(_ id: RepositoryID, replacingAll: Bool) throws(StoreError) -> RepositoryUpdate {
        try requireWriter()
        try settleDamage()
        return RepositoryUpdate(
            id,
            store: self,
            replacingAll: replacingAll,
            settlements: damage.withLock(\.settlements)
        )
    }

    /// Remembers that a repository answered and that nothing had changed. A position that was forgotten meanwhile
    /// stays forgotten: what the repository compared with is not what is stored any more.
    package func noteUnchanged(_ id: RepositoryID, state: RepositoryState) throws(StoreError) {
        try requireWriter()
        try database.write { db in
            guard var row = try RepositoryRow.fetch(db, name: id.description), let stored = row.state else { return }
            let isForgotten = stored == stored.forgettingPosition()
            row.state = isForgotten ? state.forgettingPosition() : state
            row.used = state.succeeded.posix.seconds
            try row.save(db)
        }
    }

    /// Forgets a repository's state and contents.
    package func forget(_ id: RepositoryID) throws(StoreError) {
        try requireWriter()
        try database.write { try RepositoryRow.delete($0, name: id.description) }
    }

    /// Commits an update: segments first, then one transaction.
    ///
    /// - Parameter settlements: those that the update knew of when it began. When damage was settled since, objects
    ///   that it kept may have been forgotten, and the position may have: the next fetch takes everything.
    func commit(
        _ id: RepositoryID,
        changes: ContentsWriter.Changes,
        claimed: Set<SHA256Digest>,
        replacingAll: Bool,
        settlements: Int,
        state: RepositoryState
    ) throws(StoreError) -> RepositoryChange {
        try synchronizeSegments()
        let blobs = try withAppender { (appender) throws(StoreError) in
            try appender.locations(claimed, path: directory.segments)
        }
        let change = try database.write { db in
            try BlobIndex.insert(db, blobs)
            var contents = try ContentsWriter(db, id.description)
            if replacingAll {
                try contents.replaceAll(changes)
            } else {
                try contents.merge(changes)
            }
            let isCurrent = damage.withLock { $0.settlements == settlements }
            return try contents.finish(isCurrent ? state : state.forgettingPosition())
        }
        try withAppender { (appender) throws(StoreError) in appender.noteIndexed(blobs.map(\.0)) }
        counts.withLock { $0.commits += 1 }
        return change
    }

    /// Forgets damaged objects, and the position of every repository that has them.
    func settleDamage() throws(StoreError) {
        let found = damage.withLock { damage in
            guard !damage.isEmpty else { return damage }
            defer { damage = Damage(settlements: damage.settlements + 1) }
            return damage
        }
        guard !found.isEmpty else { return }
        do {
            try database.write { db in
                try BlobIndex.delete(db, found.objects)
                for var row in try RepositoryRow.fetchAll(db) {
                    guard let id = row.id, let state = row.state else { continue }
                    var isDamaged = found.repositories.contains(row.name)
                    if !isDamaged {
                        try DirectoryRow.forEach(db, repository: id) { _, name, content in
                            guard !isDamaged else { return }
                            let listing = try? DirectoryListing(row: content, repository: row.name, name: name)
                            isDamaged = listing?.entries.values.contains { found.objects.contains($0) } ?? true
                        }
                    }
                    guard isDamaged else { continue }
                    row.state = state.forgettingPosition()
                    try row.save(db)
                }
            }
        } catch {
            damage.withLock { damage in
                damage.objects.formUnion(found.objects)
                damage.repositories.formUnion(found.repositories)
            }
            throw error
        }
    }
}
