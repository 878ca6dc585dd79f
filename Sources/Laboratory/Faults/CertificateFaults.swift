import DER
import RPKICrypto
import RPKIObjects

extension LaboratoryFault {
    private typealias Field = CertificateTemplate.Field

    /// Faults of the EE certificate in a ROA (RFC 6487); what they break holds for authorities' certificates alike.
    static let eeCertificateFaults: [LaboratoryFault] =
        certificateFieldFaults + certificateExtensionFaults + [
            // Only the CRL tells: the ROA stays as it is.
            .revokedEE,
            certificate("expired-ee", .certificateExpired) { certificate, context in
                certificate.notBefore = PosixTime(context.now.seconds - 2 * 86_400)
                certificate.notAfter = PosixTime(context.now.seconds - 86_400)
            },
            certificate("not-yet-valid-ee", .certificateNotYetValid) { certificate, context in
                certificate.notBefore = PosixTime(context.now.seconds + 86_400)
                certificate.notAfter = PosixTime(context.now.seconds + 2 * 86_400)
            },
            certificate("wrong-issuer-name", .certificateIssuerMismatch) { certificate, _ in
                certificate.issuer = "somebody else"
            },
            certificate("wrong-aki", .certificateAuthorityKeyMismatch) { certificate, _ in
                certificate.set(.authorityKeyIdentifier(otherKey))
            },
            certificate("wrong-crldp", .certificateCRLMismatch) { certificate, _ in
                certificate.set(.crlDistributionPoints(["rsync://\(LaboratoryConfiguration.host)/else/where.crl"]))
            },
            certificate("misplaced-object", .objectLocationMismatch) { certificate, _ in
                certificate.set(
                    .subjectInformationAccess([.signedObject("rsync://\(LaboratoryConfiguration.host)/else/where.roa")])
                )
            },
        ]

    package static let revokedEE = LaboratoryFault("revoked-ee", .certificateRevoked, .roa)

    /// RFC 6487 sections 4.1 to 4.7.
    private static let certificateFieldFaults: [LaboratoryFault] = [
        certificate("wrong-certificate-version", .certificateVersion) { certificate, _ in certificate.version = 1 },
        edit("serial-number-zero", .certificateSerialNumber, .replace(Field.serialNumber) { $0.integer(0) }),
        edit("serial-number-negative", .certificateSerialNumber, .replace(Field.serialNumber) { $0.integer(-1) }),
        edit(
            "serial-number-too-long",
            .certificateSerialNumber,
            .replace(Field.serialNumber) { $0.unsignedInteger([0x80] + [UInt8](repeating: 0, count: 19)) }
        ),
        certificate("wrong-signature-algorithm", .certificateSignatureAlgorithm) { certificate, _ in
            certificate.innerAlgorithm = .ecdsaWithSHA256
            certificate.outerAlgorithm = .ecdsaWithSHA256
        },
        certificate("contradictory-signature-algorithms", .certificateSignatureAlgorithmMismatch) { certificate, _ in
            certificate.outerAlgorithm = .ecdsaWithSHA256
        },
        edit("issuer-name-of-wrong-form", .certificateIssuerName, .replace(Field.issuer) { $0.organizationName() }),
        edit("subject-name-of-wrong-form", .certificateSubjectName, .replace(Field.subject) { $0.organizationName() }),
        edit(
            "name-not-printable",
            .nameNotPrintableString,
            .replace(Field.subject) { $0.name(OID.commonName, .utf8String) }
        ),
        certificate("time-of-wrong-type", .certificateTimeEncoding) { certificate, _ in
            let notAfter = certificate.notAfter
            certificate.edits.append(.replace(Field.notAfter) { $0.generalizedTime(notAfter) })
        },
        certificate("validity-crossed", .certificateValidityPeriod) { certificate, _ in
            swap(&certificate.notBefore, &certificate.notAfter)
        },
        edit(
            "wrong-key-size",
            .certificatePublicKey,
            .replace(Field.subjectPublicKeyInfo) { $0.rsaKey(modulusOctets: 128, exponent: [1, 0, 1]) }
        ),
        edit(
            "wrong-key-exponent",
            .certificatePublicKey,
            .replace(Field.subjectPublicKeyInfo) { $0.rsaKey(modulusOctets: 256, exponent: [3]) }
        ),
        edit(
            "unique-identifier",
            .certificateUniqueIdentifier,
            .insert(Field.extensions) { $0.bitString([1], .context(1)) }
        ),
        edit("no-extensions", .certificateExtensionSyntax, .remove(Field.extensions)),
    ]

    /// RFC 6487 section 4.8.
    private static let certificateExtensionFaults: [LaboratoryFault] = [
        certificate("resource-identifiers-of-other-policy", .certificateResourceIdentifiers) { certificate, _ in
            certificate.set(.certificatePolicies([OID.resourcePolicyV2]))
        },
        certificate("duplicate-extension", .certificateExtensionDuplicate) { certificate, _ in
            certificate.extensions += certificate.extensions.prefix(1)
        },
        certificate("unknown-critical-extension", .certificateExtensionUnknownCritical) { certificate, _ in
            certificate.extensions.append(CertificateExtension(unknownIdentifier, isCritical: true, value: [5, 0]))
        },
        certificate("unknown-extension", .certificateExtensionNotAllowed) { certificate, _ in
            certificate.extensions.append(CertificateExtension(unknownIdentifier, isCritical: false, value: [5, 0]))
        },
        certificate("ee-is-ca", .certificateBasicConstraints) { certificate, _ in
            certificate.extensions.append(.basicConstraints(isCA: true))
        },
        missing("missing-ski", .certificateSubjectKeyIdentifier, OID.subjectKeyIdentifier),
        critical("critical-ski", .certificateSubjectKeyIdentifier, OID.subjectKeyIdentifier),
        LaboratoryFault(
            "wrong-ski",
            .certificateSubjectKeyIdentifier,
            .roa,
            [
                .signedObject { object, _ in
                    // The object agrees with its certificate: only the key tells.
                    object.signer = otherKey
                    object.certificate.set(.subjectKeyIdentifier(otherKey))
                }
            ]
        ),
        missing("missing-aki", .certificateAuthorityKeyIdentifier, OID.authorityKeyIdentifier),
        certificate("aki-with-serial-number", .certificateAuthorityKeyIdentifier) { certificate, context in
            let value = DERWriter.encode { writer in
                writer.sequence {
                    $0.element(.context(0), context.issuer.bytes)
                    $0.integer(1, .context(2))
                }
            }
            certificate.set(CertificateExtension(OID.authorityKeyIdentifier, isCritical: false, value: value))
        },
        missing("missing-key-usage", .certificateKeyUsage, OID.keyUsage),
        certificate("wrong-key-usage", .certificateKeyUsage) { certificate, _ in
            certificate.set(.keyUsage(.keyCertSignAndCRLSign))
        },
        certificate("extended-key-usage", .certificateExtendedKeyUsage) { certificate, _ in
            certificate.extensions.append(.extendedKeyUsage([OID.serverAuthentication]))
        },
        missing("missing-crldp", .certificateCRLDistributionPoints, OID.crlDistributionPoints),
        certificate("crldp-without-rsync", .certificateCRLDistributionPoints) { certificate, _ in
            certificate.set(.crlDistributionPoints(["https://\(LaboratoryConfiguration.host)/where.crl"]))
        },
        missing("missing-aia", .certificateAuthorityInformationAccess, OID.authorityInformationAccess),
        certificate("aia-without-rsync", .certificateAuthorityInformationAccess) { certificate, _ in
            certificate.set(.authorityInformationAccess(caIssuers: ["https://\(LaboratoryConfiguration.host)/a.cer"]))
        },
        missing("missing-sia", .certificateSubjectInformationAccess, OID.subjectInformationAccess),
        certificate("ee-with-notification", .eeNotifyURI) { certificate, _ in
            certificate.edit(OID.subjectInformationAccess, .append([]) { $0.access(OID.accessNotify) })
        },
        missing("missing-policies", .certificatePolicies, OID.certificatePolicies),
        certificate("uncritical-policies", .certificatePolicies) { certificate, _ in
            certificate.change(OID.certificatePolicies) { $0.isCritical = false }
        },
        certificate("uncritical-ip-resources", .certificateIPResources) { certificate, _ in
            certificate.change(OID.ipAddressBlocks) { $0.isCritical = false }
        },
        certificate("malformed-ip-resources", .certificateIPResources) { certificate, _ in
            certificate.edit(OID.ipAddressBlocks, .replace([0, 0]) { $0.octetString([0, 3]) })
        },
        certificate("unsorted-resources", .certificateIPResourcesNotCanonical) { certificate, _ in
            certificate.edit(OID.ipAddressBlocks, .append([0, 1]) { $0.bitString([1, 0, 0]) })
        },
        certificate("adjacent-resources", .certificateIPResourcesNotCanonical) { certificate, _ in
            // Two halves of one prefix, which should have been written as that prefix (RFC 3779 section 2.2.3.6).
            certificate.edit(
                OID.ipAddressBlocks,
                .append([0, 1]) {
                    $0.bitString([192, 0, 2, 0], unusedBits: 7)
                    $0.bitString([192, 0, 2, 128], unusedBits: 7)
                }
            )
        },
    ]

    private static func certificate(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate, FaultContext) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .roa, [.certificate(change)])
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        certificate(name, reason) { certificate, _ in certificate.edits.append(edit) }
    }

    private static func missing(_ name: String, _ reason: RejectionReason, _ identifier: OID) -> LaboratoryFault {
        certificate(name, reason) { certificate, _ in certificate.remove(identifier) }
    }

    private static func critical(_ name: String, _ reason: RejectionReason, _ identifier: OID) -> LaboratoryFault {
        certificate(name, reason) { certificate, _ in certificate.change(identifier) { $0.isCritical = true } }
    }
}
