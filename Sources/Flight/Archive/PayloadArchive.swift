import Foundation
import GRDB
package import Payloads
import RPKICrypto

/// Lists and restores archived payload sets, beside the running daemon or without it.
///
/// Without this program: `rdiff patch SET.csv NEXT.delta NEXT.csv`, and so on along the names in order, from the
/// nearest `*.csv`.
package struct PayloadArchive: Sendable {
    /// A set as it was archived.
    package struct RestoredSet: Sendable {
        package let set: ArchivedSet
        /// ``PayloadSetText``
        package let text: [UInt8]
        package let payloads: PayloadSet
    }

    private let directory: String
    private let database: DatabaseQueue

    package init(configuration: FlightConfiguration) throws(FlightError) {
        directory = configuration.archiveDirectory
        database = try FlightFile.openForReading(configuration)
    }

    /// Every archived set, oldest first.
    package func sets() throws(FlightError) -> [ArchivedSet] {
        try fetch("SELECT * FROM archived_sets ORDER BY set_id", [])
    }

    /// The newest set published at or before `instant`; throws `nothingRecorded` when there is none, and
    /// `damagedArchive` when a file on the way is missing or is not what was written.
    package func restore(at instant: Int64) throws(FlightError) -> RestoredSet {
        let sets = try fetch(
            "SELECT * FROM archived_sets WHERE published_ns <= ? ORDER BY set_id DESC LIMIT 1",
            [instant]
        )
        guard let set = sets.first else { throw .nothingRecorded(at: instant) }
        return try restore(set)
    }

    /// An archived set's text and payloads.
    package func restore(_ set: ArchivedSet) throws(FlightError) -> RestoredSet {
        let steps = try fetch(
            "SELECT * FROM archived_sets WHERE base_set = ? AND set_id <= ? ORDER BY set_id",
            [set.base, set.id]
        )
        guard let base = steps.first, base.isWhole, steps.last?.id == set.id else {
            throw .damagedArchive(path: path(set.file), reason: "the set it starts from is not in the index")
        }
        var text = try content(of: base)
        for step in steps.dropFirst() {
            text = try patched(text, by: content(of: step), giving: step)
        }
        guard SHA256Digest(hashing: text) == set.textDigest, let payloads = PayloadSetText.parse(text) else {
            throw .damagedArchive(path: path(set.file), reason: "the restored text is not what was archived")
        }
        return RestoredSet(set: set, text: text, payloads: payloads)
    }

    private func patched(_ text: [UInt8], by delta: [UInt8], giving step: ArchivedSet) throws(FlightError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(step.textBytes)
        do {
            try text.withUnsafeBytes { text in
                let job = try RsyncJob.patch(of: RsyncBase(text))
                try delta.withUnsafeBytes { delta in
                    try job.feed(delta, isLast: true) { piece in
                        guard result.count + piece.count <= step.textBytes else { throw TooLong() }
                        result.append(contentsOf: piece)
                    }
                }
            }
        } catch {
            let reason = (error as? RsyncError)?.reason ?? "it gives more than was archived"
            throw .damagedArchive(path: path(step.file), reason: reason)
        }
        return result
    }

    private struct TooLong: Error {}

    /// A file's octets, which must be those that were written.
    private func content(of set: ArchivedSet) throws(FlightError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path(set.file)) else {
            throw .damagedArchive(path: path(set.file), reason: "it is missing")
        }
        let bytes = [UInt8](data)
        guard SHA256Digest(hashing: bytes) == set.fileDigest else {
            throw .damagedArchive(path: path(set.file), reason: "its SHA-256 is not that of what was written")
        }
        return bytes
    }

    private func fetch(_ sql: String, _ arguments: StatementArguments) throws(FlightError) -> [ArchivedSet] {
        do {
            return try database.read { db in
                try Row.fetchAll(db, sql: sql, arguments: arguments).map { try ArchivedSet(row: $0) }
            }
        } catch {
            throw .database(reason: FlightFile.reason(error))
        }
    }

    private func path(_ name: String) -> String {
        (directory as NSString).appendingPathComponent(name)
    }
}
