package import NumberResources

/// A validated BGPsec router key (RFC 8209): `asn` signs BGPsec updates with the key in `subjectPublicKeyInfo`.
package struct RouterKey: Hashable, Sendable {
    package let asn: ASN
    /// SHA-1 of the public key, 20 octets.
    package let subjectKeyIdentifier: [UInt8]
    /// DER of the SubjectPublicKeyInfo.
    package let subjectPublicKeyInfo: [UInt8]

    package init(asn: ASN, subjectKeyIdentifier: [UInt8], subjectPublicKeyInfo: [UInt8]) {
        self.asn = asn
        self.subjectKeyIdentifier = subjectKeyIdentifier
        self.subjectPublicKeyInfo = subjectPublicKeyInfo
    }
}

extension RouterKey: Comparable {
    /// By key identifier, then key length, key, AS number (draft-ietf-sidrops-8210bis-27 section 11.2).
    package static func < (left: RouterKey, right: RouterKey) -> Bool {
        if left.subjectKeyIdentifier != right.subjectKeyIdentifier {
            return left.subjectKeyIdentifier.lexicographicallyPrecedes(right.subjectKeyIdentifier)
        }
        if left.subjectPublicKeyInfo.count != right.subjectPublicKeyInfo.count {
            return left.subjectPublicKeyInfo.count < right.subjectPublicKeyInfo.count
        }
        if left.subjectPublicKeyInfo != right.subjectPublicKeyInfo {
            return left.subjectPublicKeyInfo.lexicographicallyPrecedes(right.subjectPublicKeyInfo)
        }
        return left.asn < right.asn
    }
}
