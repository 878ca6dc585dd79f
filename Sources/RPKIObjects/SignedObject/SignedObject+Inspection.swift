extension SignedObject {
    /// Checks the object and its EE certificate against RFC 6488 and RFC 9589; returns what `profile` tolerated.
    ///
    /// Neither signatures nor the content are looked at: for a type that is known, there is
    /// ``inspect(as:profile:)``.
    package func inspect(profile: Profile) throws(Rejection) -> [Warning] {
        var inspection = Inspection(profile: profile)
        try inspectStructure(&inspection)
        try eeCertificate.inspect(as: .ee(type), &inspection)
        return inspection.warnings
    }

    /// Decodes the content as `Payload` and checks the object, its content and its EE certificate, in this order: a
    /// defect of the content is named although the certificate may have others. Also returns what `profile` tolerated.
    ///
    /// Signatures are not looked at. Throws `signed-object-content-type` when the object is of another type.
    package func inspect<Payload: SignedObjectPayload>(
        as payloadType: Payload.Type,
        profile: Profile
    ) throws(Rejection) -> (payload: Payload, warnings: [Warning]) {
        var inspection = Inspection(profile: profile)
        try inspectStructure(&inspection)
        let payload = try decode(payloadType)
        try payload.inspect(in: self, &inspection)
        try eeCertificate.inspect(as: .ee(type), &inspection)
        return (payload, inspection.warnings)
    }

    private func inspectStructure(_ inspection: inout Inspection) throws(Rejection) {
        try SignedObjectEncodingRule.inspect(self, &inspection)
        try SignedDataRule.inspect(self, &inspection)
        try DigestAlgorithmRule.inspect(self, &inspection)
        try SignerIdentifierRule.inspect(self, &inspection)
        try SignedAttributesRule.inspect(self, &inspection)
        try SigningTimeRule.inspect(self, &inspection)
        try SignerAlgorithmRule.inspect(self, &inspection)
    }
}
