import COpenSSL

/// A key that verifies signatures: RSA or ECDSA on the curve P-256, both with SHA-256 (RFC 7935, RFC 8608).
///
/// Bounds on the size of RSA keys keep a hostile key from costing much time; which sizes the RPKI allows is
/// for the certificate profile to say. Making a key costs little, and the first verification with it sets it up;
/// any number of threads may use it at once.
// Sendable although it refers to a mutable C object: that object's only change after it was made is the
// Montgomery context that OpenSSL keeps for the modulus, and OpenSSL guards it with the key's own lock.
package final class PublicKey: @unchecked Sendable {
    private let handle: OpaquePointer

    private init(handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        apus_public_key_free(handle)
    }

    /// How RSA signatures are verified. Results are equal.
    package enum RSAInterface: Sendable, CaseIterable {
        /// OpenSSL's `RSA_verify`, deprecated but the fastest (20–23 µs with a kept key, 29–33 µs with a new one).
        case direct
        /// OpenSSL's EVP interface (26–34 µs and 42–54 µs).
        case evp

        fileprivate var value: apus_rsa_interface {
            switch self {
            case .direct: APUS_RSA_DIRECT
            case .evp: APUS_RSA_EVP
            }
        }
    }

    /// An RSA key from the unsigned big-endian octets of its modulus and exponent; leading zeros are allowed.
    ///
    /// Throws unless the modulus is odd and has 1024 to 4096 bits, and the exponent is odd and in 3...2^32 − 1.
    package static func rsa(
        modulus: ArraySlice<UInt8>,
        exponent: ArraySlice<UInt8>,
        interface: RSAInterface = .direct
    ) throws(KeyError) -> PublicKey {
        let modulus = modulus.drop { $0 == 0 }
        let exponent = exponent.drop { $0 == 0 }
        guard let first = modulus.first, let last = modulus.last, !last.isMultiple(of: 2), modulus.count <= 512,
            (1024...4096).contains(modulus.count * 8 - first.leadingZeroBitCount)
        else { throw .unusableModulus }
        guard exponent.count <= 4, let low = exponent.last, !low.isMultiple(of: 2), exponent.elementsEqual([1]) == false
        else { throw .unusableExponent }
        let handle = modulus.withContiguousOctets { modulus in
            exponent.withContiguousOctets { exponent in
                apus_public_key_rsa(
                    modulus.baseAddress,
                    modulus.count,
                    exponent.baseAddress,
                    exponent.count,
                    interface.value
                )
            }
        }
        guard let handle else { throw .libraryFailure }
        return PublicKey(handle: handle)
    }

    /// A P-256 key from its uncompressed point: 65 octets, the first of them 4 (RFC 5480 section 2.2).
    package static func p256(point: ArraySlice<UInt8>) throws(KeyError) -> PublicKey {
        guard point.count == 65, point.first == 4,
            let handle = point.withContiguousOctets({ apus_public_key_p256($0.baseAddress, $0.count) })
        else { throw .notAPoint }
        return PublicKey(handle: handle)
    }

    /// Whether `signature` is this key's signature over the SHA-256 of `message`: RSASSA-PKCS1-v1_5 (RFC 8017
    /// section 8.2.2) for an RSA key, the DER encoding of an ECDSA signature for a P-256 key.
    package func verifies(_ signature: ArraySlice<UInt8>, of message: ArraySlice<UInt8>) -> Bool {
        signature.withContiguousOctets { signature in
            message.withContiguousOctets { message in
                apus_public_key_verify(
                    handle,
                    message.baseAddress,
                    message.count,
                    signature.baseAddress,
                    signature.count
                )
            }
        } == 1
    }
}
