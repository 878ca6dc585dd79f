import RPKICrypto

/// The checksum of a stored row: half a SHA-256 over what kind of row it is, its key and its content. A row that was
/// damaged, or that stands under another key than it was written for, does not have it.
struct RecordCheck: Hashable, Sendable {
    static let byteCount = 16

    let value: UInt128

    init(_ kind: String, key: some Collection<UInt8>, _ content: UnsafeRawBufferPointer) {
        var hasher = SHA256Hasher()
        hasher.update(Array(kind.utf8) + [0])
        hasher.update(Array("\(key.count) ".utf8))
        hasher.update(key)
        hasher.update(content)
        value = hasher.finalize().withOctets { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
    }

    init(_ kind: String, key: some Collection<UInt8>, _ content: [UInt8]) {
        self = content.withUnsafeBytes { RecordCheck(kind, key: key, $0) }
    }

    /// As stored; nil unless there are 16 octets.
    init?(stored octets: UnsafeRawBufferPointer) {
        guard octets.count == Self.byteCount else { return nil }
        value = UInt128(bigEndian: octets.loadUnaligned(as: UInt128.self))
    }

    init(value: UInt128) {
        self.value = value
    }

    var octets: [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
