extension Manifest {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try ManifestTimesRule.inspect(self, &inspection)
        ManifestValidityRule.inspect(self, object.eeCertificate, &inspection)
        try ManifestResourcesRule.inspect(object.eeCertificate, &inspection)
        try ManifestFileExtensionRule.inspect(self, &inspection)
    }
}

/// RFC 9286 section 4.2.1: nextUpdate is later than thisUpdate.
enum ManifestTimesRule {
    static func inspect(_ manifest: Manifest, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            manifest.thisUpdate < manifest.nextUpdate,
            .manifestTimes,
            "thisUpdate \(manifest.thisUpdate), nextUpdate \(manifest.nextUpdate)"
        )
    }
}

/// RFC 9286 section 5.1: the EE certificate is valid from thisUpdate to nextUpdate; a validator must not take another
/// validity for an error.
enum ManifestValidityRule {
    static func inspect(
        _ manifest: Manifest,
        _ certificate: ResourceCertificate,
        _ inspection: inout Inspection
    ) {
        if manifest.thisUpdate != certificate.notBefore || manifest.nextUpdate != certificate.notAfter {
            inspection.advise(
                .manifestValidityMismatch,
                "the EE certificate is valid from \(certificate.notBefore) to \(certificate.notAfter)"
            )
        }
    }
}

/// RFC 9286 section 5.1: the EE certificate inherits its number resources.
enum ManifestResourcesRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        try InheritedResources.require(of: certificate, .manifestResources, &inspection)
    }
}

/// RFC 9286 section 4.2.2: file names end in an extension that IANA registers.
enum ManifestFileExtensionRule {
    static func inspect(_ manifest: Manifest, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            manifest.firstUnregisteredName == nil,
            .manifestFileExtension,
            at: manifest.firstUnregisteredName
        )
    }
}
