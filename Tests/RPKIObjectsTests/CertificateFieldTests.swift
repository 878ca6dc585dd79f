import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates: fields")
struct CertificateFieldTests {
    @Test("version, serial number, algorithms, times (RFC 6487 sections 4.1 to 4.3 and 4.6)", arguments: fieldFaults)
    func fields(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }

    @Test("names (RFC 6487 sections 4.4 and 4.5)", arguments: nameFaults)
    func names(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }

    @Test("keys (RFC 6487 section 4.7, RFC 7935 section 3)", arguments: keyFaults)
    func keys(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }
}

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
    Fault("issuerUniqueID", .certificateUniqueIdentifier) { $0.uniqueIdentifiers = [0x81, 0x02, 0x00, 0xFF] },
    Fault("subjectUniqueID", .certificateUniqueIdentifier) { $0.uniqueIdentifiers = [0x82, 0x02, 0x00, 0xFF] },
]

private let nameFaults: [Fault<CertificateFixture>] = [
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
]

private let keyFaults: [Fault<CertificateFixture>] = [
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
]

private let ecdsa = Fixture.algorithm(.ecdsaWithSHA256) { _ in }
