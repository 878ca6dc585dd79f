import RPKIObjects

/// Only a trust anchor announces its keys, in its own publication point (RFC 9691 section 3).
struct TrustAnchorKeyIssuerRule {
    static func check(depth: Int) throws(Rejection) {
        guard depth == 0 else { throw Rejection(.takIssuer, "\(depth) authorities below the trust anchor") }
    }
}
