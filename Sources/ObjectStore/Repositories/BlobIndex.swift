import Foundation
import GRDB
import RPKICrypto

/// The rows of the table `blob`.
enum BlobIndex {
    static func location(_ db: Database, _ hash: SHA256Digest) throws -> BlobLocation? {
        let statement = try db.cachedStatement(sql: "SELECT segment, offset, length FROM blob WHERE hash = ?")
        return try Row.fetchOne(statement, arguments: [hash.data]).flatMap(Self.location)
    }

    static func contains(_ db: Database, _ hash: SHA256Digest) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM blob WHERE hash = ?")
        return try Row.fetchOne(statement, arguments: [hash.data]) != nil
    }

    static func insert(_ db: Database, _ blobs: [(SHA256Digest, BlobLocation)]) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO blob (hash, segment, offset, length) VALUES (?, ?, ?, ?)
                ON CONFLICT (hash) DO UPDATE SET dead_since = NULL
                """
        )
        for (hash, location) in blobs {
            try statement.execute(arguments: [hash.data, location.segment, location.offset, location.length])
        }
    }

    static func delete(_ db: Database, _ hashes: some Sequence<SHA256Digest>) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM blob WHERE hash = ?")
        for hash in hashes { try statement.execute(arguments: [hash.data]) }
    }

    /// The digests that a query's first column has.
    static func hashes(_ db: Database, sql: String, arguments: StatementArguments) throws -> [SHA256Digest] {
        var hashes: [SHA256Digest] = []
        let rows = try Row.fetchCursor(db.makeStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            if let hash = hash(row) { hashes.append(hash) }
        }
        return hashes
    }

    /// The digest in the first column; nil when the row is damaged.
    static func hash(_ row: Row) -> SHA256Digest? {
        Data.fromDatabaseValue(row[0]).flatMap(SHA256Digest.init(data:))
    }

    /// The leading words of all digests, ascending.
    static func leadingWords(_ db: Database) throws -> [UInt64] {
        var words: [UInt64] = []
        // The order of the primary key.
        let rows = try Row.fetchCursor(db.makeStatement(sql: "SELECT hash FROM blob ORDER BY hash"))
        while let row = try rows.next() {
            if let hash = hash(row) { words.append(hash.leadingWord) }
        }
        return words
    }

    // MARK: Garbage collection

    static func setDeadSince(_ db: Database, _ hashes: [SHA256Digest], _ instant: Int64?) throws {
        let statement = try db.cachedStatement(sql: "UPDATE blob SET dead_since = ? WHERE hash = ?")
        for hash in hashes { try statement.execute(arguments: [instant, hash.data]) }
    }

    static func move(_ db: Database, _ blobs: [(SHA256Digest, BlobLocation)]) throws {
        let statement = try db.cachedStatement(sql: "UPDATE blob SET segment = ?, offset = ? WHERE hash = ?")
        for (hash, location) in blobs {
            try statement.execute(arguments: [location.segment, location.offset, hash.data])
        }
    }

    /// Octets that the index refers to, by segment.
    static func liveOctets(_ db: Database) throws -> [UInt32: Int] {
        var octets: [UInt32: Int] = [:]
        let rows = try Row.fetchCursor(
            db.makeStatement(sql: "SELECT segment, SUM(length) + COUNT(*) * ? FROM blob GROUP BY segment"),
            arguments: [SegmentFormat.headerSize]
        )
        while let row = try rows.next() {
            guard let segment = UInt32.fromDatabaseValue(row[0]) else { continue }
            octets[segment] = Int.fromDatabaseValue(row[1])
        }
        return octets
    }

    /// What a segment holds, in its order.
    static func objects(_ db: Database, in segment: UInt32) throws -> [(SHA256Digest, BlobLocation)] {
        var objects: [(SHA256Digest, BlobLocation)] = []
        let rows = try Row.fetchCursor(
            db.makeStatement(sql: "SELECT segment, offset, length, hash FROM blob WHERE segment = ? ORDER BY offset"),
            arguments: [segment]
        )
        while let row = try rows.next() {
            guard let location = location(row), let data = Data.fromDatabaseValue(row[3]),
                let hash = SHA256Digest(data: data)
            else { continue }
            objects.append((hash, location))
        }
        return objects
    }

    /// A location is nil when the row is damaged.
    static func location(_ row: Row) -> BlobLocation? {
        guard let segment = UInt32.fromDatabaseValue(row[0]), let offset = UInt32.fromDatabaseValue(row[1]),
            let length = UInt32.fromDatabaseValue(row[2])
        else { return nil }
        return BlobLocation(segment: segment, offset: offset, length: length)
    }
}

extension SHA256Digest {
    var data: Data { withOctets { Data($0) } }

    /// nil unless there are 32 octets.
    init?(data: Data) {
        guard let digest = data.withUnsafeBytes({ SHA256Digest($0) }) else { return nil }
        self = digest
    }
}
