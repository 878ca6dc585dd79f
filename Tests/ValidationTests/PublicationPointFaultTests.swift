import DER
import FlightEvents
import Laboratory
import ObjectStore
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// Faults of the publication point: the fetch has failed as a whole (RFC 9286 section 6).
struct PublicationPointFaultTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let reason: RejectionReason
        /// Whether an empty store sees it too; regressions need something to compare with.
        var needsMemory = false
        let spoil: @Sendable (inout TestPublication) throws -> Void
        let testDescription: String

        init(
            _ name: String,
            _ reason: RejectionReason,
            needsMemory: Bool = false,
            _ spoil: @escaping @Sendable (inout TestPublication) throws -> Void
        ) {
            testDescription = name
            self.reason = reason
            self.needsMemory = needsMemory
            self.spoil = spoil
        }
    }

    static let faults: [Fault] = [
        Fault("no manifest", .manifestMissing) { $0.editPublished = { $0["manifest.mft"] = nil } },
        Fault("manifest is no DER", .signedObjectSyntax) { $0.editPublished = { $0["manifest.mft"] = [1, 2, 3] } },
        Fault("manifest's signature is wrong", .signedObjectSignatureInvalid) {
            $0.editPublished = { files in
                if let last = files["manifest.mft"]?.indices.last { files["manifest.mft"]?[last] ^= 1 }
            }
        },
        Fault("manifest is stale", .manifestStale) {
            $0.thisUpdate = issued.advanced(60)
            $0.nextUpdate = issued.advanced(500)
            $0.listNextUpdate = issued.advanced(86_400)
        },
        Fault("manifest is from the future", .manifestNotYetValid) { $0.thisUpdate = issued.advanced(7_200) },
        Fault("manifest number is lower", .manifestNumberRegression, needsMemory: true) { $0.number = 4 },
        Fault("manifest number is the same", .manifestReplaced, needsMemory: true) { $0.number = 5 },
        Fault("manifest number is lower and its time too", .manifestNumberRegression, needsMemory: true) {
            $0.number = 4
            $0.thisUpdate = issued.advanced(-60)
        },
        Fault("manifest number is the same and its time earlier", .manifestReplaced, needsMemory: true) {
            $0.number = 5
            $0.thisUpdate = issued.advanced(-60)
        },
        Fault("manifest number and time are the same", .manifestReplaced, needsMemory: true) {
            $0.number = 5
            $0.thisUpdate = issued
        },
        Fault("manifest is older", .manifestTimeRegression, needsMemory: true) {
            $0.thisUpdate = issued.advanced(-60)
        },
        Fault("manifest is as old", .manifestTimeRegression, needsMemory: true) { $0.thisUpdate = issued },
        Fault("manifest was made for another place", .objectLocationMismatch) {
            $0.editCertificate = {
                $0.set(.subjectInformationAccess([.signedObject("rsync://rpki.example/repo/else/manifest.mft")]))
            }
        },
        Fault("manifest's certificate is revoked", .certificateRevoked) { $0.revoked.append($0.manifestSerial) },
        Fault("manifest's certificate points to another CRL", .certificateCRLMismatch) {
            $0.editCertificate = { $0.set(.crlDistributionPoints(["rsync://rpki.example/repo/authority/other.crl"])) }
        },
        Fault("manifest's certificate is another issuer's", .certificateIssuerMismatch) {
            $0.editCertificate = { $0.issuer = "somebody" }
        },
        Fault("a listed file is missing", .objectMissing) { $0.editPublished = { $0["first.roa"] = nil } },
        Fault("a listed file has another hash", .objectHashMismatch) {
            $0.editPublished = { $0["first.roa"]?.append(0) }
        },
        Fault("a file of unknown type has another hash", .objectHashMismatch) {
            $0.editListed = { $0["card.xyz"] = [1] }
            $0.editPublished = { $0["card.xyz"] = [2] }
        },
        Fault("no CRL is listed", .crlMissing) { $0.editListed = { $0[TestPublication.listName] = nil } },
        Fault("the CRL is missing", .crlMissing) {
            $0.editListed = { $0[TestPublication.listName] = [0x30, 0x01, 0x02] }
            $0.editPublished = { $0[TestPublication.listName] = nil }
        },
        Fault("two CRLs are listed", .crlNotSingle) {
            $0.editListed = { $0["other.crl"] = $0[TestPublication.listName] }
        },
        Fault("the CRL is stale", .crlStale) {
            $0.listThisUpdate = issued
            $0.listNextUpdate = issued.advanced(300)
        },
        Fault("the CRL is from the future", .crlNotYetValid) { $0.listThisUpdate = issued.advanced(7_200) },
        Fault("the CRL is no DER", .crlSyntax) {
            $0.objects[TestPublication.listName] = nil
            $0.editListed = { $0[TestPublication.listName] = [1, 2, 3] }
            $0.editPublished = { $0[TestPublication.listName] = [1, 2, 3] }
        },
    ]

    @Test(arguments: faults)
    func leavesTheLastValidStateInPlace(_ fault: Fault) async throws {
        let world = try TestWorld()
        world.point.number = 5
        #expect(try await world.update().texts == TestWorld.all)
        world.point = world.point.next()
        try fault.spoil(&world.point)
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.lastValid == [fault.reason])
        #expect(output.unusable.isEmpty)
        // A restart finds the last valid state in the store.
        world.restart()
        #expect(try await world.update().texts == TestWorld.all)
    }

    @Test(arguments: faults)
    func givesNothingWithoutALastValidState(_ fault: Fault) async throws {
        let world = try TestWorld()
        world.point.number = 5
        world.point = world.point.next()
        try fault.spoil(&world.point)
        let output = try await world.update()
        #expect(output.texts == (fault.needsMemory ? TestWorld.all : []))
        #expect(output.unusable == (fault.needsMemory ? [] : [fault.reason]))
        #expect(output.lastValid.isEmpty)
    }

    @Test func theLastValidStateEndsWithItsOwnTime() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        world.point = world.point.next()
        world.point.editPublished = { $0["manifest.mft"] = nil }
        #expect(try await world.update().texts == TestWorld.all)
        let deadline = try #require(await world.engine.nextDeadline)
        #expect(deadline == issued.advanced(86_401))
        world.time.setWall(deadline.advanced(-1))
        #expect(await world.engine.settle().texts == TestWorld.all)
        world.time.setWall(deadline)
        let output = await world.engine.settle()
        #expect(output.texts.isEmpty)
        #expect(output.unusable == [.manifestMissing])
    }

    @Test func aNewNameForTheManifestStartsNumbersAnew() async throws {
        let world = try TestWorld()
        world.point.number = 500
        _ = try await world.update()
        // RFC 9981 section 3: the authority is certified again with another manifest URI.
        var renamed = world.authority
        renamed.manifestName = "renamed.mft"
        var point = TestPublication(renamed)
        point.objects = world.point.objects
        world.point = point
        world.anchorPoint = world.anchorPoint.next()
        world.anchorPoint.nextUpdate = issued.advanced(300 * 86_400)
        world.anchorPoint.objects["authority.cer"] = try renamed.certificate(
            from: world.trustAnchor,
            prefixes: TestWorld.authorityPrefixes,
            serial: 3
        )
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.lastValid.isEmpty && output.unusable.isEmpty)
    }

    @Test func theLastValidStateOutlivesAMove() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        let moved = try TestAuthority("authority", TestKeys.authority, directory: "rsync://rpki.example/repo/moved/")
        world.point.editPublished = { $0 = [:] }
        world.anchorPoint = world.anchorPoint.next()
        world.anchorPoint.nextUpdate = issued.advanced(300 * 86_400)
        world.anchorPoint.objects["authority.cer"] = try moved.certificate(
            from: world.trustAnchor,
            prefixes: TestWorld.authorityPrefixes,
            serial: 3
        )
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.lastValid == [.manifestMissing])
    }

    @Test func aRecordThatItsManifestDoesNotProveKeepsNothingOut() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        var record = try #require(try world.store.publicationPoints().first { $0.manifestURI.contains("authority") })
        record.number = [UInt8](repeating: 0x7F, count: 20)
        try world.store.save([record])
        world.point = world.point.next()
        world.point.objects["second.roa"] = nil
        world.restart()
        #expect(try await world.update().texts == [TestWorld.first])
    }

    @Test func unknownTypesAreCountedAndLeftAlone() async throws {
        let world = try TestWorld()
        world.point.objects["card.xyz"] = [1, 2, 3]
        let output = try await world.update()
        #expect(output.texts == TestWorld.all)
        #expect(output.report.counters.objects[.unknown] == 1)
        #expect(output.rejections.isEmpty)
    }

    /// What is stale, and whether it is the manifest or the CRL.
    @Test(arguments: [true, false], ValidationConfiguration.StalePolicy.allCases)
    func thePolicyDecidesAboutStaleManifestsAndCRLs(
        _ isManifest: Bool,
        _ policy: ValidationConfiguration.StalePolicy
    ) async throws {
        let world = try TestWorld()
        world.configuration.stalePolicy = policy
        world.restart()
        world.point.nextUpdate = issued.advanced(isManifest ? 300 : 86_400)
        world.point.listNextUpdate = issued.advanced(isManifest ? 86_400 : 300)
        // A manifest's own certificate usually ends with it, and that is not for the policy to forgive.
        world.point.editCertificate = { $0.notAfter = issued.advanced(90_000) }
        let output = try await world.update()
        #expect(output.texts == (policy == .reject ? [] : TestWorld.all))
        #expect(output.unusable == (policy == .reject ? [isManifest ? .manifestStale : .crlStale] : []))
        // One is about that certificate.
        #expect(output.report.counters.work.warnings == (policy == .warn ? 2 : 1))
    }

    @Test func aStaleManifestIsUsedWhenThePolicySaysSo() async throws {
        let world = try TestWorld()
        _ = try await world.update()
        world.time.setWall(issued.advanced(2 * 86_400))
        #expect(await world.engine.settle().texts.isEmpty)
        world.configuration.stalePolicy = .accept
        await world.engine.setConfiguration(world.configuration)
        // The manifest's EE certificate has ended with it: that is not for the policy to forgive.
        #expect(await world.engine.settle().unusable == [.certificateExpired])
    }
}
