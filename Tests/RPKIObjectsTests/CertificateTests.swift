import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates: decoding and chains")
struct CertificateTests {
    @Test("certificates as the profile wants them pass without warnings")
    func conforming() throws {
        let kinds: [(CertificateFixture, CertificateKind)] = [
            (.ca, .ca), (.trustAnchor, .trustAnchor), (.ee, .ee(.routeOriginAuthorization)), (.router, .bgpsecRouter),
        ]
        for (fixture, kind) in kinds {
            let certificate = try ResourceCertificate(decoding: fixture.encoded)
            #expect(try certificate.inspect(as: kind, profile: .strict).isEmpty, "\(kind)")
        }
    }

    @Test("the fields of an authority's certificate")
    func fields() throws {
        let certificate = try ResourceCertificate(decoding: CertificateFixture.ca.encoded)
        #expect(certificate.serialNumber == SerialNumber(7))
        #expect(certificate.notBefore == Fixture.start && certificate.notAfter == Fixture.end)
        #expect(certificate.subjectName.description == "CN=subject")
        #expect(certificate.subjectKeyIdentifier == Fixture.subjectKeyIdentifier)
        #expect(certificate.authorityKeyIdentifier == Fixture.issuerKeyIdentifier)
        #expect(certificate.caRepository?.description == "rsync://host.example/repo/ca/")
        #expect(certificate.manifestURI?.description == "rsync://host.example/repo/ca/ca.mft")
        #expect(certificate.notifyURI?.description == "https://host.example/notification.xml")
        #expect(certificate.caIssuersURI?.description == "rsync://host.example/repo/ca.cer")
        #expect(certificate.crlURI?.description == "rsync://host.example/repo/ca.crl")
        #expect(certificate.signedObjectURI == nil)
        let ip = try #require(certificate.ipResources)
        #expect(
            ip.explicit.ranges.map(\.description) == [
                "192.0.2.0-192.0.2.255", "198.51.100.0-198.51.100.9",
                "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            ]
        )
        guard case .explicit(let asNumbers) = certificate.asResources else {
            Issue.record("no AS numbers")
            return
        }
        #expect(asNumbers.contains(range: ASN(64_500)...ASN(64_511)) && !asNumbers.contains(ASN(64_497)))
    }

    @Test("nothing may follow a certificate, and none of it may be missing")
    func wholeness() {
        let bytes = CertificateFixture.ca.encoded
        #expect(
            reason { () throws(Rejection) in _ = try ResourceCertificate(decoding: bytes + [0]) } == .certificateSyntax
        )
        for count in 0..<bytes.count {
            #expect(reason { () throws(Rejection) in _ = try ResourceCertificate(decoding: bytes[..<count]) } != nil)
        }
    }

    @Test("a certificate with any one octet changed is decoded or rejected, and keeps its bounds")
    func mutations() {
        let bytes = CertificateFixture.ca.encoded
        var rejected = 0
        for index in bytes.indices {
            for value: UInt8 in [0x00, 0x7F, 0x80, 0xFF] {
                var changed = bytes
                changed[index] = value
                if reason({ () throws(Rejection) in
                    _ = try ResourceCertificate(decoding: changed).inspect(as: .ca, profile: .default)
                }) != nil {
                    rejected += 1
                }
            }
        }
        #expect(rejected > bytes.count)
    }

    @Test("validity includes both of its ends")
    func validity() throws {
        let certificate = try ResourceCertificate(decoding: CertificateFixture.ca.encoded)
        let cases: [(Int64, RejectionReason?)] = [
            (Fixture.start.seconds - 1, .certificateNotYetValid), (Fixture.start.seconds, nil),
            (Fixture.end.seconds, nil),
            (Fixture.end.seconds + 1, .certificateExpired),
        ]
        for (seconds, expected) in cases {
            #expect(
                reason { () throws(Rejection) in try certificate.checkValidity(at: PosixTime(seconds)) } == expected
            )
        }
    }

    @Test("a certificate names its issuer by name and key")
    func issuer() throws {
        var parent = CertificateFixture.ca
        parent.subject = Fixture.name("issuer")
        let child = CertificateFixture.ca.addingAuthority(Fixture.subjectKeyIdentifier)
        let issuer = try ResourceCertificate(decoding: parent.encoded)
        try ResourceCertificate(decoding: child.encoded).checkIssued(by: issuer)

        var otherName = child
        otherName.issuer = Fixture.name("somebody")
        let misnamed = try ResourceCertificate(decoding: otherName.encoded)
        #expect(reason { () throws(Rejection) in try misnamed.checkIssued(by: issuer) } == .certificateIssuerMismatch)

        let otherKey = try ResourceCertificate(decoding: CertificateFixture.ca.encoded)
        #expect(
            reason { () throws(Rejection) in try otherKey.checkIssued(by: issuer) } == .certificateAuthorityKeyMismatch
        )
    }

    @Test("names match across string types, case and blanks, but not across words")
    func names() throws {
        let name = self.name(.printableString, "The Issuer")
        #expect(name.matches(self.name(.utf8String, " the  ISSUER ")))
        #expect(!name.matches(self.name(.printableString, "TheIssuer")))
        #expect(name != self.name(.utf8String, "The Issuer"))
    }

    private func name(_ tag: DERTag, _ value: String) -> DistinguishedName {
        DistinguishedName(encoded: Fixture.name([[(.commonName, tag, value)]])[...])
    }

    @Test("signatures verify with the issuer's key only")
    func signature() throws {
        let key = try SigningKey.generateRSA2048()
        var fixture = CertificateFixture.trustAnchor
        fixture.publicKey = key.subjectPublicKeyInfo
        fixture.signer = key
        let certificate = try ResourceCertificate(decoding: fixture.encoded)
        #expect(certificate.isSigned(by: try certificate.publicKey()))
        fixture.signer = nil
        #expect(!(try ResourceCertificate(decoding: fixture.encoded)).isSigned(by: try certificate.publicKey()))
    }
}

extension CertificateFixture {
    /// With this authority key identifier.
    func addingAuthority(_ identifier: KeyIdentifier) -> CertificateFixture {
        var fixture = self
        fixture.set(
            ExtensionFixture(.authorityKeyIdentifier) { writer in
                writer.sequence { $0.element(.context(0), identifier.bytes) }
            }
        )
        return fixture
    }
}
