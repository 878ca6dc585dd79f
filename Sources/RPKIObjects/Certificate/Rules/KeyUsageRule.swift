/// RFC 6487 section 4.8.4: critical; exactly keyCertSign and cRLSign for an authority, exactly digitalSignature else.
enum KeyUsageRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let reason = RejectionReason.certificateKeyUsage
        guard let item = certificate.extensions.keyUsage else {
            return try inspection.report(reason, "the extension is absent")
        }
        try inspection.require(item.isCritical, reason, "not critical", at: item.offset)
        try inspection.require(
            item.value == (kind.isAuthority ? .authority : .digitalSignature),
            reason,
            kind.isAuthority ? "not keyCertSign and cRLSign alone" : "not digitalSignature alone",
            at: item.offset
        )
    }
}
