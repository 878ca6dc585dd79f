import DER
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificate revocation lists")
struct CRLTests {
    @Test("the fields of a CRL as the profile wants it")
    func fields() throws {
        let crl = try CertificateRevocationList(decoding: CRLFixture().encoded)
        #expect(try crl.inspect(profile: .strict).isEmpty)
        #expect(crl.thisUpdate == Fixture.start && crl.nextUpdate == Fixture.end)
        #expect(crl.authorityKeyIdentifier == Fixture.issuerKeyIdentifier)
        #expect(crl.number == SerialNumber(1) && crl.revokedCount == 3)
    }

    @Test(
        "lookups find exactly what is listed, in whatever order",
        arguments: [4, 5, 6, 8, 9, 10, 299, 300, 301] as [UInt64]
    )
    func lookup(number: UInt64) throws {
        let crl = try CertificateRevocationList(decoding: CRLFixture().encoded)
        #expect(crl.contains(serialNumber: SerialNumber(number)) == [5, 9, 300].contains(number))
    }

    @Test("a CRL that revokes nothing")
    func empty() throws {
        var fixture = CRLFixture()
        fixture.entries = nil
        let crl = try CertificateRevocationList(decoding: fixture.encoded)
        #expect(try crl.inspect(profile: .strict).isEmpty && !crl.contains(serialNumber: SerialNumber(5)))
    }

    @Test("an empty list is tolerated by default", arguments: [Profile.default, .strict])
    func emptyList(profile: Profile) throws {
        var fixture = CRLFixture()
        fixture.entries = []
        let crl = try CertificateRevocationList(decoding: fixture.encoded)
        if profile == .strict {
            #expect(reason { () throws(Rejection) in _ = try crl.inspect(profile: profile) } == .crlEmptyRevocationList)
        } else {
            #expect(try crl.inspect(profile: profile).map(\.reason) == [.crlEmptyRevocationList])
        }
    }

    @Test("one fault for each rule (RFC 6487 section 5, RFC 9829)", arguments: faults)
    func rules(fault: Fault<CRLFixture>) {
        let bytes = fault.applied(to: CRLFixture()).encoded
        let verdict = reason { () throws(Rejection) in
            _ = try CertificateRevocationList(decoding: bytes).inspect(profile: .strict)
        }
        #expect(verdict == fault.reason)
    }

    @Test("nothing may follow, and none of it may be missing")
    func wholeness() {
        let bytes = CRLFixture().encoded
        #expect(
            reason { () throws(Rejection) in _ = try CertificateRevocationList(decoding: bytes + [0]) } == .crlSyntax
        )
        for count in 0..<bytes.count {
            #expect(
                reason { () throws(Rejection) in _ = try CertificateRevocationList(decoding: bytes[..<count]) } != nil
            )
        }
    }

    @Test("it is current from thisUpdate to nextUpdate")
    func currency() throws {
        let crl = try CertificateRevocationList(decoding: CRLFixture().encoded)
        let cases: [(Int64, RejectionReason?)] = [
            (Fixture.start.seconds - 1, .crlNotYetValid), (Fixture.start.seconds, nil), (Fixture.end.seconds, nil),
            (Fixture.end.seconds + 1, .crlStale),
        ]
        for (seconds, expected) in cases {
            #expect(reason { () throws(Rejection) in try crl.checkCurrency(at: PosixTime(seconds)) } == expected)
        }
    }

    @Test("it names its issuer by name and key, and is signed by it")
    func issuer() throws {
        let key = try SigningKey.generateRSA2048()
        var authority = CertificateFixture.ca
        authority.subject = Fixture.name("issuer")
        authority.publicKey = key.subjectPublicKeyInfo
        authority.set(ExtensionFixture(.subjectKeyIdentifier) { $0.octetString(key.keyIdentifier.bytes) })
        let issuer = try ResourceCertificate(decoding: authority.encoded)

        var fixture = CRLFixture()
        fixture.set(
            ExtensionFixture(.authorityKeyIdentifier) { writer in
                writer.sequence { $0.element(.context(0), key.keyIdentifier.bytes) }
            }
        )
        fixture.signer = key
        let crl = try CertificateRevocationList(decoding: fixture.encoded)
        try crl.checkIssued(by: issuer)
        #expect(crl.isSigned(by: try issuer.publicKey()))

        fixture.issuer = Fixture.name("somebody")
        let misnamed = try CertificateRevocationList(decoding: fixture.encoded)
        #expect(reason { () throws(Rejection) in try misnamed.checkIssued(by: issuer) } == .crlIssuerMismatch)
        let otherKey = try CertificateRevocationList(decoding: CRLFixture().encoded)
        #expect(reason { () throws(Rejection) in try otherKey.checkIssued(by: issuer) } == .crlIssuerMismatch)
        #expect(!otherKey.isSigned(by: try issuer.publicKey()))
    }
}

private let faults: [Fault<CRLFixture>] = [
    Fault("no version", .crlVersion) { $0.version = nil },
    Fault("version 1", .crlVersion) { $0.version = encode { $0.integer(0) } },
    Fault("version 3", .crlVersion) { $0.version = encode { $0.integer(2) } },
    Fault("another algorithm inside", .crlSignatureAlgorithmMismatch) {
        $0.innerAlgorithm = Fixture.algorithm(.ecdsaWithSHA256) { _ in }
    },
    Fault("another algorithm in both places", .crlSignatureAlgorithm) {
        $0.innerAlgorithm = Fixture.algorithm(.ecdsaWithSHA256) { _ in }
        $0.outerAlgorithm = $0.innerAlgorithm
    },
    Fault("two CommonNames", .crlIssuerName) {
        $0.issuer = Fixture.name([[(.commonName, .printableString, "a")], [(.commonName, .printableString, "b")]])
    },
    Fault("thisUpdate as GeneralizedTime", .crlTimeEncoding) {
        $0.thisUpdate = encode { $0.generalizedTime(Fixture.start) }
    },
    Fault("no nextUpdate", .crlTimeEncoding) { $0.nextUpdate = [] },
    Fault("updates crossed", .crlUpdateTimes) { $0.nextUpdate = encode { $0.time(PosixTime(1_600_000_000)) } },
    Fault("serial number 0", .crlEntrySerialNumber) { $0.entries = [CRLFixture.entry(0)] },
    Fault("negative serial number", .crlEntrySerialNumber) { $0.entries = [CRLFixture.entry(-1)] },
    Fault("serial number of 21 octets", .crlEntrySerialNumber) {
        $0.entries = [
            encode { writer in
                writer.sequence {
                    $0.unsignedInteger([UInt8](repeating: 1, count: 21))
                    $0.time(Fixture.start)
                }
            }
        ]
    },
    Fault("no revocation date", .crlTimeEncoding) { $0.entries = [encode { $0.sequence { $0.integer(1) } }] },
    Fault("revocation date as GeneralizedTime", .crlTimeEncoding) {
        $0.entries = [
            encode { writer in
                writer.sequence {
                    $0.integer(1)
                    $0.generalizedTime(Fixture.start)
                }
            }
        ]
    },
    Fault("an entry extension", .crlEntryExtension) {
        $0.entries = [
            CRLFixture.entry(1) { $0.sequence { $0.raw(ExtensionFixture([2, 5, 29, 21]) { $0.null() }.encoded) } }
        ]
    },
    Fault("no extensions", .crlAuthorityKeyIdentifier) { $0.extensions = [] },
    Fault("no authority key identifier", .crlAuthorityKeyIdentifier) { $0.extensions.removeFirst() },
    Fault("authority key identifier critical", .crlAuthorityKeyIdentifier) { $0.extensions[0].isCritical = true },
    Fault("authority key identifier without keyIdentifier", .crlAuthorityKeyIdentifier) {
        $0.set(ExtensionFixture(.authorityKeyIdentifier) { $0.sequence { _ in } })
    },
    Fault("no CRL number", .crlNumber) { $0.extensions.removeLast() },
    Fault("CRL number critical", .crlNumber) { $0.extensions[1].isCritical = true },
    Fault("negative CRL number", .crlNumber) { $0.set(ExtensionFixture(.crlNumber) { $0.integer(-1) }) },
    Fault("CRL number 0", nil) { $0.set(ExtensionFixture(.crlNumber) { $0.integer(0) }) },
    Fault("CRL number of 160 bits", .crlNumber) {
        $0.set(ExtensionFixture(.crlNumber) { $0.unsignedInteger([UInt8](repeating: 0xFF, count: 20)) })
    },
    Fault("two CRL numbers", .crlExtensionDuplicate) { $0.extensions.append($0.extensions[1]) },
    Fault("a delta CRL", .crlExtensionNotAllowed) {
        $0.extensions.append(ExtensionFixture([2, 5, 29, 27]) { $0.integer(1) })
    },
]
