/// RFC 6487 section 8: no extension that the profile does not name. One that is marked critical makes the certificate
/// unusable under any profile (section 4.8, RFC 5280 section 4.2); others may be ignored by those who do not know them.
enum ExtensionSetRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        for item in certificate.extensions.unknown {
            if item.isCritical {
                throw Rejection(
                    .certificateExtensionUnknownCritical,
                    "extension \(item.identifier)",
                    at: item.offset
                )
            }
            try inspection.report(
                .certificateExtensionNotAllowed,
                "extension \(item.identifier)",
                at: item.offset
            )
        }
    }
}
