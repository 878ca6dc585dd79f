import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates: extensions of an authority")
struct CertificateExtensionTests {
    @Test("the set of extensions (RFC 6487 section 4.8, RFC 5280 section 4.2)", arguments: setFaults)
    func set(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }

    @Test("constraints, keys and their usage (RFC 6487 sections 4.8.1 to 4.8.5)", arguments: keyFaults)
    func keys(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }

    @Test("policies (RFC 6487 section 4.8.9, RFC 7318)", arguments: policyFaults)
    func policies(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }
}

private let setFaults: [Fault<CertificateFixture>] = [
    Fault("no extensions", .certificateSubjectKeyIdentifier) { $0.extensions = [] },
    Fault("a known extension twice", .certificateExtensionDuplicate) { $0.extensions.append(.policies) },
    Fault("an unknown extension twice", .certificateExtensionDuplicate) {
        $0.extensions += [ExtensionFixture([1, 2, 3]) { $0.null() }, ExtensionFixture([1, 2, 3]) { $0.null() }]
    },
    Fault("an unknown critical extension", .certificateExtensionUnknownCritical) {
        $0.extensions.append(ExtensionFixture([1, 2, 3], critical: true) { $0.null() })
    },
    Fault("an unknown extension", .certificateExtensionNotAllowed) {
        $0.extensions.append(ExtensionFixture([1, 2, 3]) { $0.null() })
    },
    Fault("very many unknown extensions", .certificateExtensionSyntax) { fixture in
        fixture.extensions += (0..<40).map { number in ExtensionFixture([1, 2, number]) { $0.null() } }
    },
    Fault("something behind an extension's value", .certificatePolicies) { fixture in
        fixture.set(
            ExtensionFixture(.certificatePolicies, critical: true) { $0.raw(ExtensionFixture.policies.value + [5, 0]) }
        )
    },
]

private let keyFaults: [Fault<CertificateFixture>] = [
    Fault("no basic constraints", .certificateBasicConstraints) { $0.remove(.basicConstraints) },
    Fault("basic constraints not critical", .certificateBasicConstraints) { $0.setCritical(.basicConstraints, false) },
    Fault("cA not set", .certificateBasicConstraints) {
        $0.set(ExtensionFixture(.basicConstraints, critical: true) { $0.sequence { _ in } })
    },
    Fault("cA FALSE encoded", .certificateBasicConstraints) {
        $0.set(ExtensionFixture(.basicConstraints, critical: true) { $0.sequence { $0.boolean(false) } })
    },
    Fault("path length", .certificateBasicConstraints) {
        $0.set(
            ExtensionFixture(.basicConstraints, critical: true) { writer in
                writer.sequence {
                    $0.boolean(true)
                    $0.integer(1)
                }
            }
        )
    },
    Fault("no subject key identifier", .certificateSubjectKeyIdentifier) { $0.remove(.subjectKeyIdentifier) },
    Fault("subject key identifier critical", .certificateSubjectKeyIdentifier) {
        $0.setCritical(.subjectKeyIdentifier, true)
    },
    Fault("subject key identifier of another key", .certificateSubjectKeyIdentifier) {
        $0.set(ExtensionFixture(.subjectKeyIdentifier) { $0.octetString([UInt8](repeating: 1, count: 20)) })
    },
    Fault("subject key identifier of 19 octets", .certificateSubjectKeyIdentifier) {
        $0.set(ExtensionFixture(.subjectKeyIdentifier) { $0.octetString([UInt8](repeating: 1, count: 19)) })
    },
    Fault("no authority key identifier", .certificateAuthorityKeyIdentifier) { $0.remove(.authorityKeyIdentifier) },
    Fault("authority key identifier critical", .certificateAuthorityKeyIdentifier) {
        $0.setCritical(.authorityKeyIdentifier, true)
    },
    Fault("authority key identifier without keyIdentifier", .certificateAuthorityKeyIdentifier) {
        $0.set(ExtensionFixture(.authorityKeyIdentifier) { $0.sequence { _ in } })
    },
    Fault("authority key identifier of 21 octets", .certificateAuthorityKeyIdentifier) {
        $0.set(
            ExtensionFixture(.authorityKeyIdentifier) { writer in
                writer.sequence { $0.element(.context(0), [UInt8](repeating: 1, count: 21)) }
            }
        )
    },
    Fault("authorityCertSerialNumber", .certificateAuthorityKeyIdentifier) {
        $0.set(
            ExtensionFixture(.authorityKeyIdentifier) { writer in
                writer.sequence {
                    $0.element(.context(0), Fixture.issuerKeyIdentifier.bytes)
                    $0.element(.context(2), [1])
                }
            }
        )
    },
    Fault("authority key identifier of its own key", .certificateAuthorityKeyIdentifier) {
        $0 = $0.addingAuthority(Fixture.subjectKeyIdentifier)
    },
    Fault("no key usage", .certificateKeyUsage) { $0.remove(.keyUsage) },
    Fault("key usage not critical", .certificateKeyUsage) { $0.setCritical(.keyUsage, false) },
    Fault("keyCertSign alone", .certificateKeyUsage) { $0.set(.keyUsage(0x04, unused: 2)) },
    Fault("digitalSignature as well", .certificateKeyUsage) { $0.set(.keyUsage(0x86, unused: 1)) },
    Fault("key usage with trailing zero bits", .certificateKeyUsage) { $0.set(.keyUsage(0x06, unused: 0)) },
    Fault("key usage without bits", .certificateKeyUsage) {
        $0.set(ExtensionFixture(.keyUsage, critical: true) { $0.bitString([]) })
    },
    Fault("key usage of three octets", .certificateKeyUsage) {
        $0.set(ExtensionFixture(.keyUsage, critical: true) { $0.bitString([0x06, 0x00, 0x01]) })
    },
    Fault("extended key usage", .certificateExtendedKeyUsage) {
        $0.set(ExtensionFixture(.extendedKeyUsage) { $0.sequence { $0.objectIdentifier(.bgpsecRouter) } })
    },
]

private let policyFaults: [Fault<CertificateFixture>] = [
    Fault("no policy", .certificatePolicies) { $0.remove(.certificatePolicies) },
    Fault("policy not critical", .certificatePolicies) { $0.setCritical(.certificatePolicies, false) },
    Fault("another policy", .certificatePolicies) {
        $0.set(
            ExtensionFixture(.certificatePolicies, critical: true) { writer in
                writer.sequence { $0.sequence { $0.objectIdentifier([1, 2, 3]) } }
            }
        )
    },
    Fault("two policies", .certificatePolicies) {
        $0.set(
            ExtensionFixture(.certificatePolicies, critical: true) { writer in
                writer.sequence { list in
                    list.sequence { $0.objectIdentifier(.resourcePolicy) }
                    list.sequence { $0.objectIdentifier([1, 2, 3]) }
                }
            }
        )
    },
    Fault("a practice statement", nil) { $0.set(policyQualified([.certificationPracticeStatement])) },
    Fault("two practice statements", .certificatePolicies) {
        $0.set(policyQualified([.certificationPracticeStatement, .certificationPracticeStatement]))
    },
    Fault("a user notice", .certificatePolicies) { $0.set(policyQualified([[1, 3, 6, 1, 5, 5, 7, 2, 2]])) },
]

private func policyQualified(_ qualifiers: [OID]) -> ExtensionFixture {
    ExtensionFixture(.certificatePolicies, critical: true) { writer in
        writer.sequence { list in
            list.sequence { policy in
                policy.objectIdentifier(.resourcePolicy)
                policy.sequence { list in
                    for qualifier in qualifiers {
                        list.sequence {
                            $0.objectIdentifier(qualifier)
                            $0.ia5String("https://example.net/cps")
                        }
                    }
                }
            }
        }
    }
}
