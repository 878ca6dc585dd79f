import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Validation reconsidered (RFC 8360)")
struct ReconsideredValidationTests {
    private let issuer = EffectiveResources(
        ip: IPResourceSet(prefixes: ["192.0.2.0/25", "2001:db8::/32"].compactMap { IPPrefix(parsing: $0) }),
        asNumbers: ASResourceSet(ranges: [ASN(64_500)...ASN(64_505)])
    )

    @Test("policy and identifiers belong together (section 4.2.4.4, 4 and 5)", arguments: identifierFaults)
    func identifiers(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }

    @Test("resources that the issuer does not hold are trimmed, and it is said which (7 and 8)")
    func trimmed() throws {
        let certificate = try ResourceCertificate(decoding: CertificateFixture.ca.reconsidered.encoded)
        #expect(certificate.hasTrimmedResources)
        let (resources, warning) = try EffectiveResources.verified(certificate, issuer: issuer)
        #expect(resources.ip.description == "192.0.2.0-192.0.2.127, 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")
        #expect(resources.asNumbers.description == "AS64500-AS64505")
        #expect(warning?.reason == .certificateResourcesTrimmed)
        #expect(
            warning?.detail == "not held by the issuer: 192.0.2.128-192.0.2.255, 198.51.100.0-198.51.100.9, "
                + "AS64496-AS64496, AS64506-AS64511"
        )
    }

    @Test("nothing is trimmed when the issuer holds all, nor below an issuer that trimmed all it was given")
    func untrimmed() throws {
        let certificate = try ResourceCertificate(decoding: CertificateFixture.ca.reconsidered.encoded)
        let all = EffectiveResources(ip: .all, asNumbers: .all)
        let (resources, warning) = try EffectiveResources.verified(certificate, issuer: all)
        #expect(resources.ip == certificate.ipResources?.explicit && warning == nil)
        #expect(try EffectiveResources.verified(certificate, issuer: .none).resources == .none)
    }

    @Test("what is inherited is what the issuer holds, without a warning")
    func inherited() throws {
        var fixture = CertificateFixture.ca
        fixture.set(
            .ipResources {
                $0.inheritedFamily(1)
                $0.inheritedFamily(2)
            }
        )
        fixture.set(.asResources { $0.null() })
        let certificate = try ResourceCertificate(decoding: fixture.reconsidered.encoded)
        let (resources, warning) = try EffectiveResources.verified(certificate, issuer: issuer)
        #expect(resources == issuer && warning == nil)
    }

    @Test("the policy of RFC 6484 rejects the same claim")
    func rejected() throws {
        let certificate = try ResourceCertificate(decoding: CertificateFixture.ca.encoded)
        let rejection = #expect(throws: Rejection.self) { try EffectiveResources.verified(certificate, issuer: issuer) }
        #expect(rejection?.reason == .certificateResourcesOverclaim)
    }

    @Test("a ROA's prefixes are among the verified ones (section 4.2.5)")
    func routeOrigins() throws {
        let content = encode { writer in
            writer.sequence { roa in
                roa.integer(64_496)
                roa.sequence { $0.addressFamily(1) { $0.sequence { $0.bitString([192, 0, 2]) } } }
            }
        }
        let roa = try RouteOriginAuthorization(content: content[...])
        let whole = EffectiveResources(
            ip: IPResourceSet(prefixes: ["192.0.2.0/24"].compactMap { IPPrefix(parsing: $0) }),
            asNumbers: .empty
        )
        #expect(throws: Never.self) { try roa.checkResources(within: whole) }
        let rejection = #expect(throws: Rejection.self) { try roa.checkResources(within: issuer) }
        #expect(rejection?.reason == .certificateResourcesOverclaim)
    }
}

extension CertificateFixture {
    /// The same under the policy and with the identifiers of RFC 8360.
    fileprivate var reconsidered: CertificateFixture {
        var fixture = self
        fixture.set(.policiesV2)
        fixture.renumber(.ipAddressBlocks, .ipAddressBlocksV2)
        fixture.renumber(.autonomousSystemIdentifiers, .autonomousSystemIdentifiersV2)
        return fixture
    }

    fileprivate mutating func renumber(_ identifier: OID, _ other: OID) {
        for (index, item) in extensions.enumerated() where item.identifier == identifier {
            extensions[index] = ExtensionFixture(other, critical: item.isCritical) { $0.raw(item.value) }
        }
    }
}

extension ExtensionFixture {
    fileprivate static let policiesV2 = ExtensionFixture(.certificatePolicies, critical: true) { writer in
        writer.sequence { $0.sequence { $0.objectIdentifier(.resourcePolicyV2) } }
    }
}

private let identifierFaults: [Fault<CertificateFixture>] = [
    Fault("all of RFC 8360", nil) { $0 = $0.reconsidered },
    Fault("addresses alone", nil) {
        $0.remove(.autonomousSystemIdentifiers)
        $0 = $0.reconsidered
    },
    Fault("AS numbers alone", nil) {
        $0.remove(.ipAddressBlocks)
        $0 = $0.reconsidered
    },
    Fault("the policy alone", .certificateResourceIdentifiers) { $0.set(.policiesV2) },
    Fault("the identifiers alone", .certificateResourceIdentifiers) {
        $0.renumber(.ipAddressBlocks, .ipAddressBlocksV2)
        $0.renumber(.autonomousSystemIdentifiers, .autonomousSystemIdentifiersV2)
    },
    Fault("addresses with the other identifier", .certificateResourceIdentifiers) {
        $0 = $0.reconsidered
        $0.renumber(.ipAddressBlocksV2, .ipAddressBlocks)
    },
    Fault("AS numbers with the other identifier", .certificateResourceIdentifiers) {
        $0.renumber(.autonomousSystemIdentifiers, .autonomousSystemIdentifiersV2)
    },
    Fault("addresses under both", .certificateExtensionDuplicate) {
        $0.extensions.append(
            ExtensionFixture(.ipAddressBlocksV2, critical: true) { $0.sequence { $0.inheritedFamily(1) } }
        )
    },
    Fault("both policies", .certificatePolicies) {
        $0 = $0.reconsidered
        $0.set(
            ExtensionFixture(.certificatePolicies, critical: true) { writer in
                writer.sequence { list in
                    list.sequence { $0.objectIdentifier(.resourcePolicy) }
                    list.sequence { $0.objectIdentifier(.resourcePolicyV2) }
                }
            }
        )
    },
    Fault("addresses not critical", .certificateIPResources) {
        $0 = $0.reconsidered
        $0.setCritical(.ipAddressBlocksV2, false)
    },
    Fault("addresses out of order", .certificateIPResourcesNotCanonical) {
        $0.set(
            .ipResources { families in
                families.addressFamily(1) {
                    $0.bitString([11])
                    $0.bitString([10])
                }
            }
        )
        $0 = $0.reconsidered
    },
]
