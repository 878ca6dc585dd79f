import FlightEvents
import Foundation
import GRDB
import RPKICrypto

/// Turns one batch of events into rows, within one transaction.
struct FlightWriter {
    let db: Database
    let run: Int64

    func write(_ event: FlightEvent) throws {
        switch event {
        case .fetched(let record): try write(record)
        case .repositoryUpdated(let record): try write(record)
        case .evaluated(let record): try write(record)
        case .cycleCompleted(let record): try write(record)
        case .published(let record): try write(record)
        case .router(let record): try write(record)
        }
    }

    /// Executes an INSERT (or any statement without result), prepared once per connection.
    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The first column of the first row of a query, prepared once per connection.
    func number(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }

    // MARK: Names

    func repository(_ uri: String) throws -> Int64 {
        if let id = try number("SELECT repository_id FROM repositories WHERE uri = ?", [uri]) { return id }
        try execute("INSERT INTO repositories(uri) VALUES (?)", [uri])
        return db.lastInsertedRowID
    }

    private func directory(_ uri: Substring) throws -> Int64 {
        let uri = String(uri)
        if let id = try number("SELECT directory_id FROM directories WHERE uri = ?", [uri]) { return id }
        try execute("INSERT INTO directories(uri) VALUES (?)", [uri])
        return db.lastInsertedRowID
    }

    /// The row of the object with this content; a new one without a name when it was never reported.
    func object(_ hash: SHA256Digest) throws -> Int64 {
        if let id = try known(hash) { return id }
        try execute("INSERT INTO objects(hash) VALUES (?)", [hash.blob])
        return db.lastInsertedRowID
    }

    /// The row of an object, which gets its name now if it has none.
    func object(_ reference: ObjectReference) throws -> Int64 {
        let uri = reference.uri
        let start = uri.lastIndex(of: "/").map { uri.index(after: $0) } ?? uri.startIndex
        if let id = try known(reference.hash) {
            let isNamed = try number("SELECT name IS NOT NULL FROM objects WHERE object_id = ?", [id]) == 1
            if !isNamed {
                try execute(
                    "UPDATE objects SET directory_id = ?, name = ? WHERE object_id = ?",
                    [directory(uri[..<start]), String(uri[start...]), id]
                )
            }
            return id
        }
        try execute(
            "INSERT INTO objects(hash, directory_id, name) VALUES (?, ?, ?)",
            [reference.hash.blob, directory(uri[..<start]), String(uri[start...])]
        )
        return db.lastInsertedRowID
    }

    private func known(_ hash: SHA256Digest) throws -> Int64? {
        try number("SELECT object_id FROM objects WHERE hash = ?", [hash.blob])
    }
}

extension SHA256Digest {
    /// As a database value.
    var blob: DatabaseValue { Data(bytes).databaseValue }

    init?(blob: Data) {
        self.init(bytes: blob)
    }
}

/// Rows hold one reading of the wall clock each; their other instants follow from it by monotonic time.
struct Anchor {
    let timestamp: Timestamp

    init(_ timestamp: Timestamp) {
        self.timestamp = timestamp
    }

    /// What the wall clock would have shown at `other`, had nobody set it since the anchor.
    func instant(_ other: Timestamp) -> Int64 {
        let (elapsed, overflow) = other.monotonic.subtractingReportingOverflow(timestamp.monotonic)
        let (instant, overflow2) = timestamp.wall.addingReportingOverflow(elapsed)
        return overflow || overflow2 ? other.wall : instant
    }

    func instant(_ other: Timestamp?) -> Int64? {
        other.map { instant($0) }
    }
}
