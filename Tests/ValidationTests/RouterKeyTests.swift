import DER
import FlightEvents
import Laboratory
import NumberResources
import ObjectStore
import Payloads
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// Certificates of BGPsec routers (RFC 8209).
struct RouterKeyTests {
    private func world() throws -> TestWorld {
        let world = try TestWorld()
        world.configuration.evaluatesRouterCertificates = true
        world.restart()
        return world
    }

    @Test func givesAKeyForEachASNumber() async throws {
        let world = try world()
        let key = try TestKeys.router.get()
        world.point.objects["router.cer"] = try world.authority.router([64496...64496, 64498...64499], serial: 30)
        let output = try await world.update()
        #expect(output.rejections.isEmpty)
        #expect(output.payloads.routerKeys.map(\.asn) == [ASN(64496), ASN(64498), ASN(64499)])
        #expect(output.payloads.routerKeys.allSatisfy { $0.subjectPublicKeyInfo == key.subjectPublicKeyInfo })
        #expect(output.payloads.routerKeys.allSatisfy { $0.subjectKeyIdentifier == key.keyIdentifier.bytes })
        #expect(output.listing.routerKeys?.count == 3)
        #expect(output.report.counters.objects[.routerCertificate] == 1)
        let routerKey = try #require(output.payloads.routerKeys.first)
        let statement = try #require(output.provenance.statements(of: routerKey).first)
        #expect(statement.object.uri == "rsync://rpki.example/repo/authority/router.cer")
        #expect(statement.signed == nil)
        #expect(try await world.shadow().payloads == output.payloads)
        #expect(world.sink.take().evaluations.flatMap(\.accepted).contains { $0.object == statement.object })
    }

    @Test func isNotLookedIntoUnlessAskedFor() async throws {
        let world = try TestWorld()
        world.point.objects["router.cer"] = try world.authority.router([64496...64496], serial: 30)
        var output = try await world.update()
        #expect(output.listing.routerKeys == nil)
        #expect(output.payloads.routerKeys.isEmpty)
        #expect(output.report.counters.objects[.switchedOff] == 1)
        world.configuration.evaluatesRouterCertificates = true
        await world.engine.setConfiguration(world.configuration)
        output = await world.engine.settle()
        #expect(output.payloads.routerKeys.count == 1)
        _ = world.sink.take()
        world.configuration.evaluatesRouterCertificates = false
        await world.engine.setConfiguration(world.configuration)
        output = await world.engine.settle()
        #expect(output.listing.routerKeys == nil)
        // The authority has not withdrawn it.
        #expect(world.sink.take().evaluations.flatMap(\.gone).map(\.cause) == [.configuration])
    }

    @Test func goesWithItsTime() async throws {
        let world = try world()
        world.point.objects["router.cer"] = try world.authority.router(
            [64496...64496],
            serial: 30,
            notAfter: issued.advanced(3_600)
        )
        #expect(try await world.update().payloads.routerKeys.count == 1)
        _ = world.sink.take()
        world.time.setWall(issued.advanced(3_601))
        let output = await world.engine.settle()
        #expect(output.payloads.routerKeys.isEmpty)
        #expect(output.listing.routerKeys == [])
        #expect(world.sink.take().evaluations.flatMap(\.gone).map(\.cause) == [.expired])
    }

    @Test func tellsWhenItWasRevoked() async throws {
        let world = try world()
        let octets = try world.authority.router([64496...64496], serial: 30)
        world.point.objects["router.cer"] = octets
        _ = try await world.update()
        _ = world.sink.take()
        world.point = world.point.next()
        world.point.objects["router.cer"] = nil
        world.point.revoked = [30]
        #expect(try await world.update().payloads.routerKeys.isEmpty)
        let record = try #require(world.sink.take().evaluations.first)
        #expect(record.gone.map(\.cause) == [.revoked])
        #expect(record.revocationDates == [SHA256Digest(hashing: octets): issued.advanced(60)])
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
        Fault("AS numbers of somebody else", .certificateResourcesOverclaim) {
            try $0.router([64_000...64_000], serial: 30)
        },
        Fault("revoked", .certificateRevoked) { try $0.router([64_496...64_496], serial: 99) },
        Fault("IP addresses", .certificateResourcesNotAllowed) {
            try $0.router([64_496...64_496], serial: 30) { $0.set(.ipResources(.inherited)) }
        },
        Fault("inherited AS numbers", .certificateResourcesInherited) {
            try $0.router([64_496...64_496], serial: 30) { $0.set(.asResources(.inherit)) }
        },
        Fault("no extended key usage", .certificateExtendedKeyUsage) {
            try $0.router([64_496...64_496], serial: 30) { $0.remove(OID.extendedKeyUsage) }
        },
        Fault("an RSA key", .certificatePublicKey) {
            let key = try TestKeys.stranger.get()
            return try $0.router([64_496...64_496], serial: 30) {
                $0.subjectPublicKeyInfo = key.subjectPublicKeyInfo
                $0.set(.subjectKeyIdentifier(key.keyIdentifier))
            }
        },
        Fault("another issuer's signature", .certificateSignatureInvalid) { authority in
            let stranger = try TestAuthority("authority", TestKeys.stranger, directory: authority.directory)
            return try stranger.router([64_496...64_496], serial: 30) {
                $0.set(.authorityKeyIdentifier(authority.key.keyIdentifier))
            }
        },
    ]

    @Test(arguments: faults)
    func isRejectedAlone(_ fault: Fault) async throws {
        let world = try world()
        world.point.revoked = [99]
        world.point.objects["router.cer"] = try fault.make(world.authority)
        let output = try await world.update()
        #expect(output.rejections == ["router.cer": fault.reason])
        #expect(output.payloads.routerKeys.isEmpty)
        #expect(output.texts == TestWorld.all)
    }

    @Test func cannotHaveAnyNumberOfASNumbers() async throws {
        let world = try world()
        let all = UInt32(1)...4_000_000_000
        world.anchorPoint.objects["authority.cer"] = try world.authority.certificate(
            from: world.trustAnchor,
            prefixes: TestWorld.authorityPrefixes,
            asNumbers: 64496...64595
        )
        let anchor = try world.trustAnchor.certificate(prefixes: TestWorld.anchorPrefixes, asNumbers: all, serial: 1)
        world.anchorCertificate = anchor
        world.point.objects["hundred.cer"] = try world.authority.router([64496...64595], serial: 30)
        world.anchorPoint.objects["billions.cer"] = try world.trustAnchor.router([all], serial: 31)
        let output = try await world.update()
        #expect(output.rejections == ["billions.cer": .routerTooManyASNs])
        #expect(output.payloads.routerKeys.count == 100)
    }
}
