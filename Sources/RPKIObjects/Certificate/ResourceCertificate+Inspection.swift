extension ResourceCertificate {
    /// Checks the certificate against the profile of RFC 6487 for its kind; returns what `profile` tolerated.
    ///
    /// Only the certificate itself is looked at: not its signature, chain, revocation or the time.
    package func inspect(as kind: CertificateKind, profile: Profile) throws(Rejection) -> [Warning] {
        var inspection = Inspection(profile: profile)
        try inspect(as: kind, &inspection)
        return inspection.warnings
    }

    func inspect(as kind: CertificateKind, _ inspection: inout Inspection) throws(Rejection) {
        try VersionRule.inspect(self, &inspection)
        try SerialNumberRule.inspect(self, &inspection)
        try SignatureAlgorithmRule.inspect(self, &inspection)
        try NameRule.inspect(issuerName, .certificateIssuerName, &inspection)
        // RFC 8209 section 3.1.1 allows a router's name to be a UTF8String.
        try NameRule.inspect(
            subjectName,
            .certificateSubjectName,
            allowsUTF8: kind == .bgpsecRouter,
            &inspection
        )
        try ValidityRule.inspect(self, &inspection)
        try PublicKeyRule.inspect(self, as: kind, &inspection)
        try UniqueIdentifierRule.inspect(self, &inspection)
        try ExtensionSetRule.inspect(self, &inspection)
        try KeyUsageRule.inspect(self, as: kind, &inspection)
        try BasicConstraintsRule.inspect(self, as: kind, &inspection)
        try SubjectKeyIdentifierRule.inspect(self, &inspection)
        try AuthorityKeyIdentifierRule.inspect(self, as: kind, &inspection)
        try ExtendedKeyUsageRule.inspect(self, as: kind, &inspection)
        try CRLDistributionPointsRule.inspect(self, as: kind, &inspection)
        try AuthorityInformationAccessRule.inspect(self, as: kind, &inspection)
        try SubjectInformationAccessRule.inspect(self, as: kind, &inspection)
        try CertificatePoliciesRule.inspect(self, &inspection)
        try ResourceIdentifiersRule.inspect(self, &inspection)
        try ResourcesRule.inspect(self, as: kind, &inspection)
        try TrustAnchorRule.inspect(self, as: kind, &inspection)
    }
}
