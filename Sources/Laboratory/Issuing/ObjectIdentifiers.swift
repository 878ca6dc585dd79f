package import DER

/// The object identifiers that issuing needs.
package enum ObjectIdentifiers {
    // Algorithms (RFC 7935 section 2, RFC 5754, RFC 5758).
    package static let sha256: OID = [2, 16, 840, 1, 101, 3, 4, 2, 1]
    package static let rsaEncryption: OID = [1, 2, 840, 113_549, 1, 1, 1]
    package static let sha256WithRSA: OID = [1, 2, 840, 113_549, 1, 1, 11]
    package static let ecdsaWithSHA256: OID = [1, 2, 840, 10045, 4, 3, 2]

    package static let commonName: OID = [2, 5, 4, 3]

    // Certificate extensions (RFC 5280 section 4.2, RFC 3779).
    package static let subjectKeyIdentifier: OID = [2, 5, 29, 14]
    package static let keyUsage: OID = [2, 5, 29, 15]
    package static let subjectAlternativeName: OID = [2, 5, 29, 17]
    package static let basicConstraints: OID = [2, 5, 29, 19]
    package static let crlNumber: OID = [2, 5, 29, 20]
    package static let crlDistributionPoints: OID = [2, 5, 29, 31]
    package static let certificatePolicies: OID = [2, 5, 29, 32]
    package static let authorityKeyIdentifier: OID = [2, 5, 29, 35]
    package static let extendedKeyUsage: OID = [2, 5, 29, 37]
    package static let authorityInformationAccess: OID = [1, 3, 6, 1, 5, 5, 7, 1, 1]
    package static let ipAddressBlocks: OID = [1, 3, 6, 1, 5, 5, 7, 1, 7]
    package static let autonomousSystemIdentifiers: OID = [1, 3, 6, 1, 5, 5, 7, 1, 8]
    package static let subjectInformationAccess: OID = [1, 3, 6, 1, 5, 5, 7, 1, 11]

    // Certificate policy of the RPKI (RFC 6484 section 1.2) and key purposes.
    package static let resourcePolicy: OID = [1, 3, 6, 1, 5, 5, 7, 14, 2]
    package static let serverAuthentication: OID = [1, 3, 6, 1, 5, 5, 7, 3, 1]

    // Access methods (RFC 6487 section 4.8.8, RFC 8182 section 3.2).
    package static let caIssuers: OID = [1, 3, 6, 1, 5, 5, 7, 48, 2]
    package static let caRepository: OID = [1, 3, 6, 1, 5, 5, 7, 48, 5]
    package static let rpkiManifest: OID = [1, 3, 6, 1, 5, 5, 7, 48, 10]
    package static let signedObject: OID = [1, 3, 6, 1, 5, 5, 7, 48, 11]
    package static let rpkiNotify: OID = [1, 3, 6, 1, 5, 5, 7, 48, 13]

    // Cryptographic message syntax (RFC 5652, RFC 6488).
    package static let signedData: OID = [1, 2, 840, 113_549, 1, 7, 2]
    package static let contentType: OID = [1, 2, 840, 113_549, 1, 9, 3]
    package static let messageDigest: OID = [1, 2, 840, 113_549, 1, 9, 4]
    package static let signingTime: OID = [1, 2, 840, 113_549, 1, 9, 5]

    // Content types (RFC 9582 section 3, RFC 9286 section 4.1).
    package static let routeOriginAuthorization: OID = [1, 2, 840, 113_549, 1, 9, 16, 1, 24]
    package static let manifest: OID = [1, 2, 840, 113_549, 1, 9, 16, 1, 26]
}
