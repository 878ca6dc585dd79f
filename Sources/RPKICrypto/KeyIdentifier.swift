import COpenSSL

/// The SHA-1 of a subject public key, by which certificates name keys (RFC 6487 section 4.8.2). 20 octets.
package struct KeyIdentifier: Hashable, Sendable {
    @usableFromInline let words: (UInt64, UInt64, UInt32)

    package static let byteCount = 20

    /// The identifier whose octets these are; nil unless there are 20.
    package init?(bytes: some Collection<UInt8>) {
        self.init(bytes: Array(bytes)[...])
    }

    /// The identifier whose octets these are; nil unless there are 20. Not generic: decoders read hundreds of thousands.
    package init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let start = bytes.startIndex
        words = (
            UInt64(bigEndianOctets: bytes[start..<start + 8]), UInt64(bigEndianOctets: bytes[start + 8..<start + 16]),
            UInt32(truncatingIfNeeded: UInt64(bigEndianOctets: bytes[start + 16..<start + 20]))
        )
    }

    /// The SHA-1 of a subject public key: of the content of the BIT STRING in its SubjectPublicKeyInfo, without
    /// the octet that counts unused bits (RFC 5280 section 4.2.1.2).
    package init(hashing subjectPublicKey: some Collection<UInt8>) {
        words = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.byteCount) { digest in
            subjectPublicKey.withContiguousOctets { octets in
                apus_sha1_digest(octets.baseAddress, octets.count, digest.baseAddress)
            }
            let raw = UnsafeRawBufferPointer(digest)
            return (
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
            )
        }
    }

    /// The 20 octets.
    package var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: words.0 >> UInt64(56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: words.1 >> UInt64(56 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: words.2 >> UInt32(24 - 8 * $0)) }
    }

    package var hex: String { bytes.hex }

    @inlinable
    package static func == (left: KeyIdentifier, right: KeyIdentifier) -> Bool {
        left.words == right.words
    }

    @inlinable
    package func hash(into hasher: inout Hasher) {
        // All of them: identifiers are compared before it is known that they are those of a key.
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }
}

extension KeyIdentifier: Comparable {
    /// As numbers of 160 bits.
    @inlinable
    package static func < (left: KeyIdentifier, right: KeyIdentifier) -> Bool {
        left.words < right.words
    }
}

extension KeyIdentifier: CustomStringConvertible {
    /// `AB:CD:…`, as certificates are usually printed.
    package var description: String {
        bytes.map { [$0].hex.uppercased() }.joined(separator: ":")
    }
}
