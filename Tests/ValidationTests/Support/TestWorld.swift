import DER
import FlightEvents
import Foundation
import Laboratory
import Logging
import NumberResources
import ObjectStore
import Payloads
import RPKICrypto
import RPKIObjects
import Synchronization
import Testing
import Validation

/// A trust anchor with one authority below it that publishes two ROAs, a store, and an engine that validates them.
final class TestWorld {
    let time = ManualTimeSource(issued.advanced(600))
    let sink = RecordingSink()
    let store: ObjectStore
    var engine: ValidationEngine
    let trustAnchor: TestAuthority
    let authority: TestAuthority
    var anchorPoint: TestPublication
    var point: TestPublication
    /// Publication points beside the two, by name.
    var others: [String: TestPublication] = [:]
    var configuration = ValidationConfiguration()
    private let directory: String
    var anchorCertificate: [UInt8]

    static let repository = RepositoryID.rsync(module)
    static let anchorPrefixes = ["10.0.0.0/8", "192.0.2.0/24"]
    static let authorityPrefixes = ["10.1.0.0/16", "10.2.0.0/16"]

    /// What the two ROAs say.
    static let first = "10.1.0.0/24-24-AS64496"
    static let second = "10.2.0.0/24-24-AS64496"
    static let all = [first, second]

    init() throws {
        directory = NSTemporaryDirectory() + "apus-validation-" + UUID().uuidString
        store = try ObjectStore(
            directory: directory,
            access: .writer,
            time: time,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        engine = Self.engine(store, configuration, time, sink)
        trustAnchor = try TestAuthority.trustAnchor()
        authority = try TestAuthority.authority()
        anchorCertificate = try trustAnchor.certificate(prefixes: Self.anchorPrefixes, serial: 1)
        anchorPoint = TestPublication(trustAnchor)
        anchorPoint.nextUpdate = issued.advanced(300 * 86_400)
        point = TestPublication(authority)
        point.objects = [
            "first.roa": try authority.roa("10.1.0.0/24", fileName: "first.roa", serial: 11),
            "second.roa": try authority.roa("10.2.0.0/24", fileName: "second.roa", serial: 12),
        ]
        anchorPoint.objects["authority.cer"] = try authority.certificate(
            from: trustAnchor,
            prefixes: Self.authorityPrefixes
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    private static func engine(
        _ store: ObjectStore,
        _ configuration: ValidationConfiguration,
        _ time: ManualTimeSource,
        _ sink: RecordingSink
    ) -> ValidationEngine {
        ValidationEngine(
            store: store,
            configuration: configuration,
            time: time,
            sink: sink,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    var locator: TrustAnchorLocator {
        get throws {
            let key = Data(trustAnchor.key.subjectPublicKeyInfo).base64EncodedString()
            return try TrustAnchorLocator(parsing: "rsync://rpki.example/repo/anchor.cer\n\n\(key)\n", name: "anchor")
        }
    }

    /// Starts with a new engine on the same store.
    func restart() {
        engine = Self.engine(store, configuration, time, sink)
    }

    /// Puts everything that is published now into the store. Returns what that changed.
    @discardableResult
    func fetch() throws -> RepositoryChange {
        let update = try store.beginUpdate(Self.repository, replacingAll: true)
        for publication in [anchorPoint, point] + others.values {
            for (uri, octets) in try publication.files() { _ = try update.put(uri: uri, bytes: octets) }
        }
        return try update.commit(state: RepositoryState(succeeded: time.now()))
    }

    /// Tells the engine about the trust anchor and lets it walk as far as it gets.
    func start() async throws -> EngineOutput {
        await engine.setTrustAnchors([try locator])
        await engine.trustAnchorFetched("anchor", candidates: [.init(uri: "anchor.cer", octets: anchorCertificate)])
        return await engine.settle()
    }

    /// Fetches, and tells the engine; starts it when it has not been.
    func update() async throws -> EngineOutput {
        let change = try fetch()
        _ = try await start()
        return await answer(change)
    }

    /// Answers every repository that the engine asks for with what is stored of it.
    func answer(_ change: RepositoryChange? = nil) async -> EngineOutput {
        let location = RepositoryLocation(notifyURI: nil, rsyncModule: Self.module)
        await engine.repositoryUpdated(location, source: Self.repository, change: change)
        return await engine.settle()
    }

    static let module: RsyncURI = RsyncURI("rsync://rpki.example/repo/").unsafelyPresent

    /// What an engine finds that starts from nothing but the store, now.
    func shadow() async throws -> EngineOutput {
        let world = engine
        defer { engine = world }
        restart()
        _ = try await start()
        return await answer()
    }
}

extension Optional {
    /// For constants that the reader can see to be right.
    fileprivate var unsafelyPresent: Wrapped {
        guard let self else { preconditionFailure("a constant is malformed") }
        return self
    }
}

extension EngineOutput {
    /// The VRPs as text, sorted.
    var texts: [String] { vrps.map(\.vrp.description) }

    var unusable: [RejectionReason] { report.unusablePoints.compactMap(\.outcome.failure?.reason) }
    var lastValid: [RejectionReason] { report.lastValidPoints.compactMap(\.outcome.failure?.reason) }

    /// Reason by the file name of each rejected object.
    var rejections: [String: RejectionReason] {
        Dictionary(
            report.rejectedObjects.map {
                ($0.object.uri.split(separator: "/").last.map(String.init) ?? "", $0.rejection.reason)
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

/// Keeps what the engine tells the flight recorder.
final class RecordingSink: FlightSink {
    private let events = Mutex<[FlightEvent]>([])

    func record(_ event: FlightEvent) {
        events.withLock { $0.append(event) }
    }

    /// What was told since the last call.
    func take() -> (evaluations: [EvaluationRecord], cycles: [CycleRecord]) {
        let taken = events.withLock { events in
            defer { events = [] }
            return events
        }
        var evaluations: [EvaluationRecord] = []
        var cycles: [CycleRecord] = []
        for event in taken {
            switch event {
            case .evaluated(let record): evaluations.append(record)
            case .cycleCompleted(let record): cycles.append(record)
            default: break
            }
        }
        return (evaluations, cycles)
    }
}
