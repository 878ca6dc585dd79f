/// Something wrong that a laboratory can publish on purpose. The raw value is its name on the command line.
///
/// A fault of one ROA or certificate stays until that is issued anew (`Laboratory.repair`). A fault of a
/// publication point or repository is in what is published next, and gone with the publication after that.
package enum LaboratoryFault: String, CaseIterable, Codable, Hashable, Sendable {
    // One ROA.
    case expiredEE = "expired-ee"
    case notYetValidEE = "not-yet-valid-ee"
    case revokedEE = "revoked-ee"
    case overclaimingROA = "overclaiming-roa"
    case badSignature = "bad-signature"
    case badCertificateSignature = "bad-certificate-signature"
    case garbageObject = "garbage-object"
    case truncatedObject = "truncated-object"
    case trailingOctets = "trailing-octets"
    case wrongCMSVersion = "wrong-cms-version"
    case wrongROAVersion = "wrong-roa-version"
    case wrongContentType = "wrong-content-type"
    case missingContent = "missing-content"
    case missingSigningTime = "missing-signing-time"
    case duplicateSigningTime = "duplicate-signing-time"
    case wrongMessageDigest = "wrong-message-digest"
    case wrongDigestAlgorithm = "wrong-digest-algorithm"
    case wrongSigner = "wrong-signer"
    case additionalCertificate = "additional-certificate"
    case asNumberOutOfRange = "as-number-out-of-range"
    case maxLengthTooLong = "max-length-too-long"
    case maxLengthTooShort = "max-length-too-short"
    case wrongAddressFamily = "wrong-address-family"
    case repeatedAddressFamily = "repeated-address-family"
    case emptyROA = "empty-roa"
    case prefixOutsideEE = "prefix-outside-ee"
    case inheritingROA = "inheriting-roa"
    case roaWithASResources = "roa-with-as-resources"
    case unsortedResources = "unsorted-resources"
    case adjacentResources = "adjacent-resources"
    case wrongCertificateVersion = "wrong-certificate-version"
    case wrongKeySize = "wrong-key-size"
    case duplicateExtension = "duplicate-extension"
    case unknownCriticalExtension = "unknown-critical-extension"
    case extendedKeyUsageInEE = "extended-key-usage"
    case eeIsAuthority = "ee-is-ca"
    case wrongKeyUsage = "wrong-key-usage"
    case missingAKI = "missing-aki"
    case wrongAKI = "wrong-aki"
    case wrongSKI = "wrong-ski"
    case missingSIA = "missing-sia"
    case misplacedObject = "misplaced-object"
    case missingCRLDP = "missing-crldp"
    case wrongCRLDP = "wrong-crldp"
    case missingAIA = "missing-aia"
    case missingPolicies = "missing-policies"
    case uncriticalPolicies = "uncritical-policies"
    case wrongIssuerName = "wrong-issuer-name"

    // A certification authority's certificate.
    case expiredCA = "expired-ca"
    case notYetValidCA = "not-yet-valid-ca"
    case revokedCA = "revoked-ca"
    case overclaimingCA = "overclaiming-ca"
    case badCASignature = "bad-ca-signature"
    case pathLengthConstraint = "path-length-constraint"
    case caWithoutManifestURI = "ca-without-manifest-uri"

    // A publication point.
    case hashMismatch = "hash-mismatch"
    case missingFile = "missing-file"
    case staleManifest = "stale-manifest"
    case prematureManifest = "premature-manifest"
    case manifestNumberRegression = "manifest-number-regression"
    case manifestTimeRegression = "manifest-time-regression"
    case badManifestSignature = "bad-manifest-signature"
    case garbageManifest = "garbage-manifest"
    case missingManifest = "missing-manifest"
    case revokedManifest = "revoked-manifest"
    case duplicateManifestEntry = "duplicate-manifest-entry"
    case escapingManifestEntry = "escaping-manifest-entry"
    case staleCRL = "stale-crl"
    case missingCRL = "missing-crl"
    case unlistedCRL = "unlisted-crl"
    case twoCRLs = "two-crls"
    case badCRLSignature = "bad-crl-signature"
    case crlWithoutNumber = "crl-without-number"

    // A repository's RRDP.
    case wrongDeltaHash = "wrong-delta-hash"
    case wrongSnapshotHash = "wrong-snapshot-hash"
    case deltaGap = "delta-gap"
    case missingSnapshot = "missing-snapshot"
    case missingNotification = "missing-notification"
    case malformedNotification = "malformed-notification"
    case sessionChange = "session-change"
    case serialRegression = "serial-regression"
    case foreignOrigin = "foreign-origin"

    /// What a fault acts on.
    package enum Scope: Sendable {
        case roa
        case authorityCertificate
        case publicationPoint
        case repository
    }

    package var scope: Scope {
        switch self {
        case .expiredCA, .notYetValidCA, .revokedCA, .overclaimingCA, .badCASignature, .pathLengthConstraint,
            .caWithoutManifestURI:
            .authorityCertificate
        case .hashMismatch, .missingFile, .staleManifest, .prematureManifest, .manifestNumberRegression,
            .manifestTimeRegression, .badManifestSignature, .garbageManifest, .missingManifest, .revokedManifest,
            .duplicateManifestEntry, .escapingManifestEntry, .staleCRL, .missingCRL, .unlistedCRL, .twoCRLs,
            .badCRLSignature, .crlWithoutNumber:
            .publicationPoint
        case .wrongDeltaHash, .wrongSnapshotHash, .deltaGap, .missingSnapshot, .missingNotification,
            .malformedNotification, .sessionChange, .serialRegression, .foreignOrigin:
            .repository
        default:
            .roa
        }
    }
}
