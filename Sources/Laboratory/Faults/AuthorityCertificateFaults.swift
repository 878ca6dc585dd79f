import DER
import RPKICrypto
import RPKIObjects

extension LaboratoryFault {
    package static let revokedCA = LaboratoryFault("revoked-ca", .certificateRevoked, .authorityCertificate)

    /// Faults of the certificate of an authority (RFC 6487); all that it has certified goes with it.
    static let authorityCertificateFaults: [LaboratoryFault] = [
        // Only the CRL tells: the certificate stays as it is.
        .revokedCA,
        authority("expired-ca", .certificateExpired) { certificate, context in
            certificate.notBefore = PosixTime(context.now.seconds - 2 * 86_400)
            certificate.notAfter = PosixTime(context.now.seconds - 86_400)
        },
        authority("not-yet-valid-ca", .certificateNotYetValid) { certificate, context in
            certificate.notBefore = PosixTime(context.now.seconds + 86_400)
        },
        authority("overclaiming-ca", .certificateResourcesOverclaim) { certificate, _ in
            certificate.edit(OID.ipAddressBlocks, .append([0, 1]) { $0.bitString(foreignBits) })
        },
        octets("bad-ca-signature", .certificateSignatureInvalid) { $0.flipLastBit() },
        octets("garbage-certificate", .certificateSyntax) { $0 = garbage },
        authority("ca-with-key-usage-of-ee", .certificateKeyUsage) { certificate, _ in
            certificate.set(.keyUsage(.digitalSignature))
        },
        authority("ca-without-basic-constraints", .certificateBasicConstraints) { certificate, _ in
            certificate.change(OID.basicConstraints) { $0.isCritical = false }
        },
        authority("path-length-constraint", .certificateBasicConstraints) { certificate, _ in
            certificate.edit(OID.basicConstraints, .append([]) { $0.integer(3) })
        },
        authority("ca-without-manifest-uri", .certificateSubjectInformationAccess) { certificate, _ in
            certificate.edit(OID.subjectInformationAccess, .remove([1]))
        },
        authority("ca-with-another-access-method", .certificateSubjectInformationAccess) { certificate, _ in
            certificate.edit(OID.subjectInformationAccess, .append([]) { $0.access(unknownIdentifier) })
        },
        authority("uncritical-as-resources", .certificateASResources) { certificate, _ in
            certificate.change(OID.autonomousSystemIdentifiers) { $0.isCritical = false }
        },
        authority("malformed-as-resources", .certificateASResources) { certificate, _ in
            certificate.edit(OID.autonomousSystemIdentifiers, .replace([0, 0]) { $0.sequence { _ in } })
        },
        authority("unsorted-as-resources", .certificateASResourcesNotCanonical) { certificate, _ in
            certificate.edit(OID.autonomousSystemIdentifiers, .append([0, 0]) { $0.integer(1) })
        },
        authority("ca-without-resources", .certificateNoResources) { certificate, _ in
            certificate.remove(OID.ipAddressBlocks)
            certificate.remove(OID.autonomousSystemIdentifiers)
        },
        authority("ca-above-itself", .certificateAuthorityKeyIdentifier) { certificate, _ in
            for item in certificate.extensions where item.identifier == OID.subjectKeyIdentifier {
                if let own = KeyIdentifier(bytes: item.value.suffix(20)) {
                    certificate.set(.authorityKeyIdentifier(own))
                }
            }
        },
    ]

    private static func authority(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate, FaultContext) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .authorityCertificate, [.certificate(change)])
    }

    private static func octets(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .authorityCertificate, [.octets(change)])
    }
}

extension LaboratoryFault {
    /// Faults of a trust anchor's own certificate (RFC 8630 section 2.3); all that it has certified goes with it.
    package static let trustAnchorFaults: [LaboratoryFault] = [
        trustAnchor("trust-anchor-with-another-key", .trustAnchorKeyMismatch) { certificate in
            certificate.edits.append(
                .replace(CertificateTemplate.Field.subjectPublicKeyInfo) {
                    $0.rsaKey(modulusOctets: 256, exponent: [1, 0, 1])
                }
            )
        },
        trustAnchor("trust-anchor-issued-by-another", .trustAnchorNotSelfIssued) { $0.issuer = "somebody else" },
        trustAnchor("inheriting-trust-anchor", .certificateResourcesInherited) { $0.set(.asResources(.inherit)) },
        trustAnchor("trust-anchor-with-crldp", .certificateCRLDistributionPoints) {
            $0.set(.crlDistributionPoints(["rsync://\(LaboratoryConfiguration.host)/ta.crl"]))
        },
        trustAnchor("trust-anchor-with-aia", .certificateAuthorityInformationAccess) {
            $0.set(.authorityInformationAccess(caIssuers: ["rsync://\(LaboratoryConfiguration.host)/ta.cer"]))
        },
        trustAnchor("trust-anchor-with-another-aki", .certificateAuthorityKeyIdentifier) {
            $0.set(.authorityKeyIdentifier(otherKey))
        },
    ]

    private static func trustAnchor(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(
            name,
            reason,
            .trustAnchorCertificate,
            [.certificate { certificate, _ in change(&certificate) }]
        )
    }
}
