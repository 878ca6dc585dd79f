import FlightEvents
import Laboratory
import NumberResources
import ObjectStore
import Payloads
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// ASPAs: payloads beside VRPs, one for each customer.
struct ProviderTests {
    /// `AS64496: AS1 AS2` and so on.
    private func texts(_ output: EngineOutput) -> [String]? {
        output.listing.aspas?.map {
            "\($0.aspa.customer): " + $0.aspa.providers.map(\.description).joined(separator: " ")
        }
    }

    @Test func areUnitedByCustomerAcrossAuthorities() async throws {
        let world = try TestWorld()
        world.point.objects["a.asa"] = try world.authority.aspa(64496, [2, 1], fileName: "a.asa", serial: 21)
        world.point.objects["b.asa"] = try world.authority.aspa(64496, [3, 2], fileName: "b.asa", serial: 22)
        world.point.objects["c.asa"] = try world.authority.aspa(64500, [0], fileName: "c.asa", serial: 23)
        world.anchorPoint.objects["d.asa"] = try world.trustAnchor.aspa(64496, [9], fileName: "d.asa", serial: 24)
        world.anchorPoint.objects["e.asa"] = try world.trustAnchor.aspa(64500, [0], fileName: "e.asa", serial: 25)
        var output = try await world.update()
        #expect(texts(output) == ["AS64496: AS1 AS2 AS3 AS9", "AS64500: AS0"])
        #expect(output.payloads.aspas.count == 2)
        #expect(output.texts == TestWorld.all)
        #expect(output.report.counters.objects[.providerAuthorization] == 5)
        let names = output.provenance.statements(ofCustomer: ASN(64496)).compactMap {
            $0.object.uri.split(separator: "/").last.map(String.init)
        }
        #expect(Set(names) == ["a.asa", "b.asa", "d.asa"])
        #expect(output.provenance.statements(ofCustomer: ASN(64496)).allSatisfy { $0.signed == issued })
        #expect(output.provenance.statements(ofCustomer: ASN(64497)).isEmpty)
        // One says no provider, another one: the other counts.
        world.anchorPoint = world.anchorPoint.next()
        world.anchorPoint.objects["e.asa"] = try world.trustAnchor.aspa(64500, [7], fileName: "e.asa", serial: 26)
        _ = world.sink.take()
        output = try await world.update()
        #expect(texts(output) == ["AS64496: AS1 AS2 AS3 AS9", "AS64500: AS7"])
        let told = world.sink.take()
        #expect(told.evaluations.flatMap(\.accepted).map(\.object.uri) == ["rsync://rpki.example/repo/anchor/e.asa"])
        #expect(told.evaluations.flatMap(\.gone).map(\.cause) == [.superseded])
        #expect(told.cycles.map(\.payloadsAnnounced) == [1])
        #expect(try await texts(world.shadow()) == texts(output))
    }

    @Test func aCustomerWithTooManyProvidersIsLeftOutAndNamed() async throws {
        let world = try TestWorld()
        world.point.objects["a.asa"] = try world.authority.aspa(64496, 1...4_000, fileName: "a.asa", serial: 21)
        world.point.objects["b.asa"] = try world.authority.aspa(64497, [1], fileName: "b.asa", serial: 22)
        var output = try await world.update()
        #expect(output.payloads.aspas.map(\.providers.count) == [4_000, 1])
        #expect(output.report.excessiveCustomers.isEmpty)
        let full = world.point
        world.point = world.point.next()
        world.point.objects["c.asa"] = try world.authority.aspa(64496, [4_001], fileName: "c.asa", serial: 23)
        output = try await world.update()
        #expect(output.payloads.aspas.map(\.customer) == [ASN(64497)])
        #expect(output.report.excessiveCustomers == [ASN(64496)])
        #expect(output.rejections.isEmpty)
        #expect(output.provenance.statements(ofCustomer: ASN(64496)).count == 2)
        world.point = full.next().next()
        output = try await world.update()
        #expect(output.payloads.aspas.map(\.providers.count) == [4_000, 1])
        #expect(output.report.excessiveCustomers.isEmpty)
    }

    @Test(arguments: [4_001, 9_000, 30_000] as [UInt32])
    func anASPATooLargeLeavesNoOtherOfItsCustomer(_ count: UInt32) async throws {
        let world = try TestWorld()
        world.point.objects["a.asa"] = try world.authority.aspa(64496, 1...count, fileName: "a.asa", serial: 21)
        world.point.objects["b.asa"] = try world.authority.aspa(64496, [7], fileName: "b.asa", serial: 22)
        world.anchorPoint.objects["c.asa"] = try world.trustAnchor.aspa(64497, [1], fileName: "c.asa", serial: 23)
        let output = try await world.update()
        #expect(output.payloads.aspas.map(\.customer) == [ASN(64497)])
        #expect(output.report.excessiveCustomers == [ASN(64496)])
        #expect(output.rejections.isEmpty)
        #expect(output.report.counters.objects[.providerAuthorization] == 3)
    }

    @Test func areNotLookedIntoWhenSwitchedOff() async throws {
        let world = try TestWorld()
        world.point.objects["a.asa"] = try world.authority.aspa(64496, [1], fileName: "a.asa", serial: 21)
        world.point.objects["b.asa"] = [1, 2, 3]
        var output = try await world.update()
        #expect(texts(output) == ["AS64496: AS1"])
        #expect(output.rejections == ["b.asa": .signedObjectSyntax])
        _ = world.sink.take()
        world.configuration.evaluatesASPAs = false
        await world.engine.setConfiguration(world.configuration)
        output = await world.engine.settle()
        // The authority has not withdrawn anything.
        #expect(world.sink.take().evaluations.flatMap(\.gone).map(\.cause) == [.configuration])
        #expect(texts(output) == nil)
        #expect(output.payloads.aspas.isEmpty)
        #expect(output.rejections.isEmpty)
        #expect(output.report.counters.objects[.switchedOff] == 2)
        // They still have to be there: the manifest lists them.
        world.point = world.point.next()
        world.point.editPublished = { $0["a.asa"] = nil }
        #expect(try await world.update().lastValid == [.objectMissing])
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let reason: RejectionReason
        let make: @Sendable (TestAuthority) throws -> [UInt8]

        init(_ name: String, _ reason: RejectionReason, _ make: @escaping @Sendable (TestAuthority) throws -> [UInt8]) {
            testDescription = name
            self.reason = reason
            self.make = make
        }
    }

    static let faults: [Fault] = [
        Fault("no DER", .signedObjectSyntax) { _ in [0x30, 0x00] },
        Fault("another AS than the authority's", .certificateResourcesOverclaim) {
            try $0.aspa(65_000, [1], fileName: "a.asa", serial: 21)
        },
        Fault("revoked", .certificateRevoked) { try $0.aspa(64_496, [1], fileName: "a.asa", serial: 99) },
        Fault("made for another place", .objectLocationMismatch) {
            try $0.aspa(64_496, [1], fileName: "b.asa", serial: 21)
        },
        Fault("a ROA by another name", .signedObjectContentType) {
            try $0.roa("10.1.0.0/24", fileName: "a.asa", serial: 21)
        },
        Fault("the customer as its own provider", .aspaCustomerAsProvider) {
            try $0.aspa(64_496, [1, 64_496], fileName: "a.asa", serial: 21)
        },
        Fault("no provider beside one", .aspaAS0Provider) {
            try $0.aspa(64_496, [0, 1], fileName: "a.asa", serial: 21)
        },
    ]

    @Test(arguments: faults)
    func isRejectedAlone(_ fault: Fault) async throws {
        let world = try TestWorld()
        world.point.revoked = [99]
        world.point.objects["a.asa"] = try fault.make(world.authority)
        world.point.objects["good.asa"] = try world.authority.aspa(64496, [5], fileName: "good.asa", serial: 22)
        let output = try await world.update()
        #expect(output.rejections == ["a.asa": fault.reason])
        #expect(texts(output) == ["AS64496: AS5"])
        #expect(output.texts == TestWorld.all)
    }
}
