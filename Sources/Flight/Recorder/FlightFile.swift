import Foundation
import GRDB

/// Opens `flight.sqlite`: for its one writer, or for any number of readers beside it.
enum FlightFile {
    /// The writer's connection; creates the directory (0700), the file and its tables where they are missing.
    static func openForWriting(_ configuration: FlightConfiguration) throws(FlightError) -> DatabaseQueue {
        let path = configuration.databasePath
        do {
            try FileManager.default.createDirectory(
                atPath: configuration.directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .unusable(path: configuration.directory, reason: reason(error))
        }
        let version: Int
        let queue: DatabaseQueue
        do {
            queue = try DatabaseQueue(path: path, configuration: writerConfiguration)
            version = try queue.write { db in
                let version = try schemaVersion(db)
                if version == 0 {
                    try db.execute(sql: FlightSchema.tables + FlightSchema.views)
                    try db.execute(sql: "PRAGMA user_version = \(FlightSchema.version)")
                    return FlightSchema.version
                }
                return version
            }
        } catch {
            throw .unusable(path: path, reason: reason(error))
        }
        guard version <= FlightSchema.version else { throw .newerSchema(path: path, version: version) }
        return queue
    }

    /// A reader's connection.
    static func openForReading(_ configuration: FlightConfiguration) throws(FlightError) -> DatabaseQueue {
        let path = configuration.databasePath
        guard FileManager.default.fileExists(atPath: path) else { throw .noRecords(path: path) }
        let version: Int
        let queue: DatabaseQueue
        do {
            var settings = Configuration()
            settings.readonly = true
            settings.busyMode = .timeout(10)
            settings.label = "flight reader"
            queue = try DatabaseQueue(path: path, configuration: settings)
            version = try queue.read { try schemaVersion($0) }
        } catch {
            throw .unusable(path: path, reason: reason(error))
        }
        guard version > 0 else { throw .noRecords(path: path) }
        guard version <= FlightSchema.version else { throw .newerSchema(path: path, version: version) }
        return queue
    }

    /// Sets a damaged database aside so that recording can go on in a new one; the old file stays for repair.
    static func setAside(_ configuration: FlightConfiguration, at instant: Int64) {
        let path = configuration.databasePath
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try? FileManager.default.moveItem(atPath: path + suffix, toPath: "\(path).damaged-\(instant)\(suffix)")
        }
    }

    /// Whether `path` exists and SQLite says that it is no sound database.
    static func isDamaged(_ configuration: FlightConfiguration) -> Bool {
        guard FileManager.default.fileExists(atPath: configuration.databasePath) else { return false }
        do {
            let queue = try DatabaseQueue(path: configuration.databasePath, configuration: writerConfiguration)
            _ = try queue.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master") }
            return false
        } catch let error as DatabaseError {
            return error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT
        } catch {
            return false
        }
    }

    private static var writerConfiguration: Configuration {
        var settings = Configuration()
        settings.journalMode = .wal
        settings.busyMode = .timeout(10)
        settings.label = "flight writer"
        // References document the tables. They are not checked at each insert: a batch of a million rows
        // would take twice as long, and rows are made by this program alone.
        settings.foreignKeysEnabled = false
        settings.prepareDatabase { db in
            // Losing the last moments in a power cut costs records, which the next publication makes good by
            // comparison; an fsync per batch would cost the disk for ever.
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
        }
        return settings
    }

    private static func schemaVersion(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    /// One line on an error of the database or the file system.
    static func reason(_ error: any Error) -> String {
        if let error = error as? DatabaseError { return error.message ?? "\(error.resultCode)" }
        let error = error as NSError
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { return cause.localizedDescription }
        return error.localizedDescription
    }
}
