import Foundation
import GRDB

/// The rows of the table `verdict`.
enum VerdictTable {
    /// Tags in one row: 64 KiB.
    static let rowLimit = 4096

    static func load(_ db: Database, rules: UInt32) throws -> [VerdictTag] {
        var tags: [VerdictTag] = []
        let rows = try Row.fetchCursor(
            db.makeStatement(sql: "SELECT tags FROM verdict WHERE rules = ? ORDER BY id"),
            arguments: [rules]
        )
        while let row = try rows.next() {
            try row.withUnsafeData(atIndex: 0) { data in
                (data ?? Data()).withUnsafeBytes { octets in
                    for index in 0..<octets.count / VerdictTag.byteCount {
                        tags.append(VerdictTag(stored: octets, at: index * VerdictTag.byteCount))
                    }
                }
            }
        }
        return tags
    }

    static func append(_ db: Database, _ tags: [VerdictTag], rules: UInt32) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO verdict (rules, tags) VALUES (?, ?)")
        for start in stride(from: 0, to: tags.count, by: rowLimit) {
            var octets: [UInt8] = []
            octets.reserveCapacity(rowLimit * VerdictTag.byteCount)
            for tag in tags[start..<min(start + rowLimit, tags.count)] { tag.append(to: &octets) }
            try statement.execute(arguments: [rules, Data(octets)])
        }
    }

    static func replaceAll(_ db: Database, _ tags: [VerdictTag], rules: UInt32) throws {
        try db.execute(sql: "DELETE FROM verdict")
        try append(db, tags, rules: rules)
    }
}
