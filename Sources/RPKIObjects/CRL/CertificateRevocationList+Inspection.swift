import DER

extension CertificateRevocationList {
    /// Checks the CRL against RFC 6487 section 5; returns what `profile` tolerated.
    ///
    /// Only the CRL itself is looked at: not its signature, issuer or the time.
    package func inspect(profile: Profile) throws(Rejection) -> [Warning] {
        var inspection = Inspection(profile: profile)
        try CRLVersionRule.inspect(self, &inspection)
        try CRLSignatureAlgorithmRule.inspect(self, &inspection)
        try NameRule.inspect(issuerName, .crlIssuerName, &inspection)
        try CRLUpdateTimesRule.inspect(self, &inspection)
        try CRLEntriesRule.inspect(self, &inspection)
        try CRLExtensionsRule.inspect(self, &inspection)
        return inspection.warnings
    }
}

/// RFC 6487 section 5: version 2, which is encoded as 1.
enum CRLVersionRule {
    static func inspect(_ crl: CertificateRevocationList, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            crl.version == 1,
            .crlVersion,
            "version field \(crl.version)",
            at: crl.structure.signedPart.startIndex
        )
    }
}

/// RFC 7935 section 2, RFC 5280 section 5.1.1.2: SHA-256 with RSA, named alike inside and outside the signed part.
enum CRLSignatureAlgorithmRule {
    static func inspect(_ crl: CertificateRevocationList, _ inspection: inout Inspection) throws(Rejection) {
        let inner = crl.signatureAlgorithm
        let outer = crl.structure.algorithm
        try inspection.require(
            inner.isSame(as: outer),
            .crlSignatureAlgorithmMismatch,
            "\(inner.algorithm) inside, \(outer.algorithm) outside the signed part, or other parameters",
            at: outer.offset
        )
        try inspection.require(
            inner.isCertificateSignature,
            .crlSignatureAlgorithm,
            "algorithm \(inner.algorithm), or its parameters are not NULL",
            at: inner.offset
        )
    }
}

/// RFC 5280 sections 5.1.2.4 and 5.1.2.5: the right type of time, thisUpdate not after nextUpdate.
enum CRLUpdateTimesRule {
    static func inspect(_ crl: CertificateRevocationList, _ inspection: inout Inspection) throws(Rejection) {
        for time in [crl.encodedThisUpdate, crl.encodedNextUpdate] {
            try inspection.require(
                time.hasRequiredType,
                .crlTimeEncoding,
                "\(time)"
            )
        }
        try inspection.require(
            crl.thisUpdate <= crl.nextUpdate,
            .crlUpdateTimes,
            "thisUpdate \(crl.thisUpdate), nextUpdate \(crl.nextUpdate)"
        )
    }
}

/// RFC 6487 section 5, RFC 5280 section 5.1.2.6: positive serial numbers, no entry extensions, no empty list.
enum CRLEntriesRule {
    static func inspect(_ crl: CertificateRevocationList, _ inspection: inout Inspection) throws(Rejection) {
        let revoked = crl.revoked
        try inspection.require(!revoked.isEmptyList, .crlEmptyRevocationList)
        try inspection.require(revoked.first?.isZero != true, .crlEntrySerialNumber, "zero")
        try inspection.require(
            revoked.firstBadDate == nil,
            .crlTimeEncoding,
            "a revocation date of the wrong type",
            at: revoked.firstBadDate
        )
        try inspection.require(
            revoked.firstExtension == nil,
            .crlEntryExtension,
            at: revoked.firstExtension
        )
    }
}

/// RFC 6487 section 5, RFC 9829 section 3: authority key identifier and CRL number, not critical, and no others.
enum CRLExtensionsRule {
    static func inspect(_ crl: CertificateRevocationList, _ inspection: inout Inspection) throws(Rejection) {
        let extensions = crl.extensions
        for item in extensions.unknown {
            try inspection.report(.crlExtensionNotAllowed, "extension \(item.identifier)", at: item.offset)
        }
        guard let authority = extensions.authorityKeyIdentifier else {
            throw Rejection(.crlAuthorityKeyIdentifier, "the extension is absent")
        }
        try inspection.require(
            authority.value.keyIdentifier != nil && !authority.value.hasIssuerOrSerialNumber,
            .crlAuthorityKeyIdentifier,
            "not keyIdentifier alone",
            at: authority.offset
        )
        try inspection.require(!authority.isCritical, .crlAuthorityKeyIdentifier, "critical", at: authority.offset)
        guard let number = extensions.number else {
            return try inspection.report(.crlNumber, "the extension is absent")
        }
        try inspection.require(!number.isCritical, .crlNumber, "critical", at: number.offset)
    }
}
