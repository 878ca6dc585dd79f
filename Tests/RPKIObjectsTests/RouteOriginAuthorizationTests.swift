import DER
import NumberResources
import RPKIObjects
import Testing

@Suite("Route origin authorizations")
struct RouteOriginAuthorizationTests {
    @Test("the fields of a ROA as the profile wants it")
    func fields() throws {
        let roa = try RouteOriginAuthorization(content: ROAFixture().encoded[...])
        #expect(roa.asn == ASN(64_496))
        #expect(roa.addresses.map(\.prefix.description) == ["192.0.2.0/25", "192.0.2.128/25", "2001:db8::/32"])
        #expect(roa.addresses.map(\.maxLength) == [nil, 26, 48])
        #expect(roa.addresses.map(\.effectiveMaxLength) == [25, 26, 48])
    }

    @Test("one fault for each rule (RFC 9582)", arguments: faults)
    func rules(fault: Fault<ROAFixture>) {
        #expect(verdict(fault.applied(to: ROAFixture())) == fault.reason)
    }

    @Test("a form that is not canonical is noted under every profile, and never rejected", arguments: notCanonical)
    func canonicalForm(fault: Fault<ROAFixture>) throws {
        let object = try SignedObject(decoding: fault.applied(to: ROAFixture()).object.encoded)
        let warnings = try object.payload(RouteOriginAuthorization.self, profile: .strict).warnings
        #expect(warnings.map(\.reason) == [.roaNotCanonical])
    }

    private func verdict(_ fixture: ROAFixture) -> RejectionReason? {
        reason { () throws(Rejection) in
            let object = try SignedObject(decoding: fixture.object.encoded)
            let warnings = try object.payload(RouteOriginAuthorization.self, profile: .strict).warnings
            if let warning = warnings.first { throw warning.rejection }
        }
    }
}

/// The parts of a ROA, to be bent and then encoded.
struct ROAFixture: Sendable {
    var version: [UInt8] = []
    var asn = encode { $0.integer(64_496) }
    var families = [
        family(1, [address([192, 0, 2, 0], 25), address([192, 0, 2, 128], 25, maxLength: 26)]),
        family(2, [address([0x20, 0x01, 0x0D, 0xB8], 32, maxLength: 48)]),
    ]
    var certificate = CertificateFixture.ee

    static func family(_ number: UInt8, _ addresses: [[UInt8]]) -> [UInt8] {
        encode { $0.addressFamily(number) { list in for address in addresses { list.raw(address) } } }
    }

    static func address(_ octets: [UInt8], _ length: Int, maxLength: Int? = nil) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.bitString(octets, unusedBits: UInt8(octets.count * 8 - length))
                if let maxLength { $0.integer(maxLength) }
            }
        }
    }

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence {
                $0.raw(version)
                $0.raw(asn)
                $0.sequence { for family in families { $0.raw(family) } }
            }
        }
    }

    var object: SignedObjectFixture {
        var object = SignedObjectFixture(.routeOriginAuthorization, fileName: "a.roa", content: encoded)
        object.certificates = [certificate]
        return object
    }
}

private func v4(_ addresses: [UInt8]...) -> [[UInt8]] {
    [ROAFixture.family(1, addresses)]
}

private let faults: [Fault<ROAFixture>] = [
    Fault("nothing wrong", nil) { _ in },
    Fault("version 0 encoded", .roaVersion) { $0.version = encode { $0.explicit(0) { $0.integer(0) } } },
    Fault("version 1", .roaVersion) { $0.version = encode { $0.explicit(0) { $0.integer(1) } } },
    Fault("AS 0", nil) { $0.asn = encode { $0.integer(0) } },
    Fault("AS 4294967295", nil) { $0.asn = encode { $0.integer(UInt32.max) } },
    Fault("AS 4294967296", .roaASN) { $0.asn = encode { $0.integer(UInt64(1) << 32) } },
    Fault("AS −1", .roaASN) { $0.asn = encode { $0.integer(-1) } },
    Fault("no family", .roaAddressFamily) { $0.families = [] },
    Fault("an unknown family", .roaAddressFamily) {
        $0.families = [ROAFixture.family(3, [ROAFixture.address([1], 8)])]
    },
    Fault("a family of three octets", .roaAddressFamily) {
        $0.families = [
            encode { writer in
                writer.sequence {
                    $0.octetString([0, 1, 1])
                    $0.sequence { $0.raw(ROAFixture.address([192, 0, 2], 24)) }
                }
            }
        ]
    },
    Fault("a family twice", .roaAddressFamily) { $0.families[1] = $0.families[0] },
    Fault("a family again after the other", .roaAddressFamily) { $0.families += $0.families.prefix(1) },
    Fault("both families again", .roaAddressFamily) { $0.families += $0.families },
    Fault("a family without prefixes", .roaPrefix) { $0.families = v4() },
    Fault("33 bits of IPv4", .roaPrefix) { $0.families = v4(ROAFixture.address([192, 0, 2, 0, 0], 33)) },
    Fault("129 bits of IPv6", .roaPrefix) {
        $0.families = [ROAFixture.family(2, [ROAFixture.address([UInt8](repeating: 0x20, count: 17), 129)])]
    },
    Fault("host bits set", .roaPrefix) {
        $0.families = v4([0x30, 0x06, 0x03, 0x04, 0x04, 0xC0, 0x00, 0x2F])
    },
    Fault("maxLength shorter than the prefix", .roaMaxLength) {
        $0.families = v4(ROAFixture.address([192, 0, 2], 24, maxLength: 23))
    },
    Fault("maxLength 33 for IPv4", .roaMaxLength) {
        $0.families = v4(ROAFixture.address([192, 0, 2], 24, maxLength: 33))
    },
    Fault("maxLength 129 for IPv6", .roaMaxLength) {
        $0.families = [ROAFixture.family(2, [ROAFixture.address([0x20, 0x01, 0x0D, 0xB8], 32, maxLength: 129)])]
    },
    Fault("maxLength 256", .roaMaxLength) { $0.families = v4(ROAFixture.address([192, 0, 2], 24, maxLength: 256)) },
    Fault("negative maxLength", .roaMaxLength) {
        $0.families = v4(ROAFixture.address([192, 0, 2], 24, maxLength: -1))
    },
    Fault("maxLength of the prefix", nil) { $0.families = v4(ROAFixture.address([192, 0, 2], 24, maxLength: 24)) },
    Fault("maxLength 32", nil) { $0.families = v4(ROAFixture.address([192, 0, 2], 24, maxLength: 32)) },
    Fault("a prefix that is not the certificate's", .roaResources) {
        $0.families = v4(ROAFixture.address([203, 0, 113], 24))
    },
    Fault("a prefix that covers the certificate's", .roaResources) {
        $0.families = v4(ROAFixture.address([192, 0, 2], 23))
    },
    Fault("a prefix within the certificate's range", nil) {
        $0.families = v4(ROAFixture.address([198, 51, 100, 8], 31))
    },
    Fault("a prefix partly in the certificate's range", .roaResources) {
        $0.families = v4(ROAFixture.address([198, 51, 100, 8], 30))
    },
    Fault("a family that the certificate has not", .roaResources) {
        $0.certificate.set(.ipResources { $0.addressFamily(1) { $0.bitString([192, 0, 2]) } })
    },
    Fault("no addresses in the certificate", .roaResources) {
        $0.certificate.remove(.ipAddressBlocks)
    },
    Fault("inherited addresses", .roaResources) { $0.certificate.set(.ipResources { $0.inheritedFamily(1) }) },
    Fault("AS numbers in the certificate", .roaASResources) { $0.certificate.set(.asResources) },
]

private let notCanonical: [Fault<ROAFixture>] = [
    Fault("a prefix twice", nil) {
        $0.families = v4(ROAFixture.address([192, 0, 2], 24), ROAFixture.address([192, 0, 2], 24))
    },
    Fault("prefixes out of order", nil) {
        $0.families = v4(ROAFixture.address([192, 0, 2, 128], 25), ROAFixture.address([192, 0, 2, 0], 25))
    },
    Fault("IPv6 before IPv4", nil) { $0.families.reverse() },
]
