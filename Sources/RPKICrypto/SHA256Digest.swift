/// A SHA-256 digest, the identity of every object. 32 bytes, no heap.
package struct SHA256Digest: Hashable, Sendable {
    @usableFromInline let words: (UInt64, UInt64, UInt64, UInt64)

    package static let byteCount = 32

    /// The digest whose octets these are; nil unless there are 32.
    package init?(bytes: some Collection<UInt8>) {
        self.init(bytes: Array(bytes)[...])
    }

    /// The digest whose octets these are; nil unless there are 32. Not generic: decoders read hundreds of thousands.
    package init?(bytes: borrowing ArraySlice<UInt8>) {
        guard let digest = bytes.withUnsafeBytes({ SHA256Digest($0) }) else { return nil }
        self = digest
    }

    /// The digest whose octets these are; nil unless there are 32. Without detours through an array.
    package init?(_ octets: UnsafeRawBufferPointer) {
        guard octets.count == Self.byteCount else { return nil }
        words = (
            UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
            UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        )
    }

    /// The first eight octets as one number: enough to sort and to sift many digests in little memory.
    @inlinable
    package var leadingWord: UInt64 { words.0 }

    /// Calls `body` with the 32 octets.
    package func withOctets<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var bigEndian = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        return withUnsafeBytes(of: &bigEndian, body)
    }

    /// The digest that `body` writes to the 32 octets it is given.
    init(filledBy body: (UnsafeMutablePointer<UInt8>?) -> Void) {
        words = withUnsafeTemporaryAllocation(byteCount: Self.byteCount, alignment: 8) { buffer in
            body(buffer.assumingMemoryBound(to: UInt8.self).baseAddress)
            let values = buffer.bindMemory(to: UInt64.self)
            return (
                UInt64(bigEndian: values[0]), UInt64(bigEndian: values[1]), UInt64(bigEndian: values[2]),
                UInt64(bigEndian: values[3])
            )
        }
    }

    /// Reads 64 hexadecimal digits of either case (RRDP writes hashes so, RFC 8182 section 3.5.1.3).
    package init?(hex: some StringProtocol) {
        guard let bytes = [UInt8](hex: hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 octets.
    package var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String { bytes.hex }

    @inlinable
    package static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.words == right.words
    }

    @inlinable
    package func hash(into hasher: inout Hasher) {
        // All of them: manifests and checklists state digests that are whatever their author likes, and many with one
        // leading word would make a set of them slow.
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension SHA256Digest: Comparable {
    /// As octet strings.
    @inlinable
    package static func < (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.words < right.words
    }
}

extension SHA256Digest: CustomStringConvertible {
    package var description: String { hex }
}
