import COpenSSL

/// A private key that signs. The validator has none; a laboratory's certification authorities do.
// Sendable although it refers to a C object: an EVP_PKEY is not changed after it was made, and every signature
// uses a context of its own.
package final class SigningKey: @unchecked Sendable {
    private let handle: OpaquePointer

    /// The DER encoded SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
    package let subjectPublicKeyInfo: [UInt8]

    /// The SHA-1 of the public key.
    package let keyIdentifier: KeyIdentifier

    private init(handle: OpaquePointer?, otherwise error: KeyError) throws(KeyError) {
        guard let handle else { throw error }
        guard let information = Self.octets({ apus_signing_key_spki(handle, $0, $1) }),
            let publicKey = Self.octets({ apus_signing_key_public(handle, $0, $1) })
        else {
            apus_signing_key_free(handle)
            throw .libraryFailure
        }
        self.handle = handle
        subjectPublicKeyInfo = information
        keyIdentifier = KeyIdentifier(hashing: publicKey)
    }

    deinit {
        apus_signing_key_free(handle)
    }

    /// A fresh RSA key of 2048 bits with the exponent 65537 (RFC 7935 section 3). Takes 50 to 100 ms.
    package static func generateRSA2048() throws(KeyError) -> SigningKey {
        try generateRSA(bits: 2048)
    }

    /// A fresh RSA key of another size, for faults.
    package static func generateRSA(bits: UInt32) throws(KeyError) -> SigningKey {
        guard (1024...4096).contains(bits) else { throw .unusableModulus }
        return try SigningKey(handle: apus_signing_key_generate_rsa(bits), otherwise: .libraryFailure)
    }

    /// A fresh key on the curve P-256.
    package static func generateP256() throws(KeyError) -> SigningKey {
        try SigningKey(handle: apus_signing_key_generate_p256(), otherwise: .libraryFailure)
    }

    /// Reads an unencrypted private key in PEM.
    package convenience init(pem: String) throws(KeyError) {
        let handle = Array(pem.utf8).withContiguousOctets { apus_signing_key_from_pem($0.baseAddress, $0.count) }
        try self.init(handle: handle, otherwise: .unreadablePEM)
    }

    /// The private key as unencrypted PKCS#8 in PEM.
    package func pem() throws(KeyError) -> String {
        guard let pem = Self.octets({ apus_signing_key_pem(handle, $0, $1) }) else { throw .libraryFailure }
        return String(decoding: pem, as: UTF8.self)
    }

    /// The algorithm this key signs with.
    package var algorithm: SignatureAlgorithm {
        apus_signing_key_is_rsa(handle) == 1 ? .sha256WithRSA : .ecdsaWithSHA256
    }

    /// The signature over the SHA-256 of `message`, as ``PublicKey/verifies(_:of:)`` takes it.
    package func sign(_ message: some Collection<UInt8>) throws(KeyError) -> [UInt8] {
        let signature = message.withContiguousOctets { message in
            Self.octets { apus_signing_key_sign(handle, message.baseAddress, message.count, $0, $1) }
        }
        guard let signature else { throw .libraryFailure }
        return signature
    }

    /// Takes over a buffer that a C function allocated; nil when it says that it failed.
    private static func octets(
        _ call: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>) -> Int32
    ) -> [UInt8]? {
        var buffer: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard call(&buffer, &count) == 1 else { return nil }
        defer { apus_free(buffer) }
        return Array(UnsafeBufferPointer(start: buffer, count: count))
    }
}
