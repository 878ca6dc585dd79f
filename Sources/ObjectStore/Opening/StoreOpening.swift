import Logging

/// Opens a store for writing, and puts in order what a crash, a power cut or a failing disk left behind.
///
/// - Octets behind the last object that the index refers to were never committed: they are cut off.
/// - Objects that the index refers to but that a segment is too short for are forgotten.
/// - A database that SQLite finds damaged is moved aside, and everything is fetched again.
/// - Repositories whose contents are not what was committed lose their position, and are fetched again.
struct StoreOpening {
    let database: StoreDatabase
    let segmentWriter: SegmentWriter
    /// The leading words of all digests in the index, ascending.
    let indexed: [UInt64]
    private(set) var repairs: [StoreRepair] = []

    init(_ directory: StateDirectory, afterCrash: Bool, segmentSize: Int, log: Logger) throws(StoreError) {
        let checking = afterCrash || FileSystem.exists(directory.suspicion)
        var database: StoreDatabase?
        var segments: SegmentCheck?
        do {
            let opened = try StoreDatabase(writing: directory, checking: checking)
            database = opened
            let checked = try SegmentCheck(directory, opened)
            segments = checked
            repairs += checked.repairs
            repairs += try ContentsCheck.run(opened, lost: checked.lost)
        } catch .damaged(_, let reason) {
            database?.close()
            try Self.moveAside(directory)
            let fresh = try StoreDatabase(writing: directory, checking: false)
            database = fresh
            segments = try SegmentCheck(directory, fresh)
            repairs = [
                StoreRepair(
                    description: "database was damaged (\(reason)): moved to \(directory.damagedDatabase); "
                        + "everything is fetched again"
                )
            ]
        }
        guard let database, let segments else {
            throw .failed(path: directory.database, reason: "it did not open")
        }
        try FileSystem.remove(directory.suspicion)
        self.database = database
        indexed = try database.readSnapshot { try BlobIndex.leadingWords($0) }
        segmentWriter = try SegmentWriter(directory, last: segments.last, end: segments.lastEnd, sizeLimit: segmentSize)
        for repair in repairs {
            log.warning("repaired the store: \(repair)", metadata: ["directory": "\(directory.path)"])
        }
    }

    private static func moveAside(_ directory: StateDirectory) throws(StoreError) {
        for suffix in ["", "-wal", "-shm"] {
            try FileSystem.remove(directory.damagedDatabase + suffix)
            try FileSystem.move(directory.database + suffix, to: directory.damagedDatabase + suffix)
        }
        try FileSystem.synchronizeDirectory(directory.path)
    }
}
