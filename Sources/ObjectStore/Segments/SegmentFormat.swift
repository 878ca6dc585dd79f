import RPKICrypto

/// The layout of a segment file: records, one behind the other. A record is the magic number, the object's length
/// (32 bits, big-endian), its SHA-256, its octets.
///
/// The index in the database is what counts: octets beyond the last record that the index refers to are writes that
/// were never committed.
enum SegmentFormat {
    static let magic: UInt32 = 0x4150_5553
    static let headerSize = 4 + 4 + SHA256Digest.byteCount

    static func header(_ hash: SHA256Digest, length: UInt32) -> [UInt8] {
        var writer = RecordWriter()
        writer.integer(magic)
        writer.integer(length)
        writer.digest(hash)
        return writer.octets
    }
}
