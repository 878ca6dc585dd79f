import RPKICrypto
import Testing

@Suite struct DigestTests {
    // FIPS 180-4 examples.
    static let vectors: [(message: String, digest: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]

    @Test(arguments: vectors) func `SHA-256 of known messages`(message: String, digest: String) {
        #expect(SHA256Digest(hashing: message.utf8).hex == digest)
        #expect(SHA256Digest(hashing: Array(message.utf8)).hex == digest)
        #expect(Array(message.utf8).withUnsafeBytes { SHA256Digest(hashing: $0) }.hex == digest)
        #expect(SHA256Digest(hashing: message.utf8) == SHA256Digest(hex: digest))
        #expect(SHA256Digest(hashing: message.utf8).bytes == [UInt8](hex: digest))
    }

    @Test func `pieces of any size give the digest of the whole`() {
        let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let whole = SHA256Digest(hashing: message)
        for size in [1, 3, 63, 64, 65, 999, 1000] {
            var hasher = SHA256Hasher()
            for start in stride(from: 0, to: message.count, by: size) {
                hasher.update(message[start..<min(start + size, message.count)])
            }
            #expect(hasher.finalize() == whole)
        }
    }

    @Test func `a hasher is a value`() {
        var first = SHA256Hasher()
        first.update("ab".utf8)
        var second = first
        second.update("x".utf8)
        #expect(first.finalize() == SHA256Digest(hashing: "ab".utf8))
        first.update("c".utf8)
        #expect(first.finalize() == SHA256Digest(hashing: "abc".utf8))
        #expect(second.finalize() == SHA256Digest(hashing: "abx".utf8))
        Array("yz".utf8).withUnsafeBytes { second.update($0) }
        #expect(second.finalize() == SHA256Digest(hashing: "abxyz".utf8))
    }

    @Test func `SHA-1 of a known message`() {
        #expect(KeyIdentifier(hashing: "abc".utf8).hex == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            KeyIdentifier(hashing: "abc".utf8)
                == [UInt8](hex: "a9993e364706816aba3e25717850c26c9cd0d89d").flatMap { KeyIdentifier(bytes: $0) }
        )
    }

    @Test func `digests read only their own length`() {
        #expect(SHA256Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(SHA256Digest(bytes: [UInt8](repeating: 0, count: 33)) == nil)
        #expect(SHA256Digest(hex: String(repeating: "0", count: 63)) == nil)
        #expect(SHA256Digest(hex: String(repeating: "g", count: 64)) == nil)
        #expect(KeyIdentifier(bytes: [UInt8](repeating: 0, count: 21)) == nil)
    }

    @Test func `digests order as octet strings`() throws {
        let low = try #require(SHA256Digest(bytes: [0] + [UInt8](repeating: 0xff, count: 31)))
        let high = try #require(SHA256Digest(bytes: [1] + [UInt8](repeating: 0, count: 31)))
        #expect(low < high)
        #expect(!(high < low))
    }

    @Test func `hexadecimal digits`() {
        #expect([UInt8](hex: "00Ff1a") == [0, 255, 26])
        #expect([UInt8](hex: "0") == nil)
        #expect([UInt8](hex: "0x") == nil)
        #expect([UInt8]([0, 255, 26]).hex == "00ff1a")
    }
}
