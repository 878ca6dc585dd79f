import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Signed checklists")
struct SignedChecklistTests {
    @Test("the fields of a checklist as the profile wants it")
    func fields() throws {
        let list = try SignedChecklist(content: ChecklistFixture().encoded[...])
        #expect(list.asResources?.description == "AS64496, AS64500-AS64502")
        #expect(
            list.ipResources?.description == "192.0.2.0-192.0.2.255, 2001:db8::-2001:db8:0:ffff:ffff:ffff:ffff:ffff"
        )
        #expect(list.entries.map(\.fileName) == ["b42.txt", "LICENSE", nil])
        #expect(list.entries[1].hash == SHA256Digest(hashing: [1]))
    }

    @Test("one fault for each rule (RFC 9323)", arguments: faults)
    func rules(fault: Fault<ChecklistFixture>) {
        #expect(fault.applied(to: ChecklistFixture()).object.verdict(as: SignedChecklist.self) == fault.reason)
    }

    @Test("no more files than the limit are read")
    func limit() {
        var fixture = ChecklistFixture()
        fixture.entries = (0...100_000).map { number in
            let octets = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
            return ChecklistFixture.entry(nil, [UInt8](repeating: 0, count: 28) + octets)
        }
        #expect(
            reason { () throws(Rejection) in _ = try SignedChecklist(content: fixture.encoded[...]) }
                == .rscTooManyEntries
        )
    }
}

/// The parts of a checklist, to be bent and then encoded.
struct ChecklistFixture: Sendable {
    var version: [UInt8] = []
    /// What the explicit tags of the resources hold; nil leaves them out.
    var asResources: [UInt8]? = numbers { list in
        list.integer(64_496)
        list.sequence {
            $0.integer(64_500)
            $0.integer(64_502)
        }
    }
    var ipResources: [UInt8]? = blocks { families in
        families.addressFamily(1) { $0.bitString([192, 0, 2]) }
        families.addressFamily(2) { $0.bitString([0x20, 0x01, 0x0D, 0xB8, 0, 0]) }
    }
    var digestAlgorithm = Fixture.sha256
    var entries = [
        entry("b42.txt", SHA256Digest(hashing: [0]).bytes), entry("LICENSE", SHA256Digest(hashing: [1]).bytes),
        entry(nil, SHA256Digest(hashing: [0]).bytes),
    ]
    var rest: [UInt8] = []
    var certificate: CertificateFixture = {
        var certificate = CertificateFixture.ee
        certificate.remove(.subjectInformationAccess)
        certificate.set(.asResources)
        return certificate
    }()

    static func numbers(_ list: (inout DERWriter) -> Void) -> [UInt8] {
        encode { writer in
            writer.sequence { $0.explicit(0) { $0.sequence(list) } }
        }
    }

    static func blocks(_ families: (inout DERWriter) -> Void) -> [UInt8] {
        encode { $0.sequence(families) }
    }

    static func entry(_ name: String?, _ hash: [UInt8]) -> [UInt8] {
        encode { writer in
            writer.sequence {
                if let name { $0.ia5String(name) }
                $0.octetString(hash)
            }
        }
    }

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence { writer in
                writer.raw(version)
                writer.sequence { writer in
                    if let asResources { writer.explicit(0) { $0.raw(asResources) } }
                    if let ipResources { writer.explicit(1) { $0.raw(ipResources) } }
                }
                writer.raw(digestAlgorithm)
                writer.sequence { for entry in entries { $0.raw(entry) } }
                writer.raw(rest)
            }
        }
    }

    var object: SignedObjectFixture {
        var object = SignedObjectFixture(.signedChecklist, fileName: "a.sig", content: encoded)
        object.certificates = [certificate]
        return object
    }
}

private let hash = SHA256Digest(hashing: [2]).bytes

private func named(_ name: String) -> @Sendable (inout ChecklistFixture) -> Void {
    { $0.entries = [ChecklistFixture.entry(name, hash)] }
}

private let faults: [Fault<ChecklistFixture>] = [
    Fault("nothing wrong", nil) { _ in },
    Fault("version 0 encoded", .rscVersion) { $0.version = encode { $0.explicit(0) { $0.integer(0) } } },
    Fault("version 1", .rscVersion) { $0.version = encode { $0.explicit(0) { $0.integer(1) } } },
    Fault("AS numbers alone", nil) { $0.ipResources = nil },
    Fault("addresses alone", nil) { $0.asResources = nil },
    Fault("no resources", .rscResources) {
        $0.asResources = nil
        $0.ipResources = nil
    },
    Fault("inherited AS numbers in the list", .rscResources) {
        $0.asResources = encode { writer in writer.sequence { $0.explicit(0) { $0.null() } } }
    },
    Fault("an empty list of AS numbers", .rscResources) { $0.asResources = ChecklistFixture.numbers { _ in } },
    Fault("inherited addresses in the list", .rscResources) {
        $0.ipResources = ChecklistFixture.blocks { $0.inheritedFamily(1) }
    },
    Fault("a family twice", .rscResources) {
        $0.ipResources = ChecklistFixture.blocks { families in
            for _ in 0..<2 { families.addressFamily(1) { $0.bitString([192, 0, 2]) } }
        }
    },
    Fault("IPv6 before IPv4", .rscResources) {
        $0.ipResources = ChecklistFixture.blocks { families in
            families.addressFamily(2) { $0.bitString([0x20, 0x01, 0x0D, 0xB8, 0, 0]) }
            families.addressFamily(1) { $0.bitString([192, 0, 2]) }
        }
    },
    Fault("AS numbers out of order", .rscResources) {
        $0.asResources = ChecklistFixture.numbers {
            $0.integer(64_500)
            $0.integer(64_496)
        }
    },
    Fault("SHA-512", .rscDigestAlgorithm) {
        $0.digestAlgorithm = Fixture.algorithm([2, 16, 840, 1, 101, 3, 4, 2, 3]) { _ in }
    },
    Fault("an empty list", .rscSyntax) { $0.entries = [] },
    Fault("a hash of 31 octets", .rscHash) {
        $0.entries = [ChecklistFixture.entry("a", [UInt8](repeating: 0, count: 31))]
    },
    Fault("an entry without hash", .rscHash) {
        $0.entries = [encode { writer in writer.sequence { $0.ia5String("a") } }]
    },
    Fault("an empty name", .rscFileName, named("")),
    Fault("a name with a slash", .rscFileName, named("a/b")),
    Fault("a name with a blank", .rscFileName, named("a b")),
    Fault("the name of the parent directory", .rscFileName, named("..")),
    Fault("three dots", nil, named("...")),
    Fault("a name of 255 octets", nil, named(String(repeating: "a", count: 255))),
    Fault("a name of 256 octets", .rscFileName, named(String(repeating: "a", count: 256))),
    Fault("a name twice", .rscEntryDuplicate) {
        $0.entries = [
            ChecklistFixture.entry("a", hash), ChecklistFixture.entry("a", SHA256Digest(hashing: [3]).bytes),
        ]
    },
    Fault("a hash twice without names", .rscEntryDuplicate) {
        $0.entries = [ChecklistFixture.entry(nil, hash), ChecklistFixture.entry(nil, hash)]
    },
    Fault("a hash twice with names", nil) {
        $0.entries = [ChecklistFixture.entry("a", hash), ChecklistFixture.entry("b", hash)]
    },
    Fault("something after the list", .rscSyntax) { $0.rest = encode { $0.null() } },
    Fault("no AS numbers in the certificate", .rscCertificateResources) {
        $0.certificate.remove(.autonomousSystemIdentifiers)
    },
    Fault("inherited AS numbers in the certificate", .rscCertificateResources) {
        $0.certificate.set(.asResources { $0.null() })
    },
    Fault("an AS number that is not the certificate's", .rscCertificateResources) {
        $0.asResources = ChecklistFixture.numbers { $0.integer(64_499) }
    },
    Fault("no addresses in the certificate", .rscCertificateResources) {
        $0.certificate.remove(.ipAddressBlocks)
    },
    Fault("inherited addresses in the certificate", .rscCertificateResources) {
        $0.certificate.set(
            .ipResources { families in
                families.addressFamily(1) { $0.bitString([192, 0, 2]) }
                families.inheritedFamily(2)
            }
        )
    },
    Fault("an address that is not the certificate's", .rscCertificateResources) {
        $0.ipResources = ChecklistFixture.blocks { $0.addressFamily(1) { $0.bitString([192, 0]) } }
    },
    Fault("a place in the certificate", .certificateSubjectInformationAccess) {
        $0.certificate.set(.signedObjectAccess("a.sig"))
    },
]
