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

/// Faults of one object: it alone is rejected.
struct ObjectFaultTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let reason: RejectionReason
        /// The object that takes the place of `first.roa`.
        let make: @Sendable (TestAuthority) throws -> [UInt8]

        init(
            _ name: String,
            _ reason: RejectionReason,
            _ make: @escaping @Sendable (TestAuthority) throws -> [UInt8]
        ) {
            testDescription = name
            self.reason = reason
            self.make = make
        }
    }

    static let faults: [Fault] = [
        Fault("no DER", .signedObjectSyntax) { _ in [0x30, 0x03, 0x02, 0x01] },
        Fault("expired", .certificateExpired) {
            try roa($0, notBefore: issued.advanced(-600), notAfter: issued.advanced(599))
        },
        Fault("not yet valid", .certificateNotYetValid) { try roa($0, notBefore: issued.advanced(601)) },
        Fault("revoked", .certificateRevoked) { try roa($0, serial: 99) },
        Fault("beyond the authority's resources", .certificateResourcesOverclaim) {
            try $0.roa("10.3.0.0/24", fileName: "first.roa", serial: 11)
        },
        Fault("beyond what is left of its resources (RFC 8360)", .certificateResourcesOverclaim) {
            try $0.roa("10.3.0.0/24", fileName: "first.roa", serial: 11) { $0.reconsiderValidation() }
        },
        Fault("policy of RFC 8360 without its identifiers", .certificateResourceIdentifiers) {
            try roa($0) { $0.set(.certificatePolicies([OID.resourcePolicyV2])) }
        },
        Fault("signature is wrong", .signedObjectSignatureInvalid) {
            var octets = try roa($0)
            octets[octets.count - 1] ^= 1
            return octets
        },
        Fault("issued by another key", .certificateSignatureInvalid) { authority in
            let stranger = try TestAuthority("authority", TestKeys.stranger, directory: authority.directory)
            return try roa(stranger) { $0.set(.authorityKeyIdentifier(authority.key.keyIdentifier)) }
        },
        Fault("another authority's key identifier", .certificateAuthorityKeyMismatch) {
            let stranger = try TestKeys.stranger.get().keyIdentifier
            return try roa($0) { $0.set(.authorityKeyIdentifier(stranger)) }
        },
        Fault("another issuer's name", .certificateIssuerMismatch) { try roa($0) { $0.issuer = "somebody" } },
        Fault("another CRL", .certificateCRLMismatch) {
            try roa($0) { $0.set(.crlDistributionPoints(["rsync://rpki.example/repo/authority/other.crl"])) }
        },
        Fault("made for another place", .objectLocationMismatch) {
            try $0.roa("10.1.0.0/24", fileName: "else.roa", serial: 11)
        },
        Fault("a manifest under another name", .signedObjectContentType) { authority in
            try #require(TestPublication(authority).files()["\(authority.directory)manifest.mft"])
        },
    ]

    private static func roa(
        _ authority: TestAuthority,
        serial: UInt64 = 11,
        notBefore: PosixTime = issued,
        notAfter: PosixTime = issued.advanced(86_400),
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> [UInt8] {
        try authority.roa(
            "10.1.0.0/24",
            fileName: "first.roa",
            serial: serial,
            notBefore: notBefore,
            notAfter: notAfter,
            editing: editing
        )
    }

    @Test(arguments: faults)
    func isRejectedAlone(_ fault: Fault) async throws {
        let world = try TestWorld()
        #expect(try await world.update().texts == TestWorld.all)
        world.point = world.point.next()
        world.point.revoked = [99]
        world.point.objects["first.roa"] = try fault.make(world.authority)
        let output = try await world.update()
        #expect(output.texts == [TestWorld.second])
        #expect(output.rejections == ["first.roa": fault.reason])
        #expect(output.unusable.isEmpty && output.lastValid.isEmpty)
        #expect(try await world.shadow().texts == output.texts)
    }

    @Test func rejectionsNameTheObject() async throws {
        let world = try TestWorld()
        let octets: [UInt8] = [1, 2, 3]
        world.point.objects["first.roa"] = octets
        let rejected = try #require(try await world.update().report.rejectedObjects.first)
        #expect(rejected.object.uri == "rsync://rpki.example/repo/authority/first.roa")
        #expect(rejected.object.hash == SHA256Digest(hashing: octets))
        #expect(rejected.rejection.clause.hasPrefix("RFC "))
    }

    @Test func aPayloadStatedTwiceStaysWhenOneObjectGoes() async throws {
        let world = try TestWorld()
        world.point.objects["again.roa"] = try world.authority.roa("10.1.0.0/24", fileName: "again.roa", serial: 13)
        let vrp = try #require(try await world.update().vrps.first?.vrp)
        #expect(await world.engine.output.provenance.statements(of: vrp).count == 2)
        world.point = world.point.next()
        world.point.objects["first.roa"] = nil
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(
            output.provenance.statements(of: vrp).map(\.object.uri)
                == ["rsync://rpki.example/repo/authority/again.roa"]
        )
    }
}
