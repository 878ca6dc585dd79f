/// RFC 6487 section 4.8.8: not critical; the repository and manifest of an authority, the place of a signed object.
enum SubjectInformationAccessRule {
    static let reason = RejectionReason.certificateSubjectInformationAccess

    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let item = certificate.extensions.subjectInformationAccess
        if let item { try inspection.require(!item.isCritical, reason, "critical", at: item.offset) }
        switch kind {
        case .trustAnchor, .ca: try inspectAuthority(item, &inspection)
        case .ee(let type) where type.hasSubjectInformationAccess: try inspectSignedObject(item, &inspection)
        case .ee, .bgpsecRouter:
            // RFC 8209 section 3.1.3.3, RFC 9323 section 2
            try inspection.require(item == nil, reason, "present", at: item?.offset)
        }
    }

    /// Section 4.8.8.1: rsync URIs for id-ad-caRepository and id-ad-rpkiManifest, and perhaps id-ad-rpkiNotify (RFC 8182
    /// section 3.2). The manifest lies in the repository.
    private static func inspectAuthority(
        _ item: ExtensionValue<InformationAccess>?,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        guard let item else { return try inspection.report(reason, "the extension is absent") }
        let access = item.value
        try inspection.require(
            access.methods.isSubset(of: [.caRepository, .manifest, .notify]),
            reason,
            "an access method that is not an authority's",
            at: item.offset
        )
        guard let repository = access.caRepository else {
            return try inspection.report(reason, "no rsync URI for id-ad-caRepository", at: item.offset)
        }
        guard let manifest = access.manifest else {
            return try inspection.report(reason, "no rsync URI for id-ad-rpkiManifest", at: item.offset)
        }
        try inspection.require(
            repository.contains(manifest) && !manifest.isDirectory,
            reason,
            "the manifest does not lie in the repository",
            at: item.offset
        )
        try inspection.require(
            !access.methods.contains(.notify) || access.notify != nil,
            reason,
            "no https URI for id-ad-rpkiNotify",
            at: item.offset
        )
    }

    /// Section 4.8.8.2: an rsync URI for id-ad-signedObject, and nothing else.
    private static func inspectSignedObject(
        _ item: ExtensionValue<InformationAccess>?,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        guard let item else { return try inspection.report(reason, "the extension is absent") }
        let access = item.value
        if access.methods.contains(.notify) {
            try inspection.report(.eeNotifyURI, at: item.offset)
        }
        try inspection.require(
            access.methods.isSubset(of: [.signedObject, .notify]),
            reason,
            "an access method other than id-ad-signedObject",
            at: item.offset
        )
        try inspection.require(
            access.signedObject != nil,
            reason,
            "no rsync URI for id-ad-signedObject",
            at: item.offset
        )
    }
}
