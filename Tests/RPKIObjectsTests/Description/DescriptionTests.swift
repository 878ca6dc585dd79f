import DER
import Foundation
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

/// What people are shown of each type: the whole text, so that a change of it is seen.
@Suite("Descriptions")
struct DescriptionTests {
    @Test("a CA certificate")
    func authority() throws {
        let certificate = try ResourceCertificate(decoding: CertificateFixture.ca.encoded)
        expect(
            certificate,
            """
            Serial number:            07
            Issuer:                   CN=issuer
            Subject:                  CN=subject
            Not before:               2023-11-14T22:13:20Z
            Not after:                2027-01-15T08:00:00Z
            Public key:               RSA, 2048 bits, exponent 65537
            Signature algorithm:      SHA-256 with RSA
            Subject key identifier:   BC:3C:AD:FD:52:A7:AD:DB:26:71:C7:B1:ED:85:EB:02:3F:B0:DD:14
            Authority key id.:        70:37:80:71:98:C2:2A:7D:2B:08:07:37:1D:76:37:79:A8:4F:DF:CF
            Authority:                yes
            Key usage:                keyCertSign, cRLSign
            CRL distribution point:   rsync://host.example/repo/ca.crl
            Authority info access:    caIssuers rsync://host.example/repo/ca.cer
            Subject info access:      caRepository rsync://host.example/repo/ca/
                                      rpkiManifest rsync://host.example/repo/ca/ca.mft
                                      rpkiNotify https://host.example/notification.xml
            Policies:                 ipAddr-asNumber
            IPv4 resources:           192.0.2.0/24
                                      198.51.100.0-198.51.100.9
            IPv6 resources:           2001:db8::/32
            AS resources:             AS64496
                                      AS64500-AS64511
            Extensions:               basicConstraints (critical)
                                      subjectKeyIdentifier
                                      authorityKeyIdentifier
                                      keyUsage (critical)
                                      cRLDistributionPoints
                                      authorityInfoAccess
                                      subjectInfoAccess
                                      certificatePolicies (critical)
                                      ipAddrBlocks (critical)
                                      autonomousSysIds (critical)
            """
        )
    }

    @Test("a certificate that inherits, and one of a BGPsec router")
    func otherCertificates() throws {
        var fixture = CertificateFixture.ca
        fixture.set(.ipResources { $0.inheritedFamily(2) })
        fixture.set(.asResources { $0.null() })
        let inheriting = try ResourceCertificate(decoding: fixture.encoded).objectDescription
        #expect(inheriting["ipv4Resources"] == nil)
        #expect(inheriting["ipv6Resources"] == .text("inherit"))
        #expect(inheriting["asResources"] == .text("inherit"))

        let router = try ResourceCertificate(decoding: CertificateFixture.router.encoded).objectDescription
        #expect(router["extendedKeyUsage"] == .list([.text("bgpsec-router")]))
        guard case .shown(let key, _) = router["publicKey"] else {
            Issue.record("no public key")
            return
        }
        #expect(key == "ECDSA, P-256")
    }

    @Test("a CRL, its entries in their order")
    func revocationList() throws {
        expect(
            try CertificateRevocationList(decoding: CRLFixture().encoded),
            """
            Issuer:                   CN=issuer
            Authority key id.:        70:37:80:71:98:C2:2A:7D:2B:08:07:37:1D:76:37:79:A8:4F:DF:CF
            CRL number:               1 (hex 01)
            This update:              2023-11-14T22:13:20Z
            Next update:              2027-01-15T08:00:00Z
            Signature algorithm:      SHA-256 with RSA
            Revoked certificates:     09 on 2023-11-14T22:13:20Z
                                      05 on 2023-11-14T22:13:20Z
                                      012C on 2023-11-14T22:13:20Z
            Extensions:               authorityKeyIdentifier
                                      cRLNumber
            """
        )
    }

    @Test("a CRL without entries")
    func emptyRevocationList() throws {
        var fixture = CRLFixture()
        fixture.entries = nil
        let list = try CertificateRevocationList(decoding: fixture.encoded)
        #expect(list.objectDescription["revokedCertificates"] == .list([]))
        #expect(list.objectDescription.text().contains("Revoked certificates:     none\n"))
    }

    @Test("the envelope of a signed object")
    func envelope() throws {
        let object = try SignedObject(decoding: ROAFixture().object.encoded)
        let text = object.objectDescription.text()
        #expect(text.hasPrefix("Signing time:             2023-11-14T22:13:20Z\nSigned with:              RSA\n"))
        #expect(text.contains("\nEE certificate:\n  Serial number:          07\n"))
        #expect(text.contains("\n  Subject info access:    signedObject rsync://host.example/repo/ca/object.roa\n"))
    }

    @Test("the content of each type of signed object", arguments: contents)
    func content(content: DescribedContent) throws {
        let description = try content.decode()
        #expect(description.text() == content.text)
    }

    @Test("a trust anchor locator")
    func locator() throws {
        let text = "https://host.example/ta.cer\nrsync://host.example/repo/ta.cer\n\n"
        let key = Data(Fixture.subjectKey).base64EncodedString()
        expect(
            try TrustAnchorLocator(parsing: text + key + "\n", name: "test"),
            """
            Certificate at:           https://host.example/ta.cer
                                      rsync://host.example/repo/ta.cer
            Public key:               RSA, 2048 bits, exponent 65537
            Key identifier:           BC:3C:AD:FD:52:A7:AD:DB:26:71:C7:B1:ED:85:EB:02:3F:B0:DD:14
            """
        )
    }

    @Test("names with control characters, bidirectional overrides and octets that are no UTF-8 are escaped")
    func escapes() throws {
        var fixture = CertificateFixture.ca
        fixture.subject = Fixture.name([[(.commonName, .utf8String, "a\u{1B}[31m\u{202E}é\u{9B}\n")]])
        let certificate = try ResourceCertificate(decoding: fixture.encoded)
        #expect(certificate.subjectName.description == #"CN=a\x1b[31m\u{202e}é\x9b\x0a"#)
        #expect(String(lossless: [0x61, 0xE9, 0x1B]) == "a\\xe9\u{1B}")
        let description = ObjectDescription { $0.add("comment", "Comment", .text("x\u{7}\r\u{2028}")) }
        #expect(description.text() == #"Comment:                  x\x07\x0d\u{2028}"#)
    }

    private func expect(_ object: some Describable, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(object.objectDescription.text() == text, sourceLocation: sourceLocation)
    }
}

/// The content of a signed object, and what people are shown of it.
struct DescribedContent: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let decode: @Sendable () throws -> ObjectDescription
    let text: String

    init<Payload: SignedObjectPayload & Describable>(_ type: Payload.Type, _ content: [UInt8], _ text: String) {
        testDescription = "\(type)"
        decode = { try Payload(content: content[...]).objectDescription }
        self.text = text
    }
}

private let contents = [
    DescribedContent(
        RouteOriginAuthorization.self,
        ROAFixture().encoded,
        #"""
        AS:                       AS64496
        Prefixes:                 192.0.2.0/25
                                  192.0.2.128/25 maxlen 26
                                  2001:db8::/32 maxlen 48
        """#
    ),
    DescribedContent(
        Manifest.self,
        ManifestFixture().encoded,
        #"""
        Manifest number:          17 (hex 11)
        This update:              2023-11-14T22:13:20Z
        Next update:              2027-01-15T08:00:00Z
        Files:                    ca.crl  0100000000000000000000000000000000000000000000000000000000000000
                                  a_B-9.roa  0200000000000000000000000000000000000000000000000000000000000000
        """#
    ),
    DescribedContent(
        ProviderAuthorization.self,
        encode { writer in
            writer.sequence {
                $0.explicit(0) { $0.integer(1) }
                $0.integer(64_496)
                $0.sequence { list in for provider in [64_497, 64_499] { list.integer(provider) } }
            }
        },
        #"""
        Customer:                 AS64496
        Providers:                AS64497
                                  AS64499
        """#
    ),
    DescribedContent(
        SignedPrefixList.self,
        encode { writer in
            writer.sequence {
                $0.integer(64_496)
                $0.sequence { families in
                    families.addressFamily(1) { $0.bitString([192, 0, 2], unusedBits: 0) }
                    families.addressFamily(2) { $0.bitString([0x20, 0x01, 0x0D, 0xB8], unusedBits: 0) }
                }
            }
        },
        #"""
        AS:                       AS64496
        Prefixes:                 192.0.2.0/24
                                  2001:db8::/32
        """#
    ),
    DescribedContent(
        SignedChecklist.self,
        encode { writer in
            writer.sequence { list in
                list.sequence { resources in
                    resources.explicit(0) { numbers in
                        numbers.sequence { $0.explicit(0) { $0.sequence { $0.integer(64_496) } } }
                    }
                    resources.explicit(1) { blocks in
                        blocks.sequence { $0.addressFamily(1) { $0.bitString([192, 0, 2], unusedBits: 0) } }
                    }
                }
                list.raw(Fixture.sha256)
                list.sequence { files in
                    files.sequence {
                        $0.element(.ia5String, "a.txt".utf8)
                        $0.octetString([UInt8](repeating: 1, count: 32))
                    }
                    files.sequence { $0.octetString([UInt8](repeating: 2, count: 32)) }
                }
            }
        },
        #"""
        Signed with AS:           AS64496
        Signed with addresses:    192.0.2.0/24
        Files:                    a.txt  0101010101010101010101010101010101010101010101010101010101010101
                                  (no name)  0202020202020202020202020202020202020202020202020202020202020202
        """#
    ),
    DescribedContent(
        TrustAnchorKeys.self,
        encode { writer in
            writer.sequence { writer in
                writer.sequence { key in
                    key.sequence { $0.element(.utf8String, "the current\u{1B} key".utf8) }
                    key.sequence { $0.element(.ia5String, "rsync://host.example/repo/ta.cer".utf8) }
                    key.raw(Fixture.subjectKey)
                }
            }
        },
        #"""
        Current key:
          Comments:               the current\x1b key
          Certificate at:         rsync://host.example/repo/ta.cer
          Public key:             RSA, 2048 bits, exponent 65537
          Key identifier:         BC:3C:AD:FD:52:A7:AD:DB:26:71:C7:B1:ED:85:EB:02:3F:B0:DD:14
          Key in base64:          \#(Data(Fixture.subjectKey).base64EncodedString())
        """#
    ),
    DescribedContent(
        GhostbustersRecord.self,
        Array(
            """
            BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Some Body\r\nORG:Example\r\nTEL:+1 2\r\nEMAIL:a@host.example\r\nEND:VCARD\r\n
            """.utf8
        ),
        #"""
        Name:                     Some Body
        Organization:             Example
        Telephone:                +1 2
        Email:                    a@host.example
        """#
    ),
]
