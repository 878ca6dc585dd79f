/// Why a key cannot be used.
package enum KeyError: Error, Hashable, Sendable {
    /// The RSA modulus has fewer than 1024 or more than 4096 bits, or is even.
    case unusableModulus
    /// The RSA exponent is even, below 3 or above 2^32 − 1.
    case unusableExponent
    /// The octets are not an uncompressed point of the curve P-256.
    case notAPoint
    /// The text is not an unencrypted PEM private key of RSA or P-256.
    case unreadablePEM
    /// libcrypto refused for a reason that does not lie in the input (memory, randomness).
    case libraryFailure
}

extension KeyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusableModulus: "the RSA modulus is even or not between 1024 and 4096 bits"
        case .unusableExponent: "the RSA exponent is even, too small or too large"
        case .notAPoint: "the public key is not an uncompressed point of the curve P-256"
        case .unreadablePEM: "not an unencrypted PEM private key of RSA or P-256"
        case .libraryFailure: "libcrypto failed"
        }
    }
}
