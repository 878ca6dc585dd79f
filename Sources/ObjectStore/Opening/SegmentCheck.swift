import GRDB
import RPKICrypto

/// Makes segment files and index agree.
struct SegmentCheck {
    /// The newest segment, where writing goes on; nil when there is none.
    private(set) var last: UInt32?
    /// Octets of it that count.
    private(set) var lastEnd = 0
    /// Objects that the index referred to but that no segment has.
    private(set) var lost: Set<SHA256Digest> = []
    private(set) var repairs: [StoreRepair] = []

    init(_ directory: StateDirectory, _ database: StoreDatabase) throws(StoreError) {
        var ends = try Self.indexedEnds(database)
        var cutOff = 0
        for number in try directory.segmentNumbers() {
            let path = directory.segment(number)
            guard let end = ends.removeValue(forKey: number) else {
                cutOff += try FileSystem.open(path, writing: true).size()
                try FileSystem.remove(path)
                continue
            }
            let file = try FileSystem.open(path, writing: true)
            let size = try file.size()
            if size < end {
                try forget(database, segment: number, beyond: size)
                let objects = lost.count
                repairs.append(
                    StoreRepair(
                        description: "\(path) lacks its last \(end - size) octets: \(objects) objects are fetched again"
                    )
                )
            } else if size > end {
                cutOff += size - end
                try file.truncate(to: end)
                try file.synchronize()
            }
            (last, lastEnd) = (number, min(size, end))
        }
        if cutOff > 0 {
            repairs.append(StoreRepair(description: "dropped \(cutOff) octets of updates that were not committed"))
        }
        for (number, _) in ends {
            let before = lost.count
            try forget(database, segment: number, beyond: 0)
            repairs.append(
                StoreRepair(
                    description: "\(directory.segment(number)) is missing: "
                        + "\(lost.count - before) objects are fetched again"
                )
            )
        }
    }

    /// The end of the last object in each segment.
    private static func indexedEnds(_ database: StoreDatabase) throws(StoreError) -> [UInt32: Int] {
        try database.readSnapshot { db in
            var ends: [UInt32: Int] = [:]
            let rows = try Row.fetchCursor(
                db.makeStatement(sql: "SELECT segment, MAX(offset + length) FROM blob GROUP BY segment")
            )
            while let row = try rows.next() {
                guard let segment = UInt32.fromDatabaseValue(row[0]), let end = Int.fromDatabaseValue(row[1])
                else { continue }
                ends[segment] = end
            }
            return ends
        }
    }

    private mutating func forget(
        _ database: StoreDatabase,
        segment: UInt32,
        beyond size: Int
    ) throws(StoreError) {
        let gone = try database.write { db in
            let gone = try BlobIndex.hashes(
                db,
                sql: "SELECT hash FROM blob WHERE segment = ? AND offset + length > ?",
                arguments: [segment, size]
            )
            try BlobIndex.delete(db, gone)
            return gone
        }
        lost.formUnion(gone)
    }
}
