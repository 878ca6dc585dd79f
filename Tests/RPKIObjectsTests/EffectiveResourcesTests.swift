import DER
import NumberResources
import RPKIObjects
import Testing

@Suite("Effective resources (RFC 6487 section 7.2)")
struct EffectiveResourcesTests {
    private let issuer = EffectiveResources(
        ip: IPResourceSet(
            prefixes: ["192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32"].compactMap { IPPrefix(parsing: $0) }
        ),
        asNumbers: ASResourceSet(ranges: [ASN(64_496)...ASN(64_511)])
    )

    private func certificate(_ change: (inout CertificateFixture) -> Void = { _ in }) throws -> ResourceCertificate {
        var fixture = CertificateFixture.ca
        change(&fixture)
        return try ResourceCertificate(decoding: fixture.encoded)
    }

    @Test("listed resources that the issuer holds are taken as they are")
    func contained() throws {
        let resources = try EffectiveResources(certificate(), issuer: issuer)
        #expect(resources.ip == (try certificate()).ipResources?.explicit)
        #expect(resources.asNumbers.contains(ASN(64_496)) && !resources.asNumbers.contains(ASN(64_497)))
    }

    @Test("each family inherits for itself")
    func inherited() throws {
        let certificate = try certificate {
            $0.set(
                .ipResources {
                    $0.addressFamily(1) { $0.bitString([192, 0, 2]) }
                    $0.inheritedFamily(2)
                }
            )
            $0.set(.asResources { $0.null() })
        }
        let resources = try EffectiveResources(certificate, issuer: issuer)
        #expect(resources.ip.ranges.map(\.description).first == "192.0.2.0-192.0.2.255")
        #expect(resources.ip.restricted(to: .ipv6) == issuer.ip.restricted(to: .ipv6))
        #expect(resources.asNumbers == issuer.asNumbers)
    }

    @Test("a sort that the certificate does not name is not held, whatever the issuer holds")
    func absent() throws {
        let resources = try EffectiveResources(
            certificate {
                $0.remove(.autonomousSystemIdentifiers)
                $0.set(.ipResources { $0.inheritedFamily(1) })
            },
            issuer: issuer
        )
        #expect(resources.asNumbers.isEmpty && resources.ip.isEmpty(.ipv6) && !resources.ip.isEmpty(.ipv4))
    }

    @Test("anything beyond the issuer's is an overclaim")
    func overclaim() throws {
        let smallerIP = EffectiveResources(
            ip: IPResourceSet(prefixes: ["192.0.2.0/25"].compactMap { IPPrefix(parsing: $0) }),
            asNumbers: issuer.asNumbers
        )
        let smallerAS = EffectiveResources(ip: issuer.ip, asNumbers: ASResourceSet(ranges: [ASN(64_496)...ASN(64_510)]))
        let certificate = try certificate()
        for smaller in [smallerIP, smallerAS, .none] {
            let verdict = reason { () throws(Rejection) in _ = try EffectiveResources(certificate, issuer: smaller) }
            #expect(verdict == .certificateResourcesOverclaim)
        }
    }

    @Test("a trust anchor holds what it lists, and inherits nothing")
    func trustAnchor() throws {
        let resources = try EffectiveResources(trustAnchor: certificate())
        #expect(!resources.ip.isEmpty && !resources.asNumbers.isEmpty)
        let inheriting = try certificate { $0.set(.asResources { $0.null() }) }
        let verdict = reason { () throws(Rejection) in _ = try EffectiveResources(trustAnchor: inheriting) }
        #expect(verdict == .certificateResourcesInherited)
    }
}
