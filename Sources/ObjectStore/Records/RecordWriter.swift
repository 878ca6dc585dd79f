import RPKICrypto

/// Builds the binary values that the database holds. Numbers are big-endian.
struct RecordWriter {
    private(set) var octets: [UInt8] = []

    mutating func uint8(_ value: UInt8) {
        octets.append(value)
    }

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { octets.append(contentsOf: $0) }
    }

    /// Seven bits per octet, least significant first, the top bit set on all but the last.
    mutating func count(_ value: Int) {
        var rest = UInt64(value.magnitude)
        while rest >= 0x80 {
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func raw(_ value: some Collection<UInt8>) {
        octets.append(contentsOf: value)
    }

    /// A count and as many octets.
    mutating func counted(_ value: some Collection<UInt8>) {
        count(value.count)
        octets.append(contentsOf: value)
    }

    mutating func string(_ value: String) {
        counted(value.utf8)
    }

    mutating func digest(_ value: SHA256Digest) {
        value.withOctets { octets.append(contentsOf: $0) }
    }

    /// One octet that tells whether there is a value, then the value.
    mutating func optional<Value>(_ value: Value?, _ write: (inout RecordWriter, Value) -> Void) {
        uint8(value == nil ? 0 : 1)
        if let value { write(&self, value) }
    }
}
