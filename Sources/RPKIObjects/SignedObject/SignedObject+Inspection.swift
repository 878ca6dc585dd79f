extension SignedObject {
    /// Checks the object and its EE certificate against RFC 6488 and RFC 9589; returns what `profile` tolerated.
    ///
    /// Neither signatures nor the content are looked at.
    package func inspect(profile: Profile) throws(Rejection) -> [Warning] {
        var inspection = Inspection(profile: profile)
        try SignedObjectEncodingRule.inspect(self, &inspection)
        try SignedDataRule.inspect(self, &inspection)
        try DigestAlgorithmRule.inspect(self, &inspection)
        try SignerIdentifierRule.inspect(self, &inspection)
        try SignedAttributesRule.inspect(self, &inspection)
        try SigningTimeRule.inspect(self, &inspection)
        try SignerAlgorithmRule.inspect(self, &inspection)
        try eeCertificate.inspect(as: .ee(type), &inspection)
        return inspection.warnings
    }
}
