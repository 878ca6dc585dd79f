import DER
import RPKICrypto
import RPKIObjects

extension LaboratoryFault {
    // These take more than a change of what is issued: `PublicationPointIssuer` knows them.
    static let hashMismatch = LaboratoryFault("hash-mismatch", .objectHashMismatch, .publicationPoint)
    static let missingFile = LaboratoryFault("missing-file", .objectMissing, .publicationPoint)
    static let missingManifest = LaboratoryFault("missing-manifest", .manifestMissing, .publicationPoint)
    static let revokedManifest = LaboratoryFault("revoked-manifest", .certificateRevoked, .publicationPoint)
    static let staleManifest = LaboratoryFault("stale-manifest", .manifestStale, .publicationPoint)
    static let prematureManifest = LaboratoryFault("premature-manifest", .manifestNotYetValid, .publicationPoint)
    static let numberRegression = LaboratoryFault(
        "manifest-number-regression",
        .manifestNumberRegression,
        .publicationPoint
    )
    static let timeRegression = LaboratoryFault("manifest-time-regression", .manifestTimeRegression, .publicationPoint)
    static let replacedManifest = LaboratoryFault("replaced-manifest", .manifestReplaced, .publicationPoint)
    static let missingCRL = LaboratoryFault("missing-crl", .crlMissing, .publicationPoint)
    static let unlistedCRL = LaboratoryFault("unlisted-crl", .crlMissing, .publicationPoint)
    static let loopingCertificate = LaboratoryFault("looping-certificate", .certificateLoop, .publicationPoint)
    static let twoCRLs = LaboratoryFault("two-crls", .crlNotSingle, .publicationPoint)

    /// Faults of the files of a publication point and how they belong together (RFC 9286 section 6).
    static let publicationPointFaults: [LaboratoryFault] = [
        .hashMismatch, .missingFile, .missingManifest, .revokedManifest, .staleManifest, .prematureManifest,
        .numberRegression, .timeRegression, .replacedManifest, .missingCRL, .unlistedCRL, .twoCRLs,
        .loopingCertificate,
    ]

    /// Faults of a manifest (RFC 9286 sections 4 and 5.1).
    static let manifestFaults: [LaboratoryFault] = [
        octets("garbage-manifest", .signedObjectSyntax) { $0 = garbage },
        octets("bad-manifest-signature", .signedObjectSignatureInvalid) { $0.flipLastBit() },
        manifest("malformed-manifest", .manifestSyntax) { $0.edits = [.append([]) { $0.null() }] },
        manifest("wrong-manifest-version", .manifestVersion) { $0.version = 1 },
        edit("negative-manifest-number", .manifestNumber, .replace(ManifestTemplate.Field.number) { $0.integer(-1) }),
        edit(
            "manifest-number-too-long",
            .manifestNumber,
            .replace(ManifestTemplate.Field.number) { $0.unsignedInteger([UInt8](repeating: 0x80, count: 20)) }
        ),
        manifest("manifest-times-crossed", .manifestTimes) { swap(&$0.thisUpdate, &$0.nextUpdate) },
        manifest("manifest-time-of-wrong-type", .manifestTimes) { manifest in
            let thisUpdate = manifest.thisUpdate
            manifest.edits = [.replace(ManifestTemplate.Field.thisUpdate) { $0.time(thisUpdate) }]
        },
        manifest("wrong-manifest-hash-algorithm", .manifestHashAlgorithm) {
            $0.hashAlgorithm = [2, 16, 840, 1, 101, 3, 4, 2, 3]
        },
        manifest("escaping-manifest-entry", .manifestFileName) { manifest in
            manifest.changeLastEntry { $0.fileName = "../\($0.fileName)" }
        },
        manifest("unregistered-file-extension", .manifestFileExtension) { manifest in
            manifest.entries.append(.init(fileName: "file.nul", hash: SHA256Digest(hashing: [0])))
        },
        manifest("duplicate-manifest-entry", .manifestFileDuplicate) { $0.entries += $0.entries.suffix(1) },
        edit(
            "short-manifest-hash",
            .manifestFileHash,
            .replace(ManifestTemplate.Field.entries + [0, 1]) { $0.bitString([UInt8](repeating: 0, count: 31)) }
        ),
        manifest("too-many-manifest-entries", .manifestTooManyFiles) { manifest in
            let hash = SHA256Digest(hashing: [0])
            manifest.entries = (0...Manifest.maximumEntries).map { .init(fileName: "\($0).roa", hash: hash) }
        },
        certificate("listing-manifest", .manifestResources) { $0.set(.asResources(.ranges([64_512...64_513]))) },
        certificate("manifest-with-other-validity", .manifestValidityMismatch) {
            $0.notAfter = PosixTime($0.notAfter.seconds + 3_600)
        },
    ]

    private static func manifest(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout ManifestTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .manifest, [.manifest(change)])
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        manifest(name, reason) { $0.edits = [edit] }
    }

    private static func certificate(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .manifest, [.certificate { certificate, _ in change(&certificate) }])
    }

    private static func octets(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .manifest, [.octets(change)])
    }
}

extension ManifestTemplate {
    fileprivate mutating func changeLastEntry(_ change: (inout Entry) -> Void) {
        if let last = entries.indices.last { change(&entries[last]) }
    }
}

extension [UInt8] {
    /// Makes the signature wrong that stands at the end of a signed object, certificate or CRL.
    mutating func flipLastBit() {
        if let last = indices.last { self[last] ^= 1 }
    }
}
