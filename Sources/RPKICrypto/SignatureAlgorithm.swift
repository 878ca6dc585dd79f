/// The signature algorithms of the RPKI, both over SHA-256.
package enum SignatureAlgorithm: Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5 (RFC 7935).
    case sha256WithRSA
    /// ECDSA on P-256 (RFC 8608): BGPsec router keys; also the laboratory's TLS keys.
    case ecdsaWithSHA256
}
