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
    package init?(bytes: borrowing ArraySlice<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        words = bytes.withUnsafeBytes { Self.words($0) }
    }

    /// The SHA-1 of a subject public key: of the content of the BIT STRING in its SubjectPublicKeyInfo, without
    /// the octet that counts unused bits (RFC 5280 section 4.2.1.2).
    package init(hashing subjectPublicKey: some Collection<UInt8>) {
        self.init(hashing: Array(subjectPublicKey)[...])
    }

    /// The same of octets in one piece of memory. Not generic: each certificate's key is hashed.
    package init(hashing subjectPublicKey: borrowing ArraySlice<UInt8>) {
        words = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.byteCount) { digest in
            subjectPublicKey.withUnsafeBufferPointer { octets in
                apus_sha1_digest(octets.baseAddress, octets.count, digest.baseAddress)
            }
            return Self.words(UnsafeRawBufferPointer(digest))
        }
    }

    /// The 20 octets in `octets` as numbers, most significant first.
    private static func words(_ octets: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt32) {
        (
            UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            UInt32(bigEndian: octets.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
        )
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
