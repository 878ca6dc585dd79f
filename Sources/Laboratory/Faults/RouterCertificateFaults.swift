import DER
import RPKIObjects

extension LaboratoryFault {
    /// Faults of a BGPsec router's certificate (RFC 8209, RFC 8608).
    static let routerCertificateFaults: [LaboratoryFault] = [
        router("router-with-rsa-key", .certificatePublicKey) { certificate in
            certificate.edits = [
                .replace(CertificateTemplate.Field.subjectPublicKeyInfo) {
                    $0.rsaKey(modulusOctets: 256, exponent: [1, 0, 1])
                }
            ]
        },
        router("router-with-other-key-usage", .certificateExtendedKeyUsage) {
            $0.set(.extendedKeyUsage([OID.serverAuthentication]))
        },
        router("router-with-place", .certificateSubjectInformationAccess) {
            $0.set(.subjectInformationAccess([.signedObject("rsync://\(LaboratoryConfiguration.host)/a/b.cer")]))
        },
        router("router-with-ip-resources", .certificateResourcesNotAllowed) { $0.set(.ipResources(.inherited)) },
        LaboratoryFault(
            "router-with-too-many-as-numbers",
            .routerTooManyASNs,
            .routerCertificate,
            [.certificate { certificate, context in certificate.set(.asResources(.ranges(context.autonomousSystems))) }]
        ),
        router("inheriting-router", .certificateResourcesInherited) { $0.set(.asResources(.inherit)) },
    ]

    private static func router(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .routerCertificate, [.certificate { certificate, _ in change(&certificate) }])
    }
}
