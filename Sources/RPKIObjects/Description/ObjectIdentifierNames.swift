import DER

/// What people call object identifiers.
enum ObjectIdentifierNames {
    /// The name, or the number when it has none here.
    static func name(of identifier: OID) -> String {
        switch identifier {
        case .sha256: "SHA-256"
        case .rsaEncryption: "RSA"
        case .sha256WithRSAEncryption: "SHA-256 with RSA"
        case .ecPublicKey: "ECDSA"
        case .ecdsaWithSHA256: "ECDSA with SHA-256"
        case .prime256v1: "P-256"
        case .subjectKeyIdentifier: "subjectKeyIdentifier"
        case .authorityKeyIdentifier: "authorityKeyIdentifier"
        case .keyUsage: "keyUsage"
        case .extendedKeyUsage: "extendedKeyUsage"
        case .basicConstraints: "basicConstraints"
        case .crlNumber: "cRLNumber"
        case .crlDistributionPoints: "cRLDistributionPoints"
        case .certificatePolicies: "certificatePolicies"
        case .authorityInformationAccess: "authorityInfoAccess"
        case .subjectInformationAccess: "subjectInfoAccess"
        case .ipAddressBlocks: "ipAddrBlocks"
        case .autonomousSystemIdentifiers: "autonomousSysIds"
        case .ipAddressBlocksV2: "ipAddrBlocks-v2"
        case .autonomousSystemIdentifiersV2: "autonomousSysIds-v2"
        case .accessCAIssuers: "caIssuers"
        case .accessCARepository: "caRepository"
        case .accessManifest: "rpkiManifest"
        case .accessSignedObject: "signedObject"
        case .accessNotify: "rpkiNotify"
        case .resourcePolicy: "ipAddr-asNumber"
        case .resourcePolicyV2: "ipAddr-asNumber-v2"
        case .certificationPracticeStatement: "CPS"
        case .bgpsecRouter: "bgpsec-router"
        case .contentTypeAttribute: "contentType"
        case .messageDigestAttribute: "messageDigest"
        case .signingTimeAttribute: "signingTime"
        case .binarySigningTimeAttribute: "binarySigningTime"
        default: identifier.description
        }
    }
}
