/// RFC 8360 section 4.2.4.4 (4 and 5): the number resources stand under the identifiers that belong to the policy, those
/// of RFC 3779 or those of RFC 8360.
enum ResourceIdentifiersRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        let offset = certificate.extensions.ipResources?.offset ?? certificate.extensions.asResources?.offset
        try inspection.require(
            certificate.extensions.resourceIdentifiers.isSubset(of: certificate.hasTrimmedResources ? .v2 : .original),
            .certificateResourceIdentifiers,
            certificate.hasTrimmedResources
                ? "identifiers of RFC 3779 under the policy of RFC 8360"
                : "identifiers of RFC 8360 under the policy of RFC 6484",
            at: offset
        )
    }
}
