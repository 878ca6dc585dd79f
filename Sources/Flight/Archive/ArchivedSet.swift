import Foundation
import GRDB
import RPKICrypto

/// A payload set in the archive.
package struct ArchivedSet: Encodable, Sendable {
    let id: Int64
    package let session: UInt16
    package let serial: UInt32
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package let published: Int64
    /// Name within the archive directory: `*.csv` is the set's text itself, `*.delta` makes it from the text of
    /// the set before with `rdiff patch`.
    package let file: String
    package let fileBytes: Int
    /// Of the restored text.
    package let textBytes: Int
    /// SHA-256 of the restored text, hexadecimal.
    package var textHash: String { textDigest.hex }
    let base: Int64
    let fileDigest: SHA256Digest
    let textDigest: SHA256Digest
    let signatureDigest: SHA256Digest

    package var isWhole: Bool { id == base }

    private enum CodingKeys: String, CodingKey {
        case session, serial, published, file, fileBytes, textBytes
    }

    init(row: Row) throws {
        id = row["set_id"]
        session = row["session"]
        serial = row["serial"]
        published = row["published_ns"]
        file = row["file"]
        fileBytes = row["file_bytes"]
        textBytes = row["text_bytes"]
        base = row["base_set"]
        guard let file = SHA256Digest(blob: row["file_hash"]), let text = SHA256Digest(blob: row["text_hash"]),
            let signature = SHA256Digest(blob: row["signature_hash"])
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "archived_sets: a hash has not 32 octets") }
        fileDigest = file
        textDigest = text
        signatureDigest = signature
    }

    /// `20261123T120000.123Z-04711-0000000003`: sorts in time order.
    static func name(session: UInt16, serial: UInt32, published: Int64) -> String {
        func padded(_ number: some BinaryInteger, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let instant = ISOTime.text(published).filter { $0 != "-" && $0 != ":" }
        return "\(instant)-\(padded(session, 5))-\(padded(serial, 10))"
    }
}
