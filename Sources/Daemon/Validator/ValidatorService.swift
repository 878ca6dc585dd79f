import FlightEvents
import Logging
import ObjectStore
import Payloads
import RPKIObjects
import ServiceLifecycle
import Synchronization
import Transport
import Validation

/// The validating part of the daemon: fetches each repository on its own schedule, validates what changed when it
/// changed, and offers every changed set to the publisher.
final class ValidatorService: Service {
    /// What is fetched on a schedule of its own.
    enum Subject: Hashable, Sendable {
        case trustAnchor(TrustAnchorLocator)
        case repository(RepositoryLocation)
    }

    /// Seconds after which the daemon serves what it has, although not everything has been walked once.
    private static let startBudget: Int64 = 600

    private let engine: ValidationEngine
    private let fetcher: RepositoryFetcher
    private let sources: StoredSources
    private let store: ObjectStore
    private let publisher: Publisher
    private let time: any TimeSource
    private let log: Logger
    private let scheduler: Scheduler<Subject>
    private let locators: Mutex<[TrustAnchorLocator]>
    private let statusBoard: StatusBoard

    init(
        configuration: Configuration,
        locators: [TrustAnchorLocator],
        store: ObjectStore,
        publisher: Publisher,
        sink: any FlightSink,
        time: any TimeSource,
        log: Logger
    ) throws(TransportError) {
        engine = ValidationEngine(
            store: store,
            configuration: configuration.validation,
            time: time,
            sink: sink,
            log: log
        )
        fetcher = try RepositoryFetcher(
            store: store,
            configuration: configuration.transport,
            time: time,
            sink: sink,
            log: log
        )
        sources = StoredSources(store: store, configuration: configuration.transport)
        self.store = store
        self.publisher = publisher
        self.time = time
        self.log = log
        self.locators = Mutex(locators)
        let board = StatusBoard()
        statusBoard = board
        let fetch = SubjectFetch(engine: engine, fetcher: fetcher, store: store, log: log)
        scheduler = Scheduler(policy: SchedulePolicy(refresh: Double(configuration.refresh)), time: time) {
            subject in
            let started = time.now()
            let (verdict, failures) = await fetch(subject)
            board[subject] = RepositoryStatus(
                started: started,
                ended: time.now(),
                verdict: verdict,
                failures: failures
            )
            return verdict
        }
    }

    // MARK: Running

    /// Fetches and validates until graceful shutdown.
    func run() async throws {
        await engine.setTrustAnchors(locators.withLock { $0 })
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                await withDiscardingTaskGroup { group in
                    await self.rememberTrustAnchors()
                    group.addTask { await self.engine.run() }
                    group.addTask { await self.scheduler.run() }
                    group.addTask { await self.takeNeededRepositories() }
                    group.addTask { await self.publishOutputs() }
                    group.addTask { await self.collectGarbage() }
                }
            }
        } onGracefulShutdown: {
            // The scheduler waits for the fetches under way, which end by themselves only with their budgets.
            self.fetcher.cancelAll()
        }
    }

    /// Lets the stored certificates count at once; fresh ones follow.
    private func rememberTrustAnchors() async {
        for locator in locators.withLock({ $0 }) {
            let candidates = StoredCertificates.candidates(for: locator, in: store)
            if !candidates.isEmpty { await engine.trustAnchorFetched(locator.name, candidates: candidates) }
            scheduler.add(.trustAnchor(locator))
        }
    }

    private func takeNeededRepositories() async {
        for await location in engine.neededRepositories {
            // What is stored serves until the first fetch ends.
            if let source = sources.lastSource(location) {
                await engine.repositoryUpdated(location, source: source, change: nil)
            }
            scheduler.add(.repository(location))
        }
    }

    /// Offers every changed set, once everything has been walked or the start has taken its budget.
    private func publishOutputs() async {
        let deadline = time.now().advanced(byNanoseconds: Self.startBudget * 1_000_000_000).monotonic
        var isReady = false
        var offered: UInt64 = 0
        for await output in engine.outputs {
            if !isReady {
                let isLate = time.now().monotonic >= deadline
                guard output.isComplete || isLate else { continue }
                isReady = true
                if !output.isComplete {
                    log.warning(
                        "start budget spent: serving without some repositories",
                        metadata: ["pending": "\(output.report.pendingPoints.count)"]
                    )
                }
                ReportSummary.log(output.report, to: log)
            }
            guard output.generation != offered else { continue }
            offered = output.generation
            let provenance = output.provenance
            publisher.offer(
                PayloadCandidate(payloads: output.payloads, computed: time.now()) { vrp in
                    provenance.statements(of: vrp).map(\.object.hash)
                }
            )
        }
    }

    private func collectGarbage() async {
        while (try? await Task.sleep(for: .seconds(3600))) != nil {
            do {
                let report = try store.collectGarbage(now: time.now().posix)
                log.debug("garbage collected", metadata: ["freed": "\(report.bytesFreed)"])
                try fetcher.removeUnusedWorkingCopies()
            } catch {
                log.error("cannot collect garbage", metadata: ["error": "\(error)"])
            }
        }
    }

    // MARK: Orders

    /// Puts new trust anchors and validation rules in force.
    func reload(_ configuration: Configuration, locators new: [TrustAnchorLocator]) async {
        let old = locators.withLock { locators in
            defer { locators = new }
            return locators
        }
        await engine.setConfiguration(configuration.validation)
        await engine.setTrustAnchors(new)
        for locator in old where !new.contains(locator) { scheduler.remove(.trustAnchor(locator)) }
        await rememberTrustAnchors()
    }

    /// Fetches what `prefix` begins the URI of, now. Returns the URIs.
    func hurry(_ prefix: String) -> [String] {
        scheduler.keys.filter { $0.uris.contains { $0.hasPrefix(prefix) } }.map { subject in
            scheduler.hurry(subject)
            return subject.uris[0]
        }.sorted()
    }

    /// One line for each subject.
    func statusLines() async -> [String] {
        let pending = Set(await engine.pendingRepositories)
        return scheduler.keys.map { subject in
            let state = statusBoard[subject]?.text ?? "not fetched yet"
            if case .repository(let location) = subject, pending.contains(location) {
                return "\(subject.uris[0]) awaited: \(state)"
            }
            return "\(subject.uris[0]) \(state)"
        }.sorted()
    }
}

extension ValidatorService.Subject {
    /// Where it is fetched from; never empty.
    var uris: [String] {
        switch self {
        case .trustAnchor(let locator): locator.uris.map(\.description)
        case .repository(let location):
            [location.notifyURI?.description, location.rsyncModule.description].compactMap { $0 }
        }
    }
}
