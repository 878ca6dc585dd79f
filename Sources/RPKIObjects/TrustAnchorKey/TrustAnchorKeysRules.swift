extension TrustAnchorKeys {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try TAKCurrentKeyRule.inspect(self, object.eeCertificate, &inspection)
        try TAKResourcesRule.inspect(object.eeCertificate, &inspection)
    }
}

/// RFC 9691 section 3.3: the current key is the trust anchor's, which issued the EE certificate.
enum TAKCurrentKeyRule {
    static func inspect(
        _ keys: TrustAnchorKeys,
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            keys.current.subjectPublicKeyInfo.keyIdentifier == certificate.authorityKeyIdentifier,
            .takCurrentKey,
            "the current key is not that of the EE certificate's authority key identifier",
            at: keys.current.subjectPublicKeyInfo.encoded.startIndex
        )
    }
}

/// RFC 9691 section 3.3: the EE certificate inherits its number resources.
enum TAKResourcesRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        try InheritedResources.require(of: certificate, .takResources, &inspection)
    }
}
