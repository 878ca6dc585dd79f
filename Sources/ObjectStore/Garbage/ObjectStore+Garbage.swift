package import DER
import FlightEvents
import GRDB
import RPKICrypto
import Synchronization

extension ObjectStore {
    /// Seconds that an object stays after nothing refers to it any more.
    package static let grace: Int64 = 24 * 3600
    /// Seconds after which a repository that never answered since, or a publication point whose manifest ended, is
    /// forgotten.
    package static let retention: Int64 = 30 * 86_400
    /// Objects forgotten in one transaction, so that commits need not wait long.
    private static let batch = 10_000

    /// Keeps everything that is referred to now until the pin goes.
    package func pin() -> ReaderPin {
        let number = UInt64.random(in: 0...UInt64.max)
        let start = time.now().posix.seconds
        pins.withLock { $0[number] = start }
        return ReaderPin { [weak self] in
            self?.pins.withLock { _ = $0.removeValue(forKey: number) }
        }
    }

    /// Forgets what nothing has referred to for 24 hours, and rewrites segments that are more than half dead.
    ///
    /// Fetches, evaluations and readers go on meanwhile. Takes about a second for half a million objects.
    package func collectGarbage(now: PosixTime) throws(StoreError) -> GarbageReport {
        try requireWriter()
        try settleDamage()
        var report = GarbageReport()
        try forgetTheUnused(now, &report)
        try sweep(now, &report)
        try rewriteSegments(&report)
        try forgetVerdicts(&report)
        try database.compact()
        return report
    }

    private func forgetTheUnused(_ now: PosixTime, _ report: inout GarbageReport) throws(StoreError) {
        let horizon = now.seconds - Self.retention
        let (repositories, points) = try database.write { db in
            let unused = try RepositoryRow.fetchAll(db).filter { $0.used < horizon }
            for row in unused { try RepositoryRow.delete(db, name: row.name) }
            return (unused.count, try PublicationPointTable.delete(db, endedBefore: PosixTime(horizon)))
        }
        report.repositoriesForgotten = repositories
        report.publicationPointsForgotten = points
    }

    // MARK: Objects

    private func sweep(_ now: PosixTime, _ report: inout GarbageReport) throws(StoreError) {
        // From here on, what updates begin to rely on is kept: the mark does not know of it.
        try withAppender { (appender) throws(StoreError) in appender.beginMark() }
        defer { try? withAppender { (appender) throws(StoreError) in appender.endMark() } }

        let oldestPin = pins.withLock { $0.values.min() } ?? Int64.max
        let deadline = min(now.seconds - Self.grace, oldestPin)
        var (dying, revived, dead): ([SHA256Digest], [SHA256Digest], [SHA256Digest]) = ([], [], [])
        try database.readSnapshot { db in
            let mark = try GarbageMark(db)
            let rows = try Row.fetchCursor(db.makeStatement(sql: "SELECT hash, dead_since FROM blob"))
            while let row = try rows.next() {
                guard let hash = BlobIndex.hash(row) else { continue }
                let deadSince = Int64.fromDatabaseValue(row[1])
                switch (mark.contains(hash), deadSince) {
                case (true, nil): report.liveBlobs += 1
                case (true, .some):
                    report.liveBlobs += 1
                    revived.append(hash)
                case (false, nil): dying.append(hash)
                // A clock that was set back would make the grace endless.
                case (false, .some(let since)) where since > now.seconds: dying.append(hash)
                case (false, .some(let since)) where since <= deadline: dead.append(hash)
                case (false, .some): report.dyingBlobs += 1
                }
            }
        }
        report.dyingBlobs += dying.count
        _ = try inBatches(dying) { try BlobIndex.setDeadSince($0, $1, now.seconds) }
        _ = try inBatches(revived) { try BlobIndex.setDeadSince($0, $1, nil) }
        report.blobsForgotten = try inBatches(dead) { try BlobIndex.delete($0, $1) }
    }

    /// Runs `body` on those of `hashes` that no update relies on; returns how many those are.
    private func inBatches(
        _ hashes: [SHA256Digest],
        _ body: (Database, [SHA256Digest]) throws -> Void
    ) throws(StoreError) -> Int {
        var count = 0
        for start in stride(from: 0, to: hashes.count, by: Self.batch) {
            let part = hashes[start..<min(start + Self.batch, hashes.count)]
            // The appender is held until the transaction is over: an update that looks an object up in between
            // would find it stored, and then gone.
            try withAppender { (appender) throws(StoreError) in
                let free = part.filter { !appender.reliesOn($0) }
                try database.write { try body($0, free) }
                count += free.count
            }
        }
        return count
    }

    // MARK: Segments

    private func rewriteSegments(_ report: inout GarbageReport) throws(StoreError) {
        let live = try database.readSnapshot { try BlobIndex.liveOctets($0) }
        for number in try directory.segmentNumbers() {
            let path = directory.segment(number)
            let size = try FileSystem.open(path, writing: false).size()
            guard size > 0, (live[number] ?? 0) < size / 2 else { continue }
            let isBusy = try withAppender { (appender) throws(StoreError) in
                if appender.writer.currentNumber == number { try appender.writer.seal() }
                return appender.segmentsInUse.contains(number)
            }
            guard !isBusy else { continue }
            if try moveObjects(outOf: number) { report.segmentsRewritten += 1 } else { report.segmentsRemoved += 1 }
            try FileSystem.remove(path)
            segments.forget(number)
            report.bytesFreed += size - (live[number] ?? 0)
        }
    }

    /// Copies what lives in a segment to the newest one; returns whether there was anything.
    private func moveObjects(outOf segment: UInt32) throws(StoreError) -> Bool {
        let objects = try database.readSnapshot { try BlobIndex.objects($0, in: segment) }
        guard !objects.isEmpty else { return false }
        var moved: [(SHA256Digest, BlobLocation)] = []
        var damaged: [SHA256Digest] = []
        for (hash, location) in objects {
            let octets: [UInt8]
            switch segments.read(hash, at: location) {
            case .found(let found): octets = found
            case .unreadable(let error): throw error
            case .damaged, .moved:
                damaged.append(hash)
                continue
            }
            let target = try withAppender { (appender) throws(StoreError) in
                try appender.writer.append(octets, hash: hash)
            }
            moved.append((hash, target))
        }
        try synchronizeSegments()
        let failed = try withAppender { (appender) throws(StoreError) in appender.writer.failed }
        guard !moved.contains(where: { failed.contains($0.1.segment) }) else {
            throw .failed(path: directory.segments, reason: "a segment could not be written to disk")
        }
        try database.write { try BlobIndex.move($0, moved) }
        for hash in damaged { noteDamaged(hash) }
        try settleDamage()
        return true
    }

    // MARK: Verdicts

    private func forgetVerdicts(_ report: inout GarbageReport) throws(StoreError) {
        report.verdictsForgotten = try database.write { db in
            let words = try BlobIndex.leadingWords(db)
            let (kept, forgotten) = verdicts.withLock { $0.retain(objects: words) }
            try VerdictTable.replaceAll(db, kept, rules: verdictRules)
            return forgotten
        }
    }
}
