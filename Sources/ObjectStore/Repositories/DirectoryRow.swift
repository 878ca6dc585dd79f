import Foundation
import GRDB

/// The rows of the table `directory`.
enum DirectoryRow {
    /// What a row holds; valid only while the row is read.
    struct Content {
        let digest: UnsafeRawBufferPointer
        let entries: UnsafeRawBufferPointer
    }

    /// Calls `body` with the row of one directory of a repository; nil when there is none.
    static func read<Value>(
        _ db: Database,
        repository: String,
        name: String,
        _ body: (Content) throws -> Value
    ) throws -> Value? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT digest, entries FROM directory
                WHERE repository = (SELECT id FROM repository WHERE name = ?) AND name = ?
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [repository, name])
        guard let row = try rows.next() else { return nil }
        return try withContent(row, digest: 0, entries: 1, body)
    }

    /// Calls `body` with each directory's name and content, in the names' order.
    static func forEach(
        _ db: Database,
        repository: Int64,
        _ body: (_ id: Int64, _ name: String, Content) throws -> Void
    ) throws {
        let statement = try db.makeStatement(
            sql: "SELECT id, name, digest, entries FROM directory WHERE repository = ? ORDER BY name"
        )
        let rows = try Row.fetchCursor(statement, arguments: [repository])
        while let row = try rows.next() {
            try withContent(row, digest: 2, entries: 3) { try body(row[0], row[1], $0) }
        }
    }

    private static func withContent<Value>(
        _ row: Row,
        digest: Int,
        entries: Int,
        _ body: (Content) throws -> Value
    ) throws -> Value {
        try row.withUnsafeData(atIndex: digest) { digest in
            try row.withUnsafeData(atIndex: entries) { entries in
                try (digest ?? Data()).withUnsafeBytes { digest in
                    try (entries ?? Data()).withUnsafeBytes { entries in
                        try body(Content(digest: digest, entries: entries))
                    }
                }
            }
        }
    }
}
