import DER
import FlightEvents
import Foundation
import GRDB
import RPKICrypto

/// The rows of the table `repository`.
struct RepositoryRow {
    var id: Int64?
    let name: String
    /// When the repository last answered, in seconds since 1970.
    var used: Int64
    var objects: Int
    /// The sum of the checks of all its directories: a directory that got lost or came back from the past shows.
    var contents: UInt128
    /// nil: the row is damaged, and nothing in it may be relied on.
    var state: RepositoryState?

    init(name: String) {
        self.name = name
        used = 0
        objects = 0
        contents = 0
    }

    static func fetch(_ db: Database, name: String) throws -> RepositoryRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT id, name, used, objects, contents, state, digest FROM repository WHERE name = ?"
        )
        return try Row.fetchOne(statement, arguments: [name]).map(RepositoryRow.init(row:))
    }

    static func fetchAll(_ db: Database) throws -> [RepositoryRow] {
        try Row.fetchAll(
            db,
            sql: "SELECT id, name, used, objects, contents, state, digest FROM repository ORDER BY name"
        ).map(RepositoryRow.init(row:))
    }

    private init(row: Row) {
        id = Int64.fromDatabaseValue(row[0])
        name = String.fromDatabaseValue(row[1]) ?? ""
        used = Int64.fromDatabaseValue(row[2]) ?? 0
        objects = Int.fromDatabaseValue(row[3]) ?? 0
        let contents = Data.fromDatabaseValue(row[4]) ?? Data()
        let encodedState = [UInt8](Data.fromDatabaseValue(row[5]) ?? Data())
        let digest = Data.fromDatabaseValue(row[6]) ?? Data()
        self.contents = contents.withUnsafeBytes { RecordCheck(stored: $0)?.value } ?? 0
        if digest.withUnsafeBytes({ RecordCheck(stored: $0) }) == check(encodedState) {
            state = encodedState.withUnsafeBytes { try? RepositoryState(decoding: $0) }
        }
    }

    /// Writes the row; returns its id.
    @discardableResult
    func save(_ db: Database) throws -> Int64 {
        let encodedState = state?.encoded ?? []
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO repository (id, name, used, objects, contents, state, digest) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET used = excluded.used, objects = excluded.objects,
                    contents = excluded.contents, state = excluded.state, digest = excluded.digest
                RETURNING id
                """
        )
        let saved = try Int64.fetchOne(
            statement,
            arguments: [
                id, name, used, objects, Data(RecordCheck(value: contents).octets), Data(encodedState),
                Data(check(encodedState).octets),
            ]
        )
        guard let saved else { throw DamagedRecord() }
        return saved
    }

    /// Forgets a repository and its contents.
    static func delete(_ db: Database, name: String) throws {
        try db.execute(
            sql: "DELETE FROM directory WHERE repository = (SELECT id FROM repository WHERE name = ?)",
            arguments: [name]
        )
        try db.execute(sql: "DELETE FROM repository WHERE name = ?", arguments: [name])
    }

    private func check(_ encodedState: [UInt8]) -> RecordCheck {
        var writer = RecordWriter()
        writer.integer(used)
        writer.integer(Int64(objects))
        writer.integer(contents)
        writer.raw(encodedState)
        return RecordCheck("repository", key: name.utf8, writer.octets)
    }
}

extension RepositoryState {
    var encoded: [UInt8] {
        var writer = RecordWriter()
        writer.optional(session) { $0.string($1) }
        writer.optional(serial) { $0.integer($1) }
        writer.optional(etag) { $0.string($1) }
        writer.optional(lastModified) { $0.string($1) }
        writer.count(deltaHashes.count)
        for (serial, hash) in deltaHashes.sorted(by: { $0.key < $1.key }) {
            writer.integer(serial)
            writer.digest(hash)
        }
        for timestamp in [requestSent, firstByte, succeeded] {
            writer.optional(timestamp) {
                $0.integer($1.wall)
                $0.integer($1.monotonic)
            }
        }
        writer.optional(octets) { $0.integer($1) }
        return writer.octets
    }

    init(decoding octets: UnsafeRawBufferPointer) throws(DamagedRecord) {
        func timestamp(_ reader: inout RecordReader) throws(DamagedRecord) -> Timestamp {
            Timestamp(wall: try reader.integer(Int64.self), monotonic: try reader.integer(Int64.self))
        }
        var reader = RecordReader(octets)
        let session = try reader.optional { (reader) throws(DamagedRecord) in try reader.string() }
        let serial = try reader.optional { (reader) throws(DamagedRecord) in try reader.integer(UInt64.self) }
        let etag = try reader.optional { (reader) throws(DamagedRecord) in try reader.string() }
        let lastModified = try reader.optional { (reader) throws(DamagedRecord) in try reader.string() }
        var deltaHashes: [UInt64: SHA256Digest] = [:]
        for _ in 0..<(try reader.plausibleCount()) {
            let serial = try reader.integer(UInt64.self)
            deltaHashes[serial] = try reader.digest()
        }
        let requestSent = try reader.optional(timestamp)
        let firstByte = try reader.optional(timestamp)
        guard let succeeded = try reader.optional(timestamp) else { throw DamagedRecord() }
        // The first stores ended here.
        let octets =
            reader.isAtEnd
            ? nil : try reader.optional { (reader) throws(DamagedRecord) in try reader.integer(Int64.self) }
        guard reader.isAtEnd else { throw DamagedRecord() }
        self.init(
            session: session,
            serial: serial,
            etag: etag,
            lastModified: lastModified,
            deltaHashes: deltaHashes,
            octets: octets,
            requestSent: requestSent,
            firstByte: firstByte,
            succeeded: succeeded
        )
    }
}
