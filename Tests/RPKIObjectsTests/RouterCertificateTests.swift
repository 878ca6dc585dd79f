import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates of BGPsec routers")
struct RouterCertificateTests {
    @Test("rules (RFC 8209 section 3.1, RFC 8608 section 3.1)", arguments: routerFaults)
    func rules(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .router), as: .bgpsecRouter) == fault.reason)
    }
}

private let routerFaults: [Fault<CertificateFixture>] = [
    Fault("an RSA key", .certificatePublicKey) { $0.publicKey = Fixture.subjectKey },
    Fault("a compressed point", .certificatePublicKey) {
        $0.publicKey = routerKey([2] + Fixture.routerPoint[1..<33])
    },
    Fault("a point that is not on the curve", .certificatePublicKey) {
        $0.publicKey = routerKey([4] + [UInt8](repeating: 0x22, count: 64))
    },
    Fault("a point of another length", .certificatePublicKey) {
        $0.publicKey = routerKey(Fixture.routerPoint + [0])
    },
    Fault("a curve that is not named", .certificatePublicKey) {
        $0.publicKey = encode { writer in
            writer.sequence {
                $0.raw(Fixture.algorithm(.ecPublicKey) { $0.null() })
                $0.bitString(Fixture.routerPoint)
            }
        }
    },
    Fault("a signature by a key like its own", .certificateSignatureAlgorithm) {
        $0.innerAlgorithm = Fixture.algorithm(.ecdsaWithSHA256) { _ in }
        $0.outerAlgorithm = $0.innerAlgorithm
    },
    Fault("the recommended name", nil) {
        $0.subject = Fixture.name([
            [(.commonName, .printableString, "ROUTER-0000FBF0"), (.serialNumber, .printableString, "C0000201")]
        ])
    },
    Fault("a UTF8String as name", nil) {
        $0.subject = Fixture.name([[(.commonName, .utf8String, "ROUTER-0000FBF0")]])
    },
    Fault("a BMPString as name", .nameNotPrintableString) {
        $0.subject = Fixture.name([[(.commonName, DERTag(rawValue: 0x1E), "ab")]])
    },
    Fault("basic constraints", .certificateBasicConstraints) { $0.set(.basicConstraints) },
    Fault("an authority's key usage", .certificateKeyUsage) { $0.set(.keyUsage(0x06, unused: 1)) },
    Fault("no CRL distribution point", .certificateCRLDistributionPoints) { $0.remove(.crlDistributionPoints) },
    Fault("no authority information access", .certificateAuthorityInformationAccess) {
        $0.remove(.authorityInformationAccess)
    },
    Fault("another extended key usage", .certificateExtendedKeyUsage) {
        $0.set(ExtensionFixture(.extendedKeyUsage) { $0.sequence { $0.objectIdentifier([2, 5, 29, 37, 0]) } })
    },
    Fault("another extended key usage as well", nil) {
        $0.set(
            ExtensionFixture(.extendedKeyUsage) { writer in
                writer.sequence {
                    $0.objectIdentifier([1, 3, 6, 1, 5, 5, 7, 3, 1])
                    $0.objectIdentifier(.bgpsecRouter)
                }
            }
        )
    },
    Fault("several AS numbers", nil) {
        $0.set(
            .asResources { choice in
                choice.sequence {
                    $0.integer(64_496)
                    $0.integer(64_498)
                }
            }
        )
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

private func routerKey(_ point: [UInt8]) -> [UInt8] {
    encode { writer in
        writer.sequence {
            $0.raw(Fixture.algorithm(.ecPublicKey) { $0.objectIdentifier(.prime256v1) })
            $0.bitString(point)
        }
    }
}
