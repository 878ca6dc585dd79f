import Foundation
import GRDB
import Payloads
import RPKICrypto

/// Appends payload sets to the archive: a set stored whole, then forward librsync deltas, each from the set
/// before it.
///
/// Forward, because then files once written never change: a crash cannot hurt what is there, and the next
/// delta needs only the signature of the newest text (kept as `*.signature`), not the text. Chains are bounded
/// in number and in bytes, so restoring a set costs one whole text and a bounded number of patches.
///
/// Order on disk: data file and signature synced and renamed, directory synced, then the index row. A crash in
/// between leaves a file that no row names, which the next set of that name replaces.
struct PayloadArchiveWriter: Sendable {
    private let directory: String
    private let chain: Int
    private let database: DatabaseQueue

    /// 28,000 blocks for a million VRPs: a signature of 1 MB, and a changed line costs at most two blocks.
    private static let blockLength = 1_024

    /// Creates the directory and removes what an interrupted write left.
    init(configuration: FlightConfiguration, database: DatabaseQueue) throws(FlightError) {
        directory = configuration.archiveDirectory
        chain = configuration.archiveChain
        self.database = database
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            for name in try FileManager.default.contentsOfDirectory(atPath: directory)
            where name.hasSuffix(ArchiveFile.temporarySuffix) {
                try FileManager.default.removeItem(atPath: path(name))
            }
        } catch {
            throw .unusable(path: directory, reason: FlightFile.reason(error))
        }
    }

    /// Stores a set unless it is the one that was stored last.
    func append(_ snapshot: PayloadSnapshot) throws {
        let last = try database.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM archived_sets ORDER BY set_id DESC LIMIT 1").map {
                try ArchivedSet(row: $0)
            }
        }
        if let last, last.session == snapshot.session, last.serial == snapshot.serial,
            last.published == snapshot.published
        {
            return
        }
        let basis = try last.flatMap { try continuation(of: $0) }
        let name = ArchivedSet.name(session: snapshot.session, serial: snapshot.serial, published: snapshot.published)
        let fileName = name + (basis == nil ? ".csv" : ".delta")
        let file = try ArchiveFile(path: path(fileName))
        let signatureFile = try ArchiveFile(path: path(name + Self.signatureSuffix))

        let signatureJob = try RsyncJob.signature(blockLength: Self.blockLength)
        let deltaJob = try basis.map { try RsyncJob.delta(from: $0) }
        var hasher = SHA256Hasher()
        var textBytes = 0
        func take(_ piece: [UInt8], isLast: Bool) throws {
            hasher.update(piece)
            textBytes += piece.count
            try piece.withUnsafeBytes { bytes in
                try signatureJob.feed(bytes, isLast: isLast) { try signatureFile.write($0) }
                if let deltaJob {
                    try deltaJob.feed(bytes, isLast: isLast) { try file.write($0) }
                } else {
                    try file.write(bytes)
                }
            }
        }
        try PayloadSetText.forEachPiece(of: snapshot.payloads) { try take($0, isLast: false) }
        try take([], isLast: true)

        let fileBytes = file.byteCount
        let fileDigest = try file.commit()
        let signatureDigest = try signatureFile.commit()
        try ArchiveFile.syncDirectory(directory)
        try database.write { [textBytes, textDigest = hasher.finalize()] db in
            try db.execute(
                sql: """
                    INSERT INTO archived_sets(session, serial, published_ns, file, base_set, file_bytes, file_hash,
                        text_bytes, text_hash, signature_hash)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Int64(snapshot.session), Int64(snapshot.serial), snapshot.published, fileName,
                    basis == nil ? 0 : last?.base, fileBytes, fileDigest.blob, textBytes, textDigest.blob,
                    signatureDigest.blob,
                ]
            )
            if basis == nil {
                try db.execute(
                    sql: "UPDATE archived_sets SET base_set = set_id WHERE set_id = ?",
                    arguments: [db.lastInsertedRowID]
                )
            }
        }
        if let last { try? FileManager.default.removeItem(atPath: path(last.stem + Self.signatureSuffix)) }
    }

    /// The signature of the last set when a delta may follow it; nil when a whole set is due: the chain is long
    /// enough, its deltas weigh more than half a text, or the signature is not what was written.
    private func continuation(of last: ArchivedSet) throws -> RsyncSignature? {
        let deltas = try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) AS deltas, coalesce(sum(file_bytes), 0) AS bytes FROM archived_sets
                    WHERE base_set = ? AND set_id <> base_set
                    """,
                arguments: [last.base]
            )
        }
        let count: Int = deltas?["deltas"] ?? chain
        let weight: Int = deltas?["bytes"] ?? 0
        guard count < chain, weight <= last.textBytes / 2 + 65_536,
            let data = FileManager.default.contents(atPath: path(last.stem + Self.signatureSuffix))
        else { return nil }
        let bytes = [UInt8](data)
        guard SHA256Digest(hashing: bytes) == last.signatureDigest else { return nil }
        return try? RsyncSignature(bytes)
    }

    /// Removes the chains whose sets are all older than `cutoff`, but never the chain in use.
    func remove(before cutoff: Int64) throws {
        let files = try database.write { db in
            let condition = """
                base_set IN (SELECT base_set FROM archived_sets GROUP BY base_set HAVING max(published_ns) < ?)
                AND base_set <> (SELECT max(base_set) FROM archived_sets)
                """
            let files = try String.fetchAll(
                db,
                sql: "SELECT file FROM archived_sets WHERE \(condition)",
                arguments: [cutoff]
            )
            try db.execute(sql: "DELETE FROM archived_sets WHERE \(condition)", arguments: [cutoff])
            return files
        }
        for file in files { try? FileManager.default.removeItem(atPath: path(file)) }
    }

    private static let signatureSuffix = ".signature"

    private func path(_ name: String) -> String {
        (directory as NSString).appendingPathComponent(name)
    }
}

extension ArchivedSet {
    /// The file's name without its suffix.
    var stem: String { (file as NSString).deletingPathExtension }
}
