import Foundation
import GRDB

/// The SQLite database that says what is where: opened, checked, and with errors translated.
struct StoreDatabase: Sendable {
    static let applicationID = 0x4170_7573
    static let version = 1

    private let pool: DatabasePool
    private let directory: StateDirectory

    /// Opens for writing, making tables where there are none.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` when it is no such database or (with `checking`) not a whole one.
    init(writing directory: StateDirectory, checking: Bool) throws(StoreError) {
        self.directory = directory
        // SQLite gives its other files the mode of this one.
        _ = try FileSystem.open(directory.database, writing: true)
        do {
            pool = try DatabasePool(path: directory.database, configuration: Self.configuration(readonly: false))
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try Self.prepare(db, path: directory.database)
                guard checking else { return }
                let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(1)")
                if findings != ["ok"] {
                    throw StoreError.damaged(path: directory.database, reason: findings.first ?? "check failed")
                }
            }
        } catch {
            throw Self.storeError(error, directory)
        }
    }

    /// Opens for reading beside a writer, or without one.
    init(reading directory: StateDirectory) throws(StoreError) {
        self.directory = directory
        guard FileSystem.exists(directory.database) else { throw .empty(path: directory.path) }
        do {
            pool = try DatabasePool(path: directory.database, configuration: Self.configuration(readonly: true))
            let version = try pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
            if version == 0 { throw StoreError.empty(path: directory.path) }
            if version != Self.version { throw StoreError.newerVersion(path: directory.database) }
        } catch {
            throw Self.storeError(error, directory)
        }
    }

    /// Runs `body` on a connection that sees the newest commit; each statement may see a newer one.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try pool.unsafeRead(body)
        } catch {
            throw Self.storeError(error, directory)
        }
    }

    /// Runs `body` on one unchanging state of the database.
    func readSnapshot<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try pool.read(body)
        } catch {
            throw Self.storeError(error, directory)
        }
    }

    /// Runs `body` in a transaction that is on disk when this returns.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try pool.write(body)
        } catch {
            throw Self.storeError(error, directory)
        }
    }

    /// Gives pages that hold nothing any more back to the file system, and empties the log.
    func compact() throws(StoreError) {
        do {
            try pool.writeWithoutTransaction { db in
                _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum")
                _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        } catch {
            throw Self.storeError(error, directory)
        }
    }

    /// Closes all connections. Further use is an error.
    func close() {
        _ = try? pool.writeWithoutTransaction { try Row.fetchAll($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try? pool.close()
    }

    // MARK: Opening

    private static func configuration(readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.label = "store"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -8192")
            if !readonly {
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
        }
        return configuration
    }

    private static func prepare(_ db: Database, path: String) throws {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application == applicationID, version == Self.version { return }
        if application == applicationID, version > Self.version { throw StoreError.newerVersion(path: path) }
        let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") ?? 0
        guard application == 0, version == 0, tables == 0 else {
            throw StoreError.damaged(path: path, reason: "it is not a database of this program")
        }
        // Takes effect only before there are tables.
        try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
        try db.execute(sql: "VACUUM")
        try db.inTransaction {
            try db.execute(sql: StoreSchema.tables)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(Self.version)")
            return .commit
        }
    }

    // MARK: Errors

    private static func storeError(_ error: any Error, _ directory: StateDirectory) -> StoreError {
        if let error = error as? StoreError { return error }
        guard let error = error as? DatabaseError else {
            return .failed(path: directory.database, reason: "\(error)")
        }
        let reason = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            // Whoever writes next looks closely before trusting it.
            _ = try? FileSystem.open(directory.suspicion, writing: true)
            return .damaged(path: directory.database, reason: reason)
        case .SQLITE_FULL:
            return .diskFull(path: directory.database)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            return .directoryUnusable(path: directory.path, reason: reason)
        default:
            return .failed(path: directory.database, reason: reason)
        }
    }
}
