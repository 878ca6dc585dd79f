import RPKICrypto

/// Stands for "this object decodes, and its signatures verify under this key, by these rules".
///
/// 16 octets: the first eight of the object's digest, so that tags of forgotten objects can be told, and the first
/// eight of SHA-256(object's digest ‖ issuer's key's digest ‖ rules' version). To pass unverified, an object must meet
/// both halves of one tag: 128 bits of SHA-256. A damaged tag therefore is nobody's, and needs no checksum.
struct VerdictTag: Hashable, Comparable, Sendable {
    static let byteCount = 16

    let object: UInt64
    let verdict: UInt64

    init(object: SHA256Digest, issuer: SHA256Digest, rules: UInt32) {
        self.object = object.leadingWord
        verdict = withUnsafeTemporaryAllocation(
            byteCount: 2 * SHA256Digest.byteCount + MemoryLayout<UInt32>.size,
            alignment: 8
        ) { input in
            object.withOctets { input.copyBytes(from: $0) }
            issuer.withOctets { UnsafeMutableRawBufferPointer(rebasing: input[32...]).copyBytes(from: $0) }
            input.storeBytes(of: rules.bigEndian, toByteOffset: 64, as: UInt32.self)
            return SHA256Digest(hashing: UnsafeRawBufferPointer(input)).leadingWord
        }
    }

    /// As stored: big-endian, one half behind the other.
    init(stored octets: UnsafeRawBufferPointer, at offset: Int) {
        object = UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        verdict = UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
    }

    func append(to octets: inout [UInt8]) {
        withUnsafeBytes(of: (object.bigEndian, verdict.bigEndian)) { octets.append(contentsOf: $0) }
    }

    static func < (left: VerdictTag, right: VerdictTag) -> Bool {
        left.object != right.object ? left.object < right.object : left.verdict < right.verdict
    }
}
