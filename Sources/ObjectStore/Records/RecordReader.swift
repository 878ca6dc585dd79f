import RPKICrypto

/// A stored value is not what was written.
struct DamagedRecord: Error {}

/// Reads what ``RecordWriter`` wrote. Every length is checked: the octets may be damaged.
struct RecordReader {
    private let octets: UnsafeRawBufferPointer
    /// Octets read so far.
    private(set) var position = 0

    /// `octets` must outlive the reader.
    init(_ octets: UnsafeRawBufferPointer) {
        self.octets = octets
    }

    var isAtEnd: Bool { position == octets.count }

    mutating func uint8() throws(DamagedRecord) -> UInt8 {
        try integer(UInt8.self)
    }

    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type
    ) throws(DamagedRecord) -> Value {
        let part = try take(MemoryLayout<Value>.size)
        return Value(bigEndian: part.loadUnaligned(as: Value.self))
    }

    mutating func count() throws(DamagedRecord) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let octet = try uint8()
            value |= UInt64(octet & 0x7F) << shift
            if octet & 0x80 == 0 {
                guard let count = Int(exactly: value) else { throw DamagedRecord() }
                return count
            }
        }
        throw DamagedRecord()
    }

    /// A count of things that take at least one octet each, so that it can be trusted for reserving memory.
    mutating func plausibleCount() throws(DamagedRecord) -> Int {
        let count = try count()
        guard count <= octets.count - position else { throw DamagedRecord() }
        return count
    }

    mutating func counted() throws(DamagedRecord) -> UnsafeRawBufferPointer {
        try take(try count())
    }

    mutating func string() throws(DamagedRecord) -> String {
        String(decoding: try counted(), as: UTF8.self)
    }

    mutating func digest() throws(DamagedRecord) -> SHA256Digest {
        guard let digest = SHA256Digest(try take(SHA256Digest.byteCount)) else { throw DamagedRecord() }
        return digest
    }

    mutating func optional<Value>(
        _ read: (inout RecordReader) throws(DamagedRecord) -> Value
    ) throws(DamagedRecord) -> Value? {
        switch try uint8() {
        case 0: return nil
        case 1: return try read(&self)
        default: throw DamagedRecord()
        }
    }

    /// The next `count` octets.
    mutating func take(_ count: Int) throws(DamagedRecord) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= octets.count - position else { throw DamagedRecord() }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: octets[position..<position + count])
    }
}
