import DER
import NumberResources
import RPKIObjects
import Testing

@Suite("Autonomous system provider authorizations")
struct ProviderAuthorizationTests {
    @Test("the fields of an ASPA as the profile wants it")
    func fields() throws {
        let aspa = try ProviderAuthorization(content: ASPAFixture().encoded[...])
        #expect(aspa.customer == ASN(64_496))
        #expect(aspa.providers == [ASN(64_500), ASN(64_501), ASN(4_294_967_295)])
    }

    @Test("one fault for each rule (draft-ietf-sidrops-aspa-profile-29)", arguments: faults)
    func rules(fault: Fault<ASPAFixture>) {
        #expect(fault.applied(to: ASPAFixture()).object.verdict(as: ProviderAuthorization.self) == fault.reason)
    }

    @Test("all providers are read and their order is checked, however many they are")
    func many() throws {
        var fixture = ASPAFixture()
        fixture.providers = (1...50_000).map { number in encode { $0.integer(100_000 + number) } }
        #expect(try ProviderAuthorization(content: fixture.encoded[...]).providers.count == 50_000)
        #expect(fixture.object.verdict(as: ProviderAuthorization.self) == nil)
        fixture.providers.append(encode { $0.integer(100_000) })
        #expect(fixture.object.verdict(as: ProviderAuthorization.self) == .aspaProvidersOrder)
    }

    @Test("the offset is that of the provider out of order")
    func offset() throws {
        var fixture = ASPAFixture()
        fixture.providers = [64_500, 64_502, 64_501].map { number in encode { $0.integer(number) } }
        let object = fixture.object.encoded
        do throws(Rejection) {
            _ = try SignedObject(decoding: object).inspect(as: ProviderAuthorization.self, profile: .strict)
            Issue.record("accepted")
        } catch {
            let offset = try #require(error.offset)
            #expect(Array(object[offset...].prefix(5)) == [2, 3, 0, 0xFB, 0xF5])
        }
    }
}

/// The parts of an ASPA, to be bent and then encoded.
struct ASPAFixture: Sendable {
    var version = encode { $0.explicit(0) { $0.integer(1) } }
    var customer = encode { $0.integer(64_496) }
    var providers = [64_500, 64_501, 4_294_967_295].map { number in encode { $0.integer(number) } }
    var rest: [UInt8] = []
    var certificate = CertificateFixture.autonomousSystems(64_496)

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence {
                $0.raw(version)
                $0.raw(customer)
                $0.sequence { for provider in providers { $0.raw(provider) } }
                $0.raw(rest)
            }
        }
    }

    var object: SignedObjectFixture {
        var object = SignedObjectFixture(
            .autonomousSystemProviderAuthorization,
            fileName: "a.asa",
            content: encoded
        )
        object.certificates = [certificate]
        object.certificates[0].set(.signedObjectAccess("a.asa"))
        return object
    }
}

private func providers(_ numbers: Int...) -> @Sendable (inout ASPAFixture) -> Void {
    let encoded = numbers.map { number in encode { $0.integer(number) } }
    return { $0.providers = encoded }
}

private let faults: [Fault<ASPAFixture>] = [
    Fault("nothing wrong", nil) { _ in },
    Fault("no version", .aspaVersion) { $0.version = [] },
    Fault("version 0", .aspaVersion) { $0.version = encode { $0.explicit(0) { $0.integer(0) } } },
    Fault("version 2", .aspaVersion) { $0.version = encode { $0.explicit(0) { $0.integer(2) } } },
    Fault("an implicit version", .aspaVersion) { $0.version = encode { $0.integer(1, .context(0)) } },
    Fault("two versions", .aspaVersion) {
        $0.version = encode { writer in
            writer.explicit(0) {
                $0.integer(1)
                $0.integer(1)
            }
        }
    },
    Fault("customer 0", .aspaCustomer) { $0.customer = encode { $0.integer(0) } },
    Fault("customer 4294967296", .aspaCustomer) { $0.customer = encode { $0.integer(UInt64(1) << 32) } },
    Fault("customer −1", .aspaCustomer) { $0.customer = encode { $0.integer(-1) } },
    Fault("customer 4294967295", nil) {
        $0.customer = encode { $0.integer(UInt32.max) }
        $0.providers.removeLast()
        $0.certificate = .autonomousSystems(.max)
    },
    Fault("no provider", .aspaProviders) { $0.providers = [] },
    Fault("provider 4294967296", .aspaProviders, providers(1, 4_294_967_296)),
    Fault("provider −1", .aspaProviders, providers(-1, 1)),
    Fault("a provider of another type", .aspaProviders) { $0.providers = [encode { $0.null() }] },
    Fault("AS 0 alone", nil, providers(0)),
    Fault("AS 0 with another", .aspaAS0Provider, providers(0, 64_500)),
    Fault("providers out of order", .aspaProvidersOrder, providers(64_501, 64_500)),
    Fault("a provider twice", .aspaProvidersOrder, providers(64_500, 64_500)),
    Fault("AS 0 twice", .aspaProvidersOrder, providers(0, 0)),
    Fault("the customer as provider", .aspaCustomerAsProvider, providers(64_496, 64_500)),
    Fault("the customer as only provider", .aspaCustomerAsProvider, providers(64_496)),
    Fault("something after the providers", .aspaSyntax) { $0.rest = encode { $0.null() } },
    Fault("another AS number in the certificate", .aspaResources) { $0.certificate = .autonomousSystems(64_497) },
    Fault("two AS numbers in the certificate", .aspaResources) {
        $0.certificate = .autonomousSystems(64_496, 64_498)
    },
    Fault("a range in the certificate", .aspaResources) {
        $0.certificate.set(
            .asResources { choice in
                choice.sequence { list in
                    list.sequence {
                        $0.integer(64_496)
                        $0.integer(64_497)
                    }
                }
            }
        )
    },
    Fault("a range of one in the certificate", .certificateASResourcesNotCanonical) {
        $0.certificate.set(
            .asResources { choice in
                choice.sequence { list in
                    list.sequence {
                        $0.integer(64_496)
                        $0.integer(64_496)
                    }
                }
            }
        )
    },
    Fault("inherited AS numbers", .aspaResources) { $0.certificate.set(.asResources { $0.null() }) },
    Fault("no AS numbers in the certificate", .aspaResources) {
        $0.certificate.remove(.autonomousSystemIdentifiers)
    },
    Fault("addresses in the certificate", .aspaIPResources) { $0.certificate.set(.ipResources) },
    Fault("inherited addresses", .aspaIPResources) { $0.certificate.set(.ipResources { $0.inheritedFamily(1) }) },
]
