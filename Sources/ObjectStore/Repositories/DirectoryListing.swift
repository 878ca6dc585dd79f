import RPKICrypto

/// The objects of one directory of a repository, as stored: names in ascending order, each with its digest.
struct DirectoryListing: Hashable {
    var entries: [String: SHA256Digest]

    init(_ entries: [String: SHA256Digest] = [:]) {
        self.entries = entries
    }

    /// Reads a row.
    ///
    /// - Throws: ``DamagedRecord`` when the row is not what was written under this name.
    init(row: DirectoryRow.Content, repository: String, name: String) throws(DamagedRecord) {
        guard RecordCheck(stored: row.digest) == Self.check(row.entries, repository: repository, name: name) else {
            throw DamagedRecord()
        }
        try self.init(decoding: row.entries)
    }

    private init(decoding octets: UnsafeRawBufferPointer) throws(DamagedRecord) {
        var reader = RecordReader(octets)
        let count = try reader.plausibleCount()
        entries = Dictionary(minimumCapacity: count)
        for _ in 0..<count {
            let name = try reader.string()
            entries[name] = try reader.digest()
        }
    }

    var encoded: [UInt8] {
        var writer = RecordWriter()
        writer.count(entries.count)
        for (name, hash) in entries.sorted(by: { $0.key < $1.key }) {
            writer.string(name)
            writer.digest(hash)
        }
        return writer.octets
    }

    /// The digest of one name, without reading the others into memory.
    static func find(
        _ wanted: String,
        in row: DirectoryRow.Content,
        repository: String,
        directory: String
    ) throws(DamagedRecord) -> SHA256Digest? {
        guard RecordCheck(stored: row.digest) == check(row.entries, repository: repository, name: directory) else {
            throw DamagedRecord()
        }
        var reader = RecordReader(row.entries)
        for _ in 0..<(try reader.plausibleCount()) {
            let name = try reader.counted()
            let hash = try reader.digest()
            if name.elementsEqual(wanted.utf8) { return hash }
        }
        return nil
    }

    static func check(_ octets: UnsafeRawBufferPointer, repository: String, name: String) -> RecordCheck {
        RecordCheck("directory", key: "\(repository)\n\(name)".utf8, octets)
    }
}
