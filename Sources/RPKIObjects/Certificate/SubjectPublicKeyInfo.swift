package import DER
package import RPKICrypto

/// A subject public key and its algorithm (RFC 5280 section 4.1.2.7).
package struct SubjectPublicKeyInfo: Hashable, Sendable {
    /// The whole structure, with its header.
    package let encoded: ArraySlice<UInt8>
    /// The octets of the BIT STRING, over which the key identifier is computed.
    package let keyBits: ArraySlice<UInt8>
    let algorithm: AlgorithmIdentifier

    package init(from reader: inout DERReader) throws(DERError) {
        var content = reader
        encoded = try reader.readEncoded(.sequence)
        (algorithm, keyBits) = try content.within { (fields: inout DERReader) throws(DERError) in
            (try AlgorithmIdentifier(from: &fields), try fields.readOctetAlignedBitString())
        }
    }

    /// Reads a structure that stands alone, as in a trust anchor locator.
    package init(decoding encoded: ArraySlice<UInt8>) throws(DERError) {
        var reader = DERReader(encoded)
        try self.init(from: &reader)
        try reader.finish()
    }

    /// The key's identifier (RFC 6487 section 4.8.2).
    package var keyIdentifier: KeyIdentifier { KeyIdentifier(hashing: keyBits) }

    /// The key, ready to verify signatures: RSA, or P-256 as BGPsec routers have it. Which sizes an object may use
    /// is for its profile to say.
    package func publicKey() throws(Rejection) -> PublicKey {
        switch algorithm.algorithm {
        case .rsaEncryption:
            let key = try RejectionReason.certificatePublicKey.decoding { () throws(DERError) in try RSAKey(keyBits) }
            do throws(KeyError) {
                return try PublicKey.rsa(modulus: key.modulus, exponent: key.exponent)
            } catch {
                throw Rejection(.certificatePublicKey, "\(error)", at: keyBits.startIndex)
            }
        case .ecPublicKey:
            do throws(KeyError) {
                return try PublicKey.p256(point: keyBits)
            } catch {
                throw Rejection(.certificatePublicKey, "\(error)", at: keyBits.startIndex)
            }
        default:
            throw Rejection(.certificatePublicKey, "algorithm \(algorithm.algorithm)", at: algorithm.offset)
        }
    }

    /// The content of an RSA key's BIT STRING (RFC 8017 appendix A.1.1).
    struct RSAKey {
        let modulus: ArraySlice<UInt8>
        let exponent: ArraySlice<UInt8>

        init(_ keyBits: ArraySlice<UInt8>) throws(DERError) {
            var reader = DERReader(keyBits)
            (modulus, exponent) = try reader.within { (fields: inout DERReader) throws(DERError) in
                (try fields.readUnsignedInteger(), try fields.readUnsignedInteger())
            }
            try reader.finish()
        }

        /// The modulus' length in bits.
        var bitCount: Int { modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0) }
    }
}
