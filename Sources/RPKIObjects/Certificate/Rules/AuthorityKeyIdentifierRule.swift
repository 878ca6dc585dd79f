/// RFC 6487 section 4.8.3: present but in a trust anchor, where it may be left out and else names its own key; not
/// critical; keyIdentifier alone.
enum AuthorityKeyIdentifierRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let reason = RejectionReason.certificateAuthorityKeyIdentifier
        guard let item = certificate.extensions.authorityKeyIdentifier else {
            return try inspection.require(kind == .trustAnchor, reason, "the extension is absent")
        }
        try inspection.require(!item.isCritical, reason, "critical", at: item.offset)
        try inspection.require(
            item.value.keyIdentifier != nil,
            reason,
            "keyIdentifier is absent",
            at: item.offset
        )
        try inspection.require(
            !item.value.hasIssuerOrSerialNumber,
            reason,
            "authorityCertIssuer or authorityCertSerialNumber is present",
            at: item.offset
        )
        let isOwn = item.value.keyIdentifier == certificate.subjectKeyIdentifier
        if kind == .trustAnchor {
            try inspection.require(isOwn, reason, "a trust anchor names another key", at: item.offset)
        } else {
            try inspection.require(!isOwn, reason, "names the certificate's own key", at: item.offset)
        }
    }
}
