import DER
import Foundation
import GRDB
import RPKICrypto

/// The rows of the table `publication_point`.
enum PublicationPointTable {
    /// nil when there is none, or when the row is damaged.
    static func fetch(_ db: Database, _ key: PublicationPointKey) throws -> StoredPublicationPoint? {
        let statement = try db.cachedStatement(sql: "SELECT key, digest, content FROM publication_point WHERE key = ?")
        let rows = try Row.fetchCursor(statement, arguments: [key.digest.data])
        return try rows.next().flatMap(point)
    }

    /// Calls `body` with each point that is not damaged.
    static func forEach(_ db: Database, _ body: (StoredPublicationPoint) throws -> Void) throws {
        let rows = try Row.fetchCursor(db.makeStatement(sql: "SELECT key, digest, content FROM publication_point"))
        while let row = try rows.next() {
            if let point = point(row) { try body(point) }
        }
    }

    static func save(_ db: Database, _ points: [StoredPublicationPoint]) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO publication_point (key, next_update, digest, content) VALUES (?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET next_update = excluded.next_update, digest = excluded.digest,
                    content = excluded.content
                """
        )
        for point in points {
            let content = point.encoded
            let key = point.key.digest
            let check = RecordCheck("publication point", key: key.bytes, content)
            try statement.execute(
                arguments: [key.data, point.nextUpdate.seconds, Data(check.octets), Data(content)]
            )
        }
    }

    static func delete(_ db: Database, _ keys: [PublicationPointKey]) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM publication_point WHERE key = ?")
        for key in keys { try statement.execute(arguments: [key.digest.data]) }
    }

    /// Forgets the points whose manifests ended before `instant`; returns how many.
    static func delete(_ db: Database, endedBefore instant: PosixTime) throws -> Int {
        try db.execute(sql: "DELETE FROM publication_point WHERE next_update < ?", arguments: [instant.seconds])
        return db.changesCount
    }

    private static func point(_ row: Row) -> StoredPublicationPoint? {
        guard let keyData = Data.fromDatabaseValue(row[0]), let key = SHA256Digest(data: keyData),
            let digest = Data.fromDatabaseValue(row[1]), let content = Data.fromDatabaseValue(row[2])
        else { return nil }
        return content.withUnsafeBytes { content in
            guard
                digest.withUnsafeBytes({ RecordCheck(stored: $0) })
                    == RecordCheck("publication point", key: keyData, content)
            else { return nil }
            return try? StoredPublicationPoint(key: PublicationPointKey(digest: key), decoding: content)
        }
    }
}

extension StoredPublicationPoint {
    var encoded: [UInt8] {
        var writer = RecordWriter()
        writer.string(manifestURI)
        writer.digest(manifest)
        writer.counted(number)
        writer.integer(thisUpdate.seconds)
        writer.integer(nextUpdate.seconds)
        writer.integer(firstSeen.seconds)
        writer.optional(repository) { $0.string($1.description) }
        writer.count(entries.count)
        for entry in entries {
            writer.string(entry.name)
            writer.digest(entry.hash)
        }
        return writer.octets
    }

    init(key: PublicationPointKey, decoding octets: UnsafeRawBufferPointer) throws(DamagedRecord) {
        var reader = RecordReader(octets)
        let manifestURI = try reader.string()
        let manifest = try reader.digest()
        let number = [UInt8](try reader.counted())
        let thisUpdate = PosixTime(try reader.integer(Int64.self))
        let nextUpdate = PosixTime(try reader.integer(Int64.self))
        let firstSeen = PosixTime(try reader.integer(Int64.self))
        let repository = try reader.optional { (reader) throws(DamagedRecord) in try reader.string() }
        var entries: [Entry] = []
        let count = try reader.plausibleCount()
        entries.reserveCapacity(count)
        for _ in 0..<count {
            let name = try reader.string()
            entries.append(Entry(name: name, hash: try reader.digest()))
        }
        guard reader.isAtEnd else { throw DamagedRecord() }
        self.init(
            key: key,
            manifestURI: manifestURI,
            manifest: manifest,
            entries: entries,
            number: number,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            repository: repository.flatMap(RepositoryID.init),
            firstSeen: firstSeen
        )
    }
}
