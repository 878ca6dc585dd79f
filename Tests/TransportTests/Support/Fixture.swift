import FlightEvents
import Logging
import ObjectStore
import RPKIObjects
import Synchronization
import Testing
import Transport

/// A store, a fetcher on it, and what they report.
final class Fixture: Sendable {
    let directory = TemporaryDirectory()
    let events = EventLog()
    let store: ObjectStore
    let fetcher: RepositoryFetcher

    init(_ adjust: (inout TransportConfiguration) -> Void = { _ in }) throws {
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        store = try ObjectStore(
            directory: directory.path + "/store",
            access: .writer,
            time: SystemTimeSource(),
            log: log
        )
        var configuration = TransportConfiguration(directory: directory.path + "/transport")
        configuration.hosts = HostPolicy(allowsDubious: true)
        configuration.rootCertificateFiles = [try TLSFiles.shared.get().root]
        adjust(&configuration)
        fetcher = try RepositoryFetcher(
            store: store,
            configuration: configuration,
            time: SystemTimeSource(),
            sink: events,
            log: log
        )
    }

    /// An rsync module where nothing listens, for tests that are about RRDP.
    static let deadModule = "rsync://localhost:1/none/"

    func update(_ notifyURI: String?, _ module: String = deadModule, anew: Bool = false) async throws
        -> RepositoryOutcome
    {
        await fetcher.update(try Self.location(notifyURI, module), anew: anew)
    }

    static func location(_ notifyURI: String?, _ module: String = deadModule) throws -> RepositoryLocation {
        RepositoryLocation(
            notifyURI: try notifyURI.map { try #require(HTTPSURI($0)) },
            rsyncModule: try #require(RsyncURI(module))
        )
    }

    /// The contents in force: content by URI.
    func contents(of id: RepositoryID?) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for object in try store.allObjects(in: try #require(id)) {
            contents[object.uri] = try store.read(object.hash)
        }
        return contents
    }
}

/// Keeps every event.
final class EventLog: FlightSink {
    private let events = Mutex<[FlightEvent]>([])

    func record(_ event: FlightEvent) {
        events.withLock { $0.append(event) }
    }

    var fetches: [FetchRecord] {
        events.withLock { $0.compactMap { if case .fetched(let record) = $0 { record } else { nil } } }
    }

    var updates: [RepositoryUpdateRecord] {
        events.withLock { $0.compactMap { if case .repositoryUpdated(let record) = $0 { record } else { nil } } }
    }
}

/// What RRDP brought from a notification URI.
func rrdp(_ uri: String) -> RepositoryID? {
    HTTPSURI(uri).map { .rrdp($0) }
}

/// What rsync brought from a module.
func rsync(_ uri: String) -> RepositoryID? {
    RsyncURI(uri).map { .rsync($0) }
}
