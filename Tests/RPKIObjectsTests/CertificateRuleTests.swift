import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates: one fault for each rule")
struct CertificateRuleTests {
    @Test("fields (RFC 6487 sections 4.1 to 4.7)", arguments: fieldFaults)
    func fields(fault: Fault<CertificateFixture>) {
        check(fault, .ca, as: .ca)
    }

    @Test("extensions of an authority (RFC 6487 section 4.8)", arguments: authorityFaults)
    func authority(fault: Fault<CertificateFixture>) {
        check(fault, .ca, as: .ca)
    }

    @Test("extensions of a trust anchor (RFC 6487 section 4.8, RFC 8630 section 2.3)", arguments: trustAnchorFaults)
    func trustAnchor(fault: Fault<CertificateFixture>) {
        check(fault, .trustAnchor, as: .trustAnchor)
    }

    @Test("extensions of an EE certificate (RFC 6487 section 4.8)", arguments: eeFaults)
    func ee(fault: Fault<CertificateFixture>) {
        check(fault, .ee, as: .ee(.routeOriginAuthorization))
    }

    @Test("a BGPsec router's certificate (RFC 8209 section 3.1)", arguments: routerFaults)
    func router(fault: Fault<CertificateFixture>) {
        check(fault, .router, as: .bgpsecRouter)
    }

    @Test("number resources (RFC 3779)", arguments: resourceFaults)
    func resources(fault: Fault<CertificateFixture>) {
        check(fault, .ca, as: .ca)
    }

    @Test("a signed checklist's EE certificate has no place in a repository (RFC 9323 section 2)")
    func checklist() {
        var fixture = CertificateFixture.ee
        let type = CertificateKind.ee(.signedChecklist)
        #expect(verdict(fixture, as: type) == .certificateSubjectInformationAccess)
        fixture.remove(.subjectInformationAccess)
        #expect(verdict(fixture, as: type) == nil)
    }

    @Test("what the default profile tolerates is warned of by the reason it would be rejected for")
    func tolerances() throws {
        let cases: [(RejectionReason, CertificateKind, CertificateFixture)] = [
            (.nameNotPrintableString, .ca, utf8Named), (.certificateExtensionNotAllowed, .ca, withUnknownExtension),
            (.eeNotifyURI, .ee(.manifest), eeWithNotify),
        ]
        for (reason, kind, fixture) in cases {
            let certificate = try ResourceCertificate(decoding: fixture.encoded)
            #expect(try certificate.inspect(as: kind, profile: .default).map(\.reason) == [reason])
            #expect(throws: Rejection.self) { try certificate.inspect(as: kind, profile: .strict) }
        }
    }

    private func check(_ fault: Fault<CertificateFixture>, _ fixture: CertificateFixture, as kind: CertificateKind) {
        #expect(verdict(fault.applied(to: fixture), as: kind) == fault.reason)
    }

    private func verdict(_ fixture: CertificateFixture, as kind: CertificateKind) -> RejectionReason? {
        reason { () throws(Rejection) in
            _ = try ResourceCertificate(decoding: fixture.encoded).inspect(as: kind, profile: .strict)
        }
    }

    private var utf8Named: CertificateFixture {
        var fixture = CertificateFixture.ca
        fixture.subject = Fixture.name([[(.commonName, .utf8String, "subject")]])
        return fixture
    }

    private var withUnknownExtension: CertificateFixture {
        var fixture = CertificateFixture.ca
        fixture.extensions.append(ExtensionFixture([1, 2, 3]) { $0.null() })
        return fixture
    }

    private var eeWithNotify: CertificateFixture {
        var fixture = CertificateFixture.ee
        fixture.set(
            .access(
                .subjectInformationAccess,
                [
                    (.accessSignedObject, "rsync://host.example/repo/ca/ca.mft"),
                    (.accessNotify, "https://host.example/notification.xml"),
                ]
            )
        )
        return fixture
    }
}

private let ecdsa = Fixture.algorithm(.ecdsaWithSHA256) { _ in }

private let fieldFaults: [Fault<CertificateFixture>] = [
    Fault("version 1", .certificateVersion) { $0.version = nil },
    Fault("version 2", .certificateVersion) { $0.version = encode { $0.explicit(0) { $0.integer(1) } } },
    Fault("version 4", .certificateVersion) { $0.version = encode { $0.explicit(0) { $0.integer(3) } } },
    Fault("negative version", .certificateVersion) { $0.version = encode { $0.explicit(0) { $0.integer(-1) } } },
    Fault("serial number 0", .certificateSerialNumber) { $0.serialNumber = encode { $0.integer(0) } },
    Fault("negative serial number", .certificateSerialNumber) { $0.serialNumber = encode { $0.integer(-1) } },
    Fault("serial number of 160 bits", .certificateSerialNumber) {
        $0.serialNumber = encode { $0.unsignedInteger([UInt8](repeating: 0xFF, count: 20)) }
    },
    Fault("greatest serial number", nil) {
        $0.serialNumber = encode { $0.unsignedInteger([0x7F] + [UInt8](repeating: 0xFF, count: 19)) }
    },
    Fault("another algorithm inside", .certificateSignatureAlgorithmMismatch) { $0.innerAlgorithm = ecdsa },
    Fault("another algorithm outside", .certificateSignatureAlgorithmMismatch) { $0.outerAlgorithm = ecdsa },
    Fault("parameters differ", .certificateSignatureAlgorithmMismatch) {
        $0.outerAlgorithm = Fixture.algorithm(.sha256WithRSAEncryption) { _ in }
    },
    Fault("another algorithm in both places", .certificateSignatureAlgorithm) {
        $0.innerAlgorithm = ecdsa
        $0.outerAlgorithm = ecdsa
    },
    Fault("issuer without CommonName", .certificateIssuerName) {
        $0.issuer = Fixture.name([[(.serialNumber, .printableString, "1")]])
    },
    Fault("two CommonNames in one set", .certificateIssuerName) {
        $0.issuer = Fixture.name([[(.commonName, .printableString, "a"), (.commonName, .printableString, "b")]])
    },
    Fault("two CommonNames in two sets", .certificateSubjectName) {
        $0.subject = Fixture.name([[(.commonName, .printableString, "a")], [(.commonName, .printableString, "b")]])
    },
    Fault("two serialNumbers", .certificateSubjectName) {
        $0.subject = Fixture.name([
            [(.commonName, .printableString, "a")], [(.serialNumber, .printableString, "1")],
            [(.serialNumber, .printableString, "2")],
        ])
    },
    Fault("another attribute", .certificateSubjectName) {
        $0.subject = Fixture.name([[(.commonName, .printableString, "a")], [([2, 5, 4, 10], .printableString, "o")]])
    },
    Fault("empty name", .certificateSubjectName) { $0.subject = Fixture.name([]) },
    Fault("CommonName and serialNumber", nil) {
        $0.subject = Fixture.name([[(.commonName, .printableString, "a"), (.serialNumber, .printableString, "1")]])
    },
    Fault("UTF8String", .nameNotPrintableString) { $0.issuer = Fixture.name([[(.commonName, .utf8String, "a")]]) },
    Fault("a character that is not printable", .nameNotPrintableString) { $0.issuer = Fixture.name("a_b") },
    Fault("notBefore as GeneralizedTime", .certificateTimeEncoding) {
        $0.notBefore = encode { $0.generalizedTime(Fixture.start) }
    },
    Fault("notAfter without seconds", .certificateTimeEncoding) {
        $0.notAfter = encode { $0.element(.utcTime, "2701010000Z".utf8) }
    },
    Fault("notAfter in 2050", nil) { $0.notAfter = encode { $0.time(PosixTime(2_524_608_000)) } },
    Fault("ends before it starts", .certificateValidityPeriod) {
        $0.notAfter = encode { $0.time(PosixTime(Fixture.start.seconds - 1)) }
    },
    Fault("ends as it starts", nil) { $0.notAfter = encode { $0.time(Fixture.start) } },
    Fault("1024 bits", .certificatePublicKey) {
        $0.publicKey = Fixture.rsaKey(modulus: [0xC1] + [UInt8](repeating: 1, count: 127), exponent: [1, 0, 1])
    },
    Fault("2047 bits", .certificatePublicKey) {
        $0.publicKey = Fixture.rsaKey(modulus: [0x41] + [UInt8](repeating: 1, count: 255), exponent: [1, 0, 1])
    },
    Fault("exponent 3", .certificatePublicKey) {
        $0.publicKey = Fixture.rsaKey(modulus: [0xC1] + [UInt8](repeating: 0x11, count: 255), exponent: [3])
    },
    Fault("a key on a curve", .certificatePublicKey) { $0.publicKey = Fixture.routerKey },
    Fault("a key that is no key", .certificatePublicKey) {
        $0.publicKey = encode { writer in
            writer.sequence {
                $0.raw(Fixture.algorithm(.rsaEncryption) { $0.null() })
                $0.bitString([1, 2, 3])
            }
        }
    },
    Fault("issuerUniqueID", .certificateUniqueIdentifier) { $0.uniqueIdentifiers = [0x81, 0x02, 0x00, 0xFF] },
    Fault("subjectUniqueID", .certificateUniqueIdentifier) { $0.uniqueIdentifiers = [0x82, 0x02, 0x00, 0xFF] },
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

private let authorityFaults: [Fault<CertificateFixture>] = [
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
    Fault("no CRL distribution point", .certificateCRLDistributionPoints) { $0.remove(.crlDistributionPoints) },
    Fault("CRL distribution point critical", .certificateCRLDistributionPoints) {
        $0.setCritical(.crlDistributionPoints, true)
    },
    Fault("two CRL distribution points", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["rsync://h/m/a.crl"], ["rsync://h/m/a.crl"]]))
    },
    Fault("CRL by https only", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["https://h/a.crl"]]))
    },
    Fault("CRL by https and rsync", nil) {
        $0.set(.crlDistributionPoints([["https://h/a.crl", "rsync://h/m/a.crl"]]))
    },
    Fault("CRL path that climbs", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["rsync://h/m/../a.crl"]]))
    },
    Fault("reasons", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["rsync://h/m/a.crl"]]) { $0.bitString([0x80], unusedBits: 7, .context(1)) })
    },
    Fault("cRLIssuer", .certificateCRLDistributionPoints) {
        $0.set(
            .crlDistributionPoints([["rsync://h/m/a.crl"]]) {
                $0.explicit(2) { $0.explicit(4) { $0.raw(Fixture.name("x")) } }
            }
        )
    },
    Fault("no authority information access", .certificateAuthorityInformationAccess) {
        $0.remove(.authorityInformationAccess)
    },
    Fault("authority information access critical", .certificateAuthorityInformationAccess) {
        $0.setCritical(.authorityInformationAccess, true)
    },
    Fault("issuer by https only", .certificateAuthorityInformationAccess) {
        $0.set(.access(.authorityInformationAccess, [(.accessCAIssuers, "https://h/a.cer")]))
    },
    Fault("issuer by two URIs", nil) {
        $0.set(
            .access(
                .authorityInformationAccess,
                [(.accessCAIssuers, "http://h/a.cer"), (.accessCAIssuers, "rsync://h/m/a.cer")]
            )
        )
    },
    Fault("another access method", .certificateAuthorityInformationAccess) {
        $0.set(.access(.authorityInformationAccess, [(.accessManifest, "rsync://h/m/a.cer")]))
    },
    Fault("no subject information access", .certificateSubjectInformationAccess) {
        $0.remove(.subjectInformationAccess)
    },
    Fault("subject information access critical", .certificateSubjectInformationAccess) {
        $0.setCritical(.subjectInformationAccess, true)
    },
    Fault("no repository", .certificateSubjectInformationAccess) {
        $0.set(.access(.subjectInformationAccess, [(.accessManifest, "rsync://h/m/a.mft")]))
    },
    Fault("no manifest", .certificateSubjectInformationAccess) {
        $0.set(.access(.subjectInformationAccess, [(.accessCARepository, "rsync://h/m/")]))
    },
    Fault("manifest outside of the repository", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessCARepository, "rsync://h/m/a/"), (.accessManifest, "rsync://h/m/b/a.mft")]
            )
        )
    },
    Fault("manifest that is a directory", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessCARepository, "rsync://h/m/a/"), (.accessManifest, "rsync://h/m/a/")]
            )
        )
    },
    Fault("repository path that climbs", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessCARepository, "rsync://h/../"), (.accessManifest, "rsync://h/m/a.mft")]
            )
        )
    },
    Fault("notification by http", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [
                    (.accessCARepository, "rsync://h/m/"), (.accessManifest, "rsync://h/m/a.mft"),
                    (.accessNotify, "http://h/n.xml"),
                ]
            )
        )
    },
    Fault("a signed object's access method", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [
                    (.accessCARepository, "rsync://h/m/"), (.accessManifest, "rsync://h/m/a.mft"),
                    (.accessSignedObject, "rsync://h/m/a.roa"),
                ]
            )
        )
    },
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

private let trustAnchorFaults: [Fault<CertificateFixture>] = [
    Fault("authority key identifier of its own key", nil) { $0 = $0.addingAuthority(Fixture.subjectKeyIdentifier) },
    Fault("authority key identifier of another key", .certificateAuthorityKeyIdentifier) {
        $0.set(.authorityKeyIdentifier)
    },
    Fault("CRL distribution point", .certificateCRLDistributionPoints) { $0.set(.crlDistributionPoint) },
    Fault("authority information access", .certificateAuthorityInformationAccess) {
        $0.set(.authorityInformationAccess)
    },
    Fault("another issuer", .trustAnchorNotSelfIssued) { $0.issuer = Fixture.name("issuer") },
    Fault("inherited addresses", .certificateResourcesInherited) { $0.set(.ipResources { $0.inheritedFamily(1) }) },
    Fault("inherited AS numbers", .certificateResourcesInherited) { $0.set(.asResources { $0.null() }) },
]

private let eeFaults: [Fault<CertificateFixture>] = [
    Fault("basic constraints", .certificateBasicConstraints) { $0.set(.basicConstraints) },
    Fault("an authority's key usage", .certificateKeyUsage) { $0.set(.keyUsage(0x06, unused: 1)) },
    Fault("nonRepudiation as well", .certificateKeyUsage) { $0.set(.keyUsage(0xC0, unused: 6)) },
    Fault("extended key usage", .certificateExtendedKeyUsage) {
        $0.set(
            ExtensionFixture(.extendedKeyUsage) { $0.sequence { $0.objectIdentifier([1, 3, 6, 1, 5, 5, 7, 3, 1]) } }
        )
    },
    Fault("no place", .certificateSubjectInformationAccess) { $0.remove(.subjectInformationAccess) },
    Fault("place by https only", .certificateSubjectInformationAccess) {
        $0.set(.access(.subjectInformationAccess, [(.accessSignedObject, "https://h/a.roa")]))
    },
    Fault("an authority's access method as well", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessSignedObject, "rsync://h/m/a.roa"), (.accessManifest, "rsync://h/m/a")]
            )
        )
    },
    Fault("two places", nil) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessSignedObject, "rsync://h/m/a.roa"), (.accessSignedObject, "rsync://h/m/b.roa")]
            )
        )
    },
    Fault("notification", .eeNotifyURI) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessSignedObject, "rsync://h/m/a.roa"), (.accessNotify, "https://h/n.xml")]
            )
        )
    },
]

private let routerFaults: [Fault<CertificateFixture>] = [
    Fault("an RSA key", .certificatePublicKey) { $0.publicKey = Fixture.subjectKey },
    Fault("a compressed point", .certificatePublicKey) {
        $0.publicKey = encode { writer in
            writer.sequence {
                $0.raw(Fixture.algorithm(.ecPublicKey) { $0.objectIdentifier(.prime256v1) })
                $0.bitString([2] + [UInt8](repeating: 1, count: 32))
            }
        }
    },
    Fault("another curve", .certificatePublicKey) {
        $0.publicKey = encode { writer in
            writer.sequence {
                $0.raw(Fixture.algorithm(.ecPublicKey) { $0.objectIdentifier([1, 3, 132, 0, 34]) })
                $0.bitString(Fixture.routerPoint)
            }
        }
    },
    Fault("no extended key usage", .certificateExtendedKeyUsage) { $0.remove(.extendedKeyUsage) },
    Fault("extended key usage critical", .certificateExtendedKeyUsage) { $0.setCritical(.extendedKeyUsage, true) },
    Fault("subject information access", .certificateSubjectInformationAccess) { $0.set(.signedObjectAccess("a.roa")) },
    Fault("addresses", .certificateResourcesNotAllowed) { $0.set(.ipResources) },
    Fault("inherited AS numbers", .certificateResourcesInherited) { $0.set(.asResources { $0.null() }) },
    Fault("no AS numbers", .certificateNoResources) { $0.remove(.autonomousSystemIdentifiers) },
]

private let resourceFaults: [Fault<CertificateFixture>] = [
    Fault("none", .certificateNoResources) {
        $0.remove(.ipAddressBlocks)
        $0.remove(.autonomousSystemIdentifiers)
    },
    Fault("addresses alone", nil) { $0.remove(.autonomousSystemIdentifiers) },
    Fault("AS numbers alone", nil) { $0.remove(.ipAddressBlocks) },
    Fault("addresses not critical", .certificateIPResources) { $0.setCritical(.ipAddressBlocks, false) },
    Fault("AS numbers not critical", .certificateASResources) { $0.setCritical(.autonomousSystemIdentifiers, false) },
    Fault("all inherited", nil) {
        $0.set(
            .ipResources {
                $0.inheritedFamily(1)
                $0.inheritedFamily(2)
            }
        )
        $0.set(.asResources { $0.null() })
    },
    Fault("no family", .certificateIPResources) { $0.set(.ipResources { _ in }) },
    Fault("no address", .certificateIPResources) { $0.set(.ipResources { $0.addressFamily(1) { _ in } }) },
    Fault("an unknown family", .certificateIPResources) { $0.set(.ipResources { $0.inheritedFamily(3) }) },
    Fault("a SAFI", .certificateIPResources) {
        $0.set(
            .ipResources { families in
                families.sequence {
                    $0.octetString([0, 1, 1])
                    $0.null()
                }
            }
        )
    },
    Fault("a family twice", .certificateIPResources) {
        $0.set(
            .ipResources {
                $0.inheritedFamily(1)
                $0.inheritedFamily(1)
            }
        )
    },
    Fault("families out of order", .certificateIPResourcesNotCanonical) {
        $0.set(
            .ipResources {
                $0.inheritedFamily(2)
                $0.inheritedFamily(1)
            }
        )
    },
    Fault("33 bits of IPv4", .certificateIPResources) {
        $0.set(.ipResources { $0.addressFamily(1) { $0.bitString([1, 2, 3, 4, 0], unusedBits: 7) } })
    },
    Fault("136 bits of IPv6", .certificateIPResources) {
        $0.set(.ipResources { $0.addressFamily(2) { $0.bitString([UInt8](repeating: 1, count: 17)) } })
    },
    Fault("the whole of both families", nil) {
        $0.set(
            .ipResources {
                $0.addressFamily(1) { $0.bitString([]) }
                $0.addressFamily(2) { $0.bitString([]) }
            }
        )
    },
    Fault("addresses out of order", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[11], [10]])) },
    Fault("addresses overlapping", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[10], [10, 1]])) },
    Fault("an address twice", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[10], [10]])) },
    Fault("addresses adjacent", .certificateIPResourcesNotCanonical) { $0.set(prefixes([[10], [11]])) },
    Fault("addresses apart", nil) { $0.set(prefixes([[10], [12]])) },
    Fault("a range that is a prefix", .certificateIPResourcesNotCanonical) {
        $0.set(range([10], 0, [10], 0))
    },
    Fault("a range that is one address", .certificateIPResourcesNotCanonical) {
        $0.set(range([10, 0, 0, 1], 0, [10, 0, 0, 1], 0))
    },
    Fault("a range that is everything", .certificateIPResourcesNotCanonical) { $0.set(range([], 0, [], 0)) },
    Fault("a lower bound with trailing zeros", .certificateIPResourcesNotCanonical) {
        $0.set(range([10, 0], 0, [10, 2], 0))
    },
    Fault("an upper bound with trailing ones", .certificateIPResourcesNotCanonical) {
        $0.set(range([10], 1, [10, 1], 0))
    },
    Fault("a range", nil) { $0.set(range([10], 1, [10, 2], 0)) },
    Fault("a range that ends before it starts", .certificateIPResources) { $0.set(range([11], 0, [10], 0)) },
    Fault("no AS number", .certificateASResources) { $0.set(.asResources { $0.sequence { _ in } }) },
    Fault("AS numbers out of order", .certificateASResourcesNotCanonical) { $0.set(asNumbers([2...2, 0...0])) },
    Fault("AS numbers adjacent", .certificateASResourcesNotCanonical) { $0.set(asNumbers([1...1, 2...2])) },
    Fault("AS numbers overlapping", .certificateASResourcesNotCanonical) { $0.set(asNumbers([1...9, 5...12])) },
    Fault("all AS numbers", nil) { $0.set(asNumbers([0...UInt32.max])) },
    Fault("a range of one AS number", .certificateASResourcesNotCanonical) {
        $0.set(
            .asResources { choice in
                choice.sequence { list in
                    list.sequence {
                        $0.integer(5)
                        $0.integer(5)
                    }
                }
            }
        )
    },
    Fault("AS 2^32", .certificateASResources) {
        $0.set(.asResources { $0.sequence { $0.integer(UInt64(1) << 32) } })
    },
    Fault("AS −1", .certificateASResources) { $0.set(.asResources { $0.sequence { $0.integer(-1) } }) },
    Fault("routing domains", .certificateASResources) {
        $0.set(
            ExtensionFixture(.autonomousSystemIdentifiers, critical: true) { writer in
                writer.sequence {
                    $0.explicit(0) { $0.null() }
                    $0.explicit(1) { $0.null() }
                }
            }
        )
    },
]

private func prefixes(_ list: [[UInt8]]) -> ExtensionFixture {
    .ipResources { $0.addressFamily(1) { family in for prefix in list { family.bitString(prefix) } } }
}

private func range(_ low: [UInt8], _ lowUnused: UInt8, _ high: [UInt8], _ highUnused: UInt8) -> ExtensionFixture {
    .ipResources { families in
        families.addressFamily(1) { family in
            family.sequence {
                $0.bitString(low, unusedBits: lowUnused)
                $0.bitString(high, unusedBits: highUnused)
            }
        }
    }
}

private func asNumbers(_ list: [ClosedRange<UInt32>]) -> ExtensionFixture {
    .asResources { choice in
        choice.sequence { numbers in
            for range in list {
                if range.lowerBound == range.upperBound {
                    numbers.integer(range.lowerBound)
                } else {
                    numbers.sequence {
                        $0.integer(range.lowerBound)
                        $0.integer(range.upperBound)
                    }
                }
            }
        }
    }
}
