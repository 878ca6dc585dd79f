import DER
import FlightEvents
import Foundation
import GRDB
import RPKICrypto

/// Brings a repository's stored contents to what an update made of them, inside one transaction.
struct ContentsWriter {
    /// By directory, then file name; nil: the object is gone.
    typealias Changes = [String: [String: SHA256Digest?]]

    private let db: Database
    private let repository: String
    private var row: RepositoryRow
    private let rowID: Int64
    private var change = RepositoryChange()

    init(_ db: Database, _ repository: String) throws {
        self.db = db
        self.repository = repository
        row = try RepositoryRow.fetch(db, name: repository) ?? RepositoryRow(name: repository)
        rowID = try row.id ?? row.save(db)
    }

    /// Makes `changes` all there is.
    mutating func replaceAll(_ changes: Changes) throws {
        row.objects = 0
        row.contents = 0
        var unseen = changes
        var obsolete: [Int64] = []
        var rewritten: [(id: Int64, old: [String: SHA256Digest], name: String, new: [String: SHA256Digest])] = []
        try DirectoryRow.forEach(db, repository: rowID) { id, name, content in
            // A damaged row held nothing that can be told.
            let old = (try? DirectoryListing(row: content, repository: repository, name: name))?.entries
            let new = unseen.removeValue(forKey: name)?.compactMapValues { $0 } ?? [:]
            if new.isEmpty {
                obsolete.append(id)
                note(name, old: old ?? [:], new: [:])
            } else if new == old, let check = RecordCheck(stored: content.digest) {
                row.contents &+= check.value
                row.objects += new.count
            } else {
                rewritten.append((id, old ?? [:], name, new))
            }
        }
        try delete(obsolete)
        for (id, old, name, new) in rewritten {
            note(name, old: old, new: new)
            try write(id: id, name: name, new)
        }
        for (name, entries) in unseen.sorted(by: { $0.key < $1.key }) {
            let new = entries.compactMapValues { $0 }
            guard !new.isEmpty else { continue }
            note(name, old: [:], new: new)
            try write(id: nil, name: name, new)
        }
    }

    /// Applies `changes` to what is there.
    ///
    /// - Throws: ``StoreError/unexpectedContent(uri:)`` when a directory to be changed is damaged.
    mutating func merge(_ changes: Changes) throws {
        for (name, entries) in changes.sorted(by: { $0.key < $1.key }) {
            guard !entries.isEmpty else { continue }
            let id = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT id FROM directory WHERE repository = ? AND name = ?"),
                arguments: [rowID, name]
            )
            var old: [String: SHA256Digest] = [:]
            if id != nil {
                let found = try DirectoryRow.read(db, repository: repository, name: name) { content in
                    guard let listing = try? DirectoryListing(row: content, repository: repository, name: name),
                        let check = RecordCheck(stored: content.digest)
                    else { throw StoreError.unexpectedContent(uri: name) }
                    return (listing, check)
                }
                if let (listing, check) = found {
                    old = listing.entries
                    row.contents &-= check.value
                    row.objects -= old.count
                }
            }
            var new = old
            for (file, hash) in entries { new[file] = hash }
            note(name, old: old, new: new)
            if new.isEmpty {
                try delete(id.map { [$0] } ?? [])
            } else {
                try write(id: id, name: name, new)
            }
        }
    }

    /// Writes the repository's own row; returns what changed.
    consuming func finish(_ state: RepositoryState) throws -> RepositoryChange {
        row.id = rowID
        row.state = state
        row.used = state.succeeded.posix.seconds
        try row.save(db)
        return change
    }

    private mutating func note(_ directory: String, old: [String: SHA256Digest], new: [String: SHA256Digest]) {
        for (name, hash) in new where old[name] != hash {
            change.added.append(ObjectReference(uri: directory + name, hash: hash))
        }
        for (name, hash) in old where new[name] != hash {
            change.removed.append(ObjectReference(uri: directory + name, hash: hash))
        }
    }

    private mutating func write(id: Int64?, name: String, _ entries: [String: SHA256Digest]) throws {
        let encoded = DirectoryListing(entries).encoded
        let check = encoded.withUnsafeBytes { DirectoryListing.check($0, repository: repository, name: name) }
        row.contents &+= check.value
        row.objects += entries.count
        if let id {
            try db.cachedStatement(sql: "UPDATE directory SET digest = ?, entries = ? WHERE id = ?")
                .execute(arguments: [Data(check.octets), Data(encoded), id])
        } else {
            try db.cachedStatement(
                sql: "INSERT INTO directory (repository, name, digest, entries) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [rowID, name, Data(check.octets), Data(encoded)])
        }
    }

    private func delete(_ ids: [Int64]) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM directory WHERE id = ?")
        for id in ids { try statement.execute(arguments: [id]) }
    }
}
