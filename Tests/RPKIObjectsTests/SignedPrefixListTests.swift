import DER
import NumberResources
import RPKIObjects
import Testing

@Suite("Signed prefix lists")
struct SignedPrefixListTests {
    @Test("the fields of a prefix list as the profile wants it")
    func fields() throws {
        let list = try SignedPrefixList(content: PrefixListFixture().encoded[...])
        #expect(list.asn == ASN(64_496))
        #expect(list.prefixes.map(\.description) == ["192.0.2.0/24", "192.0.2.0/25", "2001:db8::/32"])
    }

    @Test("a list may be empty: the AS originates nothing")
    func empty() throws {
        var fixture = PrefixListFixture()
        fixture.families = []
        #expect(try SignedPrefixList(content: fixture.encoded[...]).prefixes == [])
    }

    @Test("one fault for each rule (draft-ietf-sidrops-rpki-prefixlist-05)", arguments: faults)
    func rules(fault: Fault<PrefixListFixture>) {
        #expect(fault.applied(to: PrefixListFixture()).object.verdict(as: SignedPrefixList.self) == fault.reason)
    }

    @Test("no more prefixes than the limit are read")
    func limit() {
        var fixture = PrefixListFixture()
        let prefixes = (0...200_000).map { (number: Int) -> [UInt8] in
            let address = [UInt8(10)] + [16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
            return PrefixListFixture.prefix(address, 32)
        }
        fixture.families = [PrefixListFixture.family(1, prefixes)]
        #expect(
            reason { () throws(Rejection) in _ = try SignedPrefixList(content: fixture.encoded[...]) }
                == .splTooManyPrefixes
        )
    }
}

/// The parts of a prefix list, to be bent and then encoded.
struct PrefixListFixture: Sendable {
    var version: [UInt8] = []
    var asn = encode { $0.integer(64_496) }
    var families = [
        family(1, [prefix([192, 0, 2], 24), prefix([192, 0, 2, 0], 25)]),
        family(2, [prefix([0x20, 0x01, 0x0D, 0xB8], 32)]),
    ]
    var rest: [UInt8] = []
    var certificate = CertificateFixture.autonomousSystems(64_496, 64_500)

    static func family(_ number: UInt8, _ prefixes: [[UInt8]]) -> [UInt8] {
        encode { $0.addressFamily(number) { list in for prefix in prefixes { list.raw(prefix) } } }
    }

    static func prefix(_ octets: [UInt8], _ length: Int) -> [UInt8] {
        encode { $0.bitString(octets, unusedBits: UInt8(octets.count * 8 - length)) }
    }

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence {
                $0.raw(version)
                $0.raw(asn)
                $0.sequence { for family in families { $0.raw(family) } }
                $0.raw(rest)
            }
        }
    }

    var object: SignedObjectFixture {
        var object = SignedObjectFixture(.signedPrefixList, fileName: "a.spl", content: encoded)
        object.certificates = [certificate]
        object.certificates[0].set(.signedObjectAccess("a.spl"))
        return object
    }
}

private func v4(_ prefixes: [UInt8]...) -> [[UInt8]] {
    [PrefixListFixture.family(1, prefixes)]
}

private let faults: [Fault<PrefixListFixture>] = [
    Fault("nothing wrong", nil) { _ in },
    Fault("no prefixes at all", nil) { $0.families = [] },
    Fault("version 0 encoded", .splVersion) { $0.version = encode { $0.explicit(0) { $0.integer(0) } } },
    Fault("version 1", .splVersion) { $0.version = encode { $0.explicit(0) { $0.integer(1) } } },
    Fault("AS 0", .splASN) { $0.asn = encode { $0.integer(0) } },
    Fault("AS 4294967296", .splASN) { $0.asn = encode { $0.integer(UInt64(1) << 32) } },
    Fault("an unknown family", .splAddressFamily) {
        $0.families = [PrefixListFixture.family(3, [PrefixListFixture.prefix([1], 8)])]
    },
    Fault("a family twice", .splAddressFamily) { $0.families[1] = $0.families[0] },
    Fault("a family again after the other", .splAddressFamily) { $0.families += $0.families.prefix(1) },
    Fault("a family without prefixes", .splPrefix) { $0.families = v4() },
    Fault("33 bits of IPv4", .splPrefix) { $0.families = v4(PrefixListFixture.prefix([192, 0, 2, 0, 0], 33)) },
    Fault("a SEQUENCE as in a ROA", .splPrefix) {
        $0.families = v4(encode { $0.sequence { $0.raw(PrefixListFixture.prefix([192, 0, 2], 24)) } })
    },
    Fault("prefixes out of order", .splNotCanonical) {
        $0.families = v4(PrefixListFixture.prefix([192, 0, 2, 128], 25), PrefixListFixture.prefix([192, 0, 2, 0], 25))
    },
    Fault("the longer prefix first", .splNotCanonical) {
        $0.families = v4(PrefixListFixture.prefix([192, 0, 2, 0], 25), PrefixListFixture.prefix([192, 0, 2], 24))
    },
    Fault("a prefix twice", .splNotCanonical) {
        $0.families = v4(PrefixListFixture.prefix([192, 0, 2], 24), PrefixListFixture.prefix([192, 0, 2], 24))
    },
    Fault("IPv6 before IPv4", .splNotCanonical) { $0.families.reverse() },
    Fault("something after the prefixes", .splSyntax) { $0.rest = encode { $0.null() } },
    Fault("the AS number is not the certificate's", .splResources) {
        $0.certificate = .autonomousSystems(64_497)
    },
    Fault("inherited AS numbers", .splResources) { $0.certificate.set(.asResources { $0.null() }) },
    Fault("no AS numbers in the certificate", .splResources) {
        $0.certificate.remove(.autonomousSystemIdentifiers)
    },
    Fault("addresses in the certificate", .splIPResources) { $0.certificate.set(.ipResources) },
]
