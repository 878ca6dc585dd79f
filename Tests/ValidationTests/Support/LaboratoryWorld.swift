import DER
import FlightEvents
import Foundation
import Laboratory
import Logging
import ObjectStore
import RPKIObjects
import Testing
import Validation

/// A laboratory, and an engine that validates what it publishes to the letter of the RFCs, without a network.
final class LaboratoryWorld {
    let laboratory: Laboratory
    /// The strict engine's configuration.
    var configuration = ValidationConfiguration()
    private let directory: String
    private let time = ManualTimeSource(issued)
    private let clock = LaboratoryClock.manual(issued)
    private let store: ObjectStore
    private let engine: ValidationEngine
    private let location: RepositoryLocation

    static let name = "lab"
    /// The one authority below the trust anchor.
    static let authority = "lab-ca-1"

    /// - Parameter roas: how many ROAs the authority starts with.
    init(roas: Int) throws {
        directory = NSTemporaryDirectory() + "apus-validation-" + UUID().uuidString
        var laboratoryConfiguration = LaboratoryConfiguration()
        laboratoryConfiguration.trustAnchors = [Self.name]
        laboratoryConfiguration.authoritiesPerTrustAnchor = 1
        laboratoryConfiguration.roasPerAuthority = roas
        laboratoryConfiguration.endEntityKeys = 2
        laboratory = try Laboratory.create(
            directory: "\(directory)/lab",
            configuration: laboratoryConfiguration,
            clock: clock
        )
        let octets = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/lab/ta/\(Self.name).cer"))
        let certificate = try ResourceCertificate(decoding: Array(octets))
        location = RepositoryLocation(
            notifyURI: certificate.notifyURI,
            rsyncModule: try #require(certificate.caRepository)
        )
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        store = try ObjectStore(directory: "\(directory)/state", access: .writer, time: time, log: log)
        configuration.profile = .strict
        configuration.evaluatesRouterCertificates = true
        engine = ValidationEngine(
            store: store,
            configuration: configuration,
            time: time,
            sink: RecordingSink(),
            log: log
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Publishes, and validates what is published now.
    func publish() async throws -> EngineOutput {
        _ = try laboratory.publish()
        time.setWall(clock.now().advanced(1))
        await engine.setTrustAnchors([try locator])
        await engine.trustAnchorFetched(Self.name, candidates: [try candidate])
        _ = await engine.settle()
        let source = RepositoryID.rsync(location.rsyncModule)
        let update = try store.beginUpdate(source, replacingAll: true)
        for (uri, octets) in try published() { _ = try update.put(uri: uri, bytes: octets) }
        let change = try update.commit(state: RepositoryState(succeeded: time.now()))
        await engine.repositoryUpdated(location, source: source, change: change)
        return await engine.settle()
    }

    /// What becomes of the trust anchor's certificate as it is now.
    func selectTrustAnchor() throws -> TrustAnchorSelection {
        TrustAnchorSelection(
            locator: try locator,
            candidates: [try candidate],
            at: clock.now(),
            profile: .strict,
            verdicts: store
        )
    }

    private var locator: TrustAnchorLocator {
        get throws {
            try TrustAnchorLocator(
                parsing: String(decoding: contents("tals/\(Self.name).tal"), as: UTF8.self),
                name: Self.name
            )
        }
    }

    private var candidate: TrustAnchorCandidate {
        get throws { .init(uri: "\(Self.name).cer", octets: try contents("ta/\(Self.name).cer")) }
    }

    /// The authority that is to have a fault.
    func authority(of fault: LaboratoryFault) -> String {
        fault.scope == .trustAnchorKeys && fault != .authorityTAK ? Self.name : Self.authority
    }

    /// What is published, by URI.
    func published() throws -> [String: [UInt8]] {
        let module = URL(fileURLWithPath: "\(directory)/lab/rsync/\(Self.name)").resolvingSymlinksInPath().path
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: module) where path.contains(".") {
            files["\(location.rsyncModule)\(path)"] = try Array(
                Data(contentsOf: URL(fileURLWithPath: "\(module)/\(path)"))
            )
        }
        return files
    }

    private func contents(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: "\(directory)/lab/\(path)")))
    }
}
