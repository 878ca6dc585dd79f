import GRDB
import RPKICrypto

/// Finds repositories whose stored contents are not what was committed last, and makes the next fetch take all of
/// them again: a directory row damaged, lost or from the past; an object lost from its segment.
enum ContentsCheck {
    static func run(_ database: StoreDatabase, lost: Set<SHA256Digest>) throws(StoreError) -> [StoreRepair] {
        try database.write { db in
            var repairs: [StoreRepair] = []
            for var row in try RepositoryRow.fetchAll(db) {
                guard let id = row.id else { continue }
                guard let state = row.state else {
                    try RepositoryRow.delete(db, name: row.name)
                    repairs.append(
                        StoreRepair(description: "the record of \(row.name) was damaged: it is fetched again")
                    )
                    continue
                }
                let findings = try examine(db, id, row.name, lost)
                let isWhole = findings.sum == row.contents && findings.damaged.isEmpty
                guard !isWhole || findings.lacksObjects else { continue }
                for id in findings.damaged {
                    try db.execute(sql: "DELETE FROM directory WHERE id = ?", arguments: [id])
                }
                row.contents = findings.sum
                row.objects = findings.objects
                row.state = state.forgettingPosition()
                try row.save(db)
                if !isWhole {
                    repairs.append(
                        StoreRepair(description: "the contents of \(row.name) were damaged: they are fetched again")
                    )
                }
            }
            try db.execute(sql: "DELETE FROM directory WHERE repository NOT IN (SELECT id FROM repository)")
            return repairs
        }
    }

    private struct Findings {
        var sum: UInt128 = 0
        var objects = 0
        var damaged: [Int64] = []
        var lacksObjects = false
    }

    private static func examine(
        _ db: Database,
        _ repository: Int64,
        _ name: String,
        _ lost: Set<SHA256Digest>
    ) throws -> Findings {
        var findings = Findings()
        try DirectoryRow.forEach(db, repository: repository) { id, directory, content in
            let check = DirectoryListing.check(content.entries, repository: name, name: directory)
            guard check == RecordCheck(stored: content.digest) else {
                findings.damaged.append(id)
                return
            }
            findings.sum &+= check.value
            var reader = RecordReader(content.entries)
            let count = try reader.plausibleCount()
            findings.objects += count
            guard !lost.isEmpty, !findings.lacksObjects else { return }
            for _ in 0..<count {
                _ = try reader.counted()
                if lost.contains(try reader.digest()) { findings.lacksObjects = true }
            }
        }
        return findings
    }
}
