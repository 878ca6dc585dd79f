import FlightEvents
import Laboratory
import RPKIObjects
import Testing
import Validation

/// Every fault that a laboratory knows, published and validated: what has it is refused for the reason that the fault
/// names, and all else is not.
struct LaboratoryFaultTests {
    /// Why no fault of a laboratory has these reasons.
    static let withoutFault: [String: [RejectionReason]] = [
        "a trust anchor locator is the operator's, not published": [.talSyntax, .talURI, .talKey],
        "a limit of the validator's, tested with its configuration": [.certificateDepth, .authorityLimit],
        "a constraint is the operator's": [.trustAnchorConstraint],
        "what `apus inspect` says of files that nobody publishes": [.objectTypeUnknown],
        "a warning about a chain, tested with the tree of authorities": [.certificateResourcesTrimmed],
        "a state of a repository, not an object": [.repositoryPending, .repositoryUnavailable],
    ]

    /// Noted, and never a ground for rejection.
    static let advice: Set<RejectionReason> = [.roaNotCanonical, .manifestValidityMismatch]

    static func faults(_ scopes: LaboratoryFault.Scope...) -> [LaboratoryFault] {
        LaboratoryFault.all.filter { scopes.contains($0.scope) }
    }

    @Test func everyReasonHasAFault() {
        let caused = Set(LaboratoryFault.all.compactMap(\.reason))
        // A canonical cache representation is what a validator writes.
        let excepted = Set(Self.withoutFault.values.joined())
            .union(RejectionReason.allCases.filter { $0.rawValue.hasPrefix("ccr-") })
        #expect(caused.isDisjoint(with: excepted))
        #expect(Set(RejectionReason.allCases).subtracting(caused).subtracting(excepted) == [])
    }

    @Test func objectsAreRejectedAlone() async throws {
        let roaFaults = Self.faults(.roa)
        let world = try LaboratoryWorld(roas: roaFaults.count + 2)
        let others = Self.faults(.providerAuthorization, .routerCertificate, .prefixList, .ghostbusters)
        let ofTrustAnchor = Self.faults(.trustAnchorKeys)
        let unspoilt = try await world.publish()
        #expect(unspoilt.report.rejectedObjects.isEmpty)

        var expected: [String: LaboratoryFault] = [:]
        for fault in roaFaults + others + ofTrustAnchor {
            let uri = try #require(try world.laboratory.fault(fault, authority: world.authority(of: fault)).uri)
            expected[uri] = fault
        }
        let output = try await world.publish()
        let rejected = Dictionary(
            output.report.rejectedObjects.map { ($0.object.uri, $0.rejection.reason) },
            uniquingKeysWith: { first, _ in first }
        )
        let published = try world.published()
        for (uri, fault) in expected {
            let octets = try #require(published[uri])
            let verdict = Judgement(octets, uri)
            if let reason = fault.reason, Self.advice.contains(reason) {
                #expect(rejected[uri] == nil && verdict.warnings == [reason], "\(fault)")
            } else {
                #expect((rejected[uri] ?? verdict.reason) == fault.reason, "\(fault)")
            }
        }
        #expect(Set(rejected.keys).subtracting(expected.keys) == [])
        #expect(output.report.unusablePoints.isEmpty && output.report.lastValidPoints.isEmpty)

        try world.laboratory.repair()
        let repaired = try await world.publish()
        #expect(repaired.report.rejectedObjects.isEmpty && repaired.vrps == unspoilt.vrps)
        for (uri, octets) in try world.published() {
            let verdict = Judgement(octets, uri)
            #expect(verdict.reason == nil && verdict.warnings.isEmpty, "\(uri)")
        }
    }

    @Test func authoritiesAreRejectedWithAllBelowThem() async throws {
        let world = try LaboratoryWorld(roas: 2)
        let all = try await world.publish()
        for fault in Self.faults(.authorityCertificate) {
            let uri = try #require(try world.laboratory.fault(fault, authority: LaboratoryWorld.authority).uri)
            let output = try await world.publish()
            #expect(output.report.rejectedObjects.map(\.object.uri) == [uri], "\(fault)")
            #expect(output.report.rejectedObjects.map(\.rejection.reason) == [fault.reason], "\(fault)")
            #expect(output.vrps.isEmpty, "\(fault)")
            try world.laboratory.repair()
            #expect(try await world.publish().vrps == all.vrps, "after \(fault)")
        }
    }

    @Test func trustAnchorsAreRejected() throws {
        let world = try LaboratoryWorld(roas: 0)
        for fault in Self.faults(.trustAnchorCertificate) {
            _ = try world.laboratory.fault(fault)
            guard case .failure(let rejection) = try world.selectTrustAnchor().result else {
                Issue.record("\(fault) is not seen")
                continue
            }
            #expect(rejection.reason == fault.reason, "\(fault)")
            try world.laboratory.repair()
            #expect(throws: Never.self) { try world.selectTrustAnchor().result.get() }
        }
    }

    @Test func publicationPointsStayInTheirLastValidState() async throws {
        let world = try LaboratoryWorld(roas: 2)
        let all = try await world.publish()
        for fault in Self.faults(.publicationPoint, .manifest, .revocationList) {
            _ = try world.laboratory.fault(fault, authority: LaboratoryWorld.authority)
            let report = try await world.publish().report
            let reasons =
                report.lastValidPoints.compactMap(\.outcome.failure?.reason)
                + report.rejectedObjects.map(\.rejection.reason)
            if let reason = fault.reason, Self.advice.contains(reason) {
                let manifest = try #require(try world.published().first { $0.key.hasSuffix("ca-1.mft") })
                #expect(reasons == [] && Judgement(manifest.value, manifest.key).warnings == [reason], "\(fault)")
            } else {
                #expect(reasons == [fault.reason], "\(fault)")
            }
            try world.laboratory.repair()
            let repaired = try await world.publish()
            #expect(repaired.vrps == all.vrps && repaired.report.lastValidPoints.isEmpty, "after \(fault)")
        }
    }

    @Test func checklistsAreRejected() throws {
        let world = try LaboratoryWorld(roas: 0)
        for fault in [nil] + Self.faults(.checklist) {
            let octets = try world.laboratory.checklist(
                [.init(fileName: "file", content: [1]), .init(fileName: nil, content: [2])],
                by: LaboratoryWorld.authority,
                fault: fault
            )
            #expect(Judgement(octets, "list.sig").reason == fault?.reason, "\(String(describing: fault))")
        }
    }
}

/// What strict decoding and inspection say of one object, whatever its surroundings.
private struct Judgement {
    private(set) var reason: RejectionReason?
    private(set) var warnings: [RejectionReason] = []

    init(_ octets: [UInt8], _ uri: String) {
        do throws(Rejection) {
            warnings = try Self.inspect(octets, uri).map(\.reason)
        } catch {
            reason = error.reason
        }
    }

    private static func inspect(_ octets: [UInt8], _ uri: String) throws(Rejection) -> [Warning] {
        switch uri.split(separator: ".").last {
        case "cer":
            let certificate = try ResourceCertificate(decoding: octets)
            return try certificate.inspect(as: kind(of: certificate, uri), profile: .strict)
        case "crl": return try CertificateRevocationList(decoding: octets).inspect(profile: .strict)
        case "mft": return try inspect(octets, as: Manifest.self)
        case "roa": return try inspect(octets, as: RouteOriginAuthorization.self)
        case "asa": return try inspect(octets, as: ProviderAuthorization.self)
        case "spl": return try inspect(octets, as: SignedPrefixList.self)
        case "gbr": return try inspect(octets, as: GhostbustersRecord.self)
        case "tak": return try inspect(octets, as: TrustAnchorKeys.self)
        default: return try inspect(octets, as: SignedChecklist.self)
        }
    }

    private static func kind(of certificate: ResourceCertificate, _ uri: String) -> CertificateKind {
        if certificate.caIssuersURI == nil { return .trustAnchor }
        return certificate.isAuthority ? .ca : .bgpsecRouter
    }

    private static func inspect<Payload: SignedObjectPayload>(
        _ octets: [UInt8],
        as type: Payload.Type
    ) throws(Rejection) -> [Warning] {
        try SignedObject(decoding: octets).inspect(as: type, profile: .strict).warnings
    }
}
