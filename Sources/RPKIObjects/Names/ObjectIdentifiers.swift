package import DER

/// The object identifiers of the RPKI.
extension OID {
    // Algorithms (RFC 7935, RFC 8608)
    package static let sha256: OID = [2, 16, 840, 1, 101, 3, 4, 2, 1]
    package static let rsaEncryption: OID = [1, 2, 840, 113549, 1, 1, 1]
    package static let sha256WithRSAEncryption: OID = [1, 2, 840, 113549, 1, 1, 11]
    package static let ecPublicKey: OID = [1, 2, 840, 10045, 2, 1]
    package static let prime256v1: OID = [1, 2, 840, 10045, 3, 1, 7]
    package static let ecdsaWithSHA256: OID = [1, 2, 840, 10045, 4, 3, 2]

    // Attributes of names (RFC 5280 appendix A)
    package static let commonName: OID = [2, 5, 4, 3]
    package static let serialNumber: OID = [2, 5, 4, 5]

    // Extensions of certificates and CRLs (RFC 5280, RFC 3779, RFC 8360)
    package static let subjectKeyIdentifier: OID = [2, 5, 29, 14]
    package static let keyUsage: OID = [2, 5, 29, 15]
    package static let basicConstraints: OID = [2, 5, 29, 19]
    package static let crlNumber: OID = [2, 5, 29, 20]
    package static let crlDistributionPoints: OID = [2, 5, 29, 31]
    package static let certificatePolicies: OID = [2, 5, 29, 32]
    package static let authorityKeyIdentifier: OID = [2, 5, 29, 35]
    package static let extendedKeyUsage: OID = [2, 5, 29, 37]
    package static let authorityInformationAccess: OID = [1, 3, 6, 1, 5, 5, 7, 1, 1]
    package static let subjectInformationAccess: OID = [1, 3, 6, 1, 5, 5, 7, 1, 11]
    package static let ipAddressBlocks: OID = [1, 3, 6, 1, 5, 5, 7, 1, 7]
    package static let autonomousSystemIdentifiers: OID = [1, 3, 6, 1, 5, 5, 7, 1, 8]
    package static let ipAddressBlocksV2: OID = [1, 3, 6, 1, 5, 5, 7, 1, 28]
    package static let autonomousSystemIdentifiersV2: OID = [1, 3, 6, 1, 5, 5, 7, 1, 29]

    // Access methods (RFC 6487 sections 4.8.7 and 4.8.8, RFC 8182 section 3.2)
    package static let accessCAIssuers: OID = [1, 3, 6, 1, 5, 5, 7, 48, 2]
    package static let accessCARepository: OID = [1, 3, 6, 1, 5, 5, 7, 48, 5]
    package static let accessManifest: OID = [1, 3, 6, 1, 5, 5, 7, 48, 10]
    package static let accessSignedObject: OID = [1, 3, 6, 1, 5, 5, 7, 48, 11]
    package static let accessNotify: OID = [1, 3, 6, 1, 5, 5, 7, 48, 13]

    // Policies (RFC 6484, RFC 8360), their qualifier (RFC 7318) and extended key usage (RFC 8209)
    package static let resourcePolicy: OID = [1, 3, 6, 1, 5, 5, 7, 14, 2]
    package static let resourcePolicyV2: OID = [1, 3, 6, 1, 5, 5, 7, 14, 3]
    package static let certificationPracticeStatement: OID = [1, 3, 6, 1, 5, 5, 7, 2, 1]
    package static let bgpsecRouter: OID = [1, 3, 6, 1, 5, 5, 7, 3, 30]

    // CMS (RFC 5652, RFC 9589)
    package static let signedData: OID = [1, 2, 840, 113549, 1, 7, 2]
    package static let contentTypeAttribute: OID = [1, 2, 840, 113549, 1, 9, 3]
    package static let messageDigestAttribute: OID = [1, 2, 840, 113549, 1, 9, 4]
    package static let signingTimeAttribute: OID = [1, 2, 840, 113549, 1, 9, 5]
    package static let binarySigningTimeAttribute: OID = [1, 2, 840, 113549, 1, 9, 16, 2, 46]

    // Contents of signed objects (IANA "RPKI Signed Objects")
    package static let routeOriginAuthorization: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 24]
    package static let manifest: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 26]
    package static let ghostbusters: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 35]
    package static let signedChecklist: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 48]
    package static let autonomousSystemProviderAuthorization: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 49]
    package static let trustAnchorKey: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 50]
    package static let signedPrefixList: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 51]

    // Contents that are not signed (draft-ietf-sidrops-rpki-ccr-11 section 3)
    package static let canonicalCacheRepresentation: OID = [1, 2, 840, 113549, 1, 9, 16, 1, 54]
}
