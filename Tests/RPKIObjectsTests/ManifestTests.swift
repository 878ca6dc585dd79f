import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Manifests")
struct ManifestTests {
    @Test("the fields of a manifest as the profile wants it")
    func fields() throws {
        let manifest = try Manifest(content: ManifestFixture().encoded[...])
        #expect(manifest.number == SerialNumber(17))
        #expect(manifest.thisUpdate == Fixture.start && manifest.nextUpdate == Fixture.end)
        #expect(manifest.entries.map(\.fileName) == ["ca.crl", "a_B-9.roa"])
        #expect(manifest.entries.map(\.hash.bytes.first) == [1, 2])
    }

    @Test("one fault for each rule of the content (RFC 9286 section 4.2)", arguments: contentFaults)
    func content(fault: Fault<ManifestFixture>) {
        #expect(verdict(fault.applied(to: ManifestFixture()), .strict) == fault.reason)
    }

    @Test("one fault for each rule about the EE certificate (RFC 9286 section 5.1)", arguments: certificateFaults)
    func certificate(fault: Fault<ManifestFixture>) {
        #expect(verdict(fault.applied(to: ManifestFixture()), .strict) == fault.reason)
    }

    @Test("an extension that is not registered is tolerated by default")
    func tolerances() throws {
        var fixture = ManifestFixture()
        fixture.entries = [ManifestFixture.entry("a.xyz", 1)]
        let object = try SignedObject(decoding: fixture.object.encoded)
        let warnings = try object.payload(Manifest.self, profile: .default).warnings
        #expect(warnings.map(\.reason) == [.manifestFileExtension])
    }

    @Test("another validity of the EE certificate is noted under every profile, and never rejected")
    func validityMismatch() throws {
        var fixture = ManifestFixture()
        fixture.certificate.notAfter = encode { $0.time(PosixTime(Fixture.end.seconds + 60)) }
        let object = try SignedObject(decoding: fixture.object.encoded)
        let warnings = try object.payload(Manifest.self, profile: .strict).warnings
        #expect(warnings.map(\.reason) == [.manifestValidityMismatch])
    }

    @Test(
        "file names that could mean something else",
        arguments: [
            "", ".roa", "a", "a.", "a.ro", "a.roaa", "a.ROA", "a.r0a", "../a.roa", "a/b.roa", "a\\b.roa", "a.b.roa",
            "..roa",
            "a b.roa", "a\u{0}.roa", "a%2F.roa", "~a.roa", String(repeating: "a", count: 252) + ".roa",
        ]
    )
    func fileNames(name: String) {
        var fixture = ManifestFixture()
        fixture.entries = [ManifestFixture.entry(name, 1)]
        #expect(verdict(fixture, .default) == .manifestFileName)
    }

    @Test("it is current from thisUpdate to nextUpdate")
    func currency() throws {
        let manifest = try Manifest(content: ManifestFixture().encoded[...])
        let cases: [(Int64, RejectionReason?)] = [
            (Fixture.start.seconds - 1, .manifestNotYetValid), (Fixture.start.seconds, nil), (Fixture.end.seconds, nil),
            (Fixture.end.seconds + 1, .manifestStale),
        ]
        for (seconds, expected) in cases {
            #expect(reason { () throws(Rejection) in try manifest.checkCurrency(at: PosixTime(seconds)) } == expected)
        }
    }

    private func verdict(_ fixture: ManifestFixture, _ profile: Profile) -> RejectionReason? {
        reason { () throws(Rejection) in
            _ = try SignedObject(decoding: fixture.object.encoded).payload(Manifest.self, profile: profile)
        }
    }
}

/// The parts of a manifest, to be bent and then encoded.
struct ManifestFixture: Sendable {
    var version: [UInt8] = []
    var number = encode { $0.integer(17) }
    var thisUpdate = encode { $0.generalizedTime(Fixture.start) }
    var nextUpdate = encode { $0.generalizedTime(Fixture.end) }
    var hashAlgorithm: OID = .sha256
    var entries = [entry("ca.crl", 1), entry("a_B-9.roa", 2)]
    var rest: [UInt8] = []
    var certificate: CertificateFixture = {
        var certificate = CertificateFixture.ee
        certificate.set(.signedObjectAccess("ca.mft"))
        certificate.set(.ipResources { $0.inheritedFamily(1) })
        certificate.set(.asResources { $0.null() })
        return certificate
    }()

    static func entry(_ name: String, _ hash: UInt8) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.ia5String(name)
                $0.bitString([hash] + [UInt8](repeating: 0, count: 31))
            }
        }
    }

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence {
                $0.raw(version)
                $0.raw(number)
                $0.raw(thisUpdate)
                $0.raw(nextUpdate)
                $0.objectIdentifier(hashAlgorithm)
                $0.sequence { for entry in entries { $0.raw(entry) } }
                $0.raw(rest)
            }
        }
    }

    var object: SignedObjectFixture {
        var object = SignedObjectFixture(.manifest, fileName: "ca.mft", content: encoded)
        object.certificates = [certificate]
        return object
    }
}

private let contentFaults: [Fault<ManifestFixture>] = [
    Fault("nothing wrong", nil) { _ in },
    Fault("version 0 encoded", .manifestVersion) { $0.version = encode { $0.explicit(0) { $0.integer(0) } } },
    Fault("version 1", .manifestVersion) { $0.version = encode { $0.explicit(0) { $0.integer(1) } } },
    Fault("version under the wrong tag", .manifestVersion) { $0.version = encode { $0.integer(1, .context(0)) } },
    Fault("no number", .manifestNumber) { $0.number = [] },
    Fault("negative number", .manifestNumber) { $0.number = encode { $0.integer(-1) } },
    Fault("number 0", nil) { $0.number = encode { $0.integer(0) } },
    Fault("greatest number", nil) {
        $0.number = encode { $0.unsignedInteger([0x7F] + [UInt8](repeating: 0xFF, count: 19)) }
    },
    Fault("number of 160 bits", .manifestNumber) {
        $0.number = encode { $0.unsignedInteger([UInt8](repeating: 0xFF, count: 20)) }
    },
    Fault("thisUpdate as UTCTime", .manifestTimes) { $0.thisUpdate = encode { $0.time(Fixture.start) } },
    Fault("nextUpdate with fractions", .manifestTimes) {
        $0.nextUpdate = encode { $0.element(.generalizedTime, "20270115080000.0Z".utf8) }
    },
    Fault("nextUpdate is thisUpdate", .manifestTimes) { $0.nextUpdate = $0.thisUpdate },
    Fault("SHA-512", .manifestHashAlgorithm) { $0.hashAlgorithm = [2, 16, 840, 1, 101, 3, 4, 2, 3] },
    Fault("no files", nil) { $0.entries = [] },
    Fault("a name twice, with one hash", .manifestFileDuplicate) {
        $0.entries = [ManifestFixture.entry("a.roa", 1), ManifestFixture.entry("a.roa", 1)]
    },
    Fault("a name twice, with two hashes", .manifestFileDuplicate) {
        $0.entries = [ManifestFixture.entry("a.roa", 1), ManifestFixture.entry("a.roa", 2)]
    },
    Fault("a hash twice", nil) { $0.entries = [ManifestFixture.entry("a.roa", 1), ManifestFixture.entry("b.roa", 1)] },
    Fault("a name as UTF8String", .manifestFileName) { $0.entries = [file(hash: 32) { $0.utf8String("a.roa") }] },
    Fault("a name that is not ASCII", .manifestFileName) {
        $0.entries = [file(hash: 32) { $0.element(.ia5String, [0xC3, 0xA9, 0x2E, 0x72, 0x6F, 0x61]) }]
    },
    Fault("a short hash", .manifestFileHash) { $0.entries = [file(hash: 31) { $0.ia5String("a.roa") }] },
    Fault("a long hash", .manifestFileHash) { $0.entries = [file(hash: 33) { $0.ia5String("a.roa") }] },
    Fault("an extension that is not registered", .manifestFileExtension) {
        $0.entries = [ManifestFixture.entry("a.xyz", 1)]
    },
    Fault("something behind the files", .manifestSyntax) { $0.rest = [5, 0] },
]

private func file(hash count: Int, _ name: (inout DERWriter) -> Void) -> [UInt8] {
    encode { writer in
        writer.sequence {
            name(&$0)
            $0.bitString([UInt8](repeating: 1, count: count))
        }
    }
}

private let certificateFaults: [Fault<ManifestFixture>] = [
    Fault("listed addresses", .manifestResources) { $0.certificate.set(.ipResources) },
    Fault("addresses listed of one family", .manifestResources) {
        $0.certificate.set(
            .ipResources {
                $0.inheritedFamily(1)
                $0.addressFamily(2) { $0.bitString([0x20]) }
            }
        )
    },
    Fault("listed AS numbers", .manifestResources) { $0.certificate.set(.asResources) },
    Fault("no AS numbers", nil) { $0.certificate.remove(.autonomousSystemIdentifiers) },
    Fault("starts before the certificate", nil) {
        $0.certificate.notBefore = encode { $0.time(PosixTime(Fixture.start.seconds + 1)) }
    },
    Fault("ends before the certificate", nil) {
        $0.certificate.notAfter = encode { $0.time(PosixTime(Fixture.end.seconds + 1)) }
    },
]
