import RPKIObjects

/// Only a trust anchor announces its keys, in its own publication point, and the current one is the key it is known by
/// (RFC 9691 section 3.3).
struct TrustAnchorKeyIssuerRule {
    static func check(_ keys: TrustAnchorKeys, issuer: CertificationAuthority) throws(Rejection) {
        guard issuer.depth == 0 else {
            throw Rejection(.takIssuer, "\(issuer.depth) authorities below the trust anchor")
        }
        guard keys.current.subjectPublicKeyInfo.encoded == issuer.subjectPublicKeyInfo.encoded else {
            throw Rejection(.takCurrentKey, "the current key is not the trust anchor's")
        }
    }
}
