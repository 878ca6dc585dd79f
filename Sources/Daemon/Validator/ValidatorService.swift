import DER
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
    /// A fetch has ended.
    private let fetchEnds: AsyncStream<Void>

    init(
        configuration: Configuration,
        locators: [TrustAnchorLocator],
        constraints: [String: ResourceConstraints],
        store: ObjectStore,
        publisher: Publisher,
        sink: any FlightSink,
        time: any TimeSource,
        log: Logger
    ) throws(TransportError) {
        engine = ValidationEngine(
            store: store,
            configuration: configuration.validation(constraints: constraints),
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
        let (fetchEnds, fetchEnded) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.fetchEnds = fetchEnds
        let fetch = SubjectFetch(engine: engine, fetcher: fetcher, store: store, log: log)
        scheduler = Scheduler(policy: SchedulePolicy(refresh: Double(configuration.refresh)), time: time) {
            subject in
            let started = time.now()
            let (result, failures) = await fetch(subject)
            board[subject] = RepositoryStatus(
                started: started,
                ended: time.now(),
                verdict: result.verdict,
                failures: failures
            )
            fetchEnded.yield()
            return result
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
                    group.addTask { await self.dropUnused() }
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
            await StoredCertificates.offer(locator, in: store, to: engine)
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

    /// Offers every set, once the daemon is ready: when everything has been walked once, or the start has taken its
    /// budget; what is remembered counts as walked if nothing in it has expired since it was served.
    private func publishOutputs() async {
        let readiness = Readiness(remembersWhole: remembersWhole)
        await withDiscardingTaskGroup { group in
            group.addTask {
                guard (try? await Task.sleep(for: .seconds(Self.startBudget))) != nil else { return }
                if let output = readiness.open() {
                    self.log.warning(
                        "start budget spent: serving without some repositories",
                        metadata: ["pending": "\(output.report.pendingPoints.count)"]
                    )
                    self.offer(output)
                }
            }
            group.addTask {
                // The last fetch that is waited for may change nothing, and so make no output.
                for await _ in self.fetchEnds where !readiness.isReady {
                    await self.offerIfReady(self.engine.output, readiness)
                }
            }
            for await output in engine.outputs { await offerIfReady(output, readiness) }
            group.cancelAll()
        }
    }

    private func offerIfReady(_ output: EngineOutput, _ readiness: Readiness) async {
        let isFetched = await isFetchedOnce(output)
        if readiness.admits(output, isFetched: isFetched) { offer(output) }
    }

    /// Whether no last valid state has expired since the last set was published: an evaluation of what is stored then
    /// gives what is valid now, without waiting for any repository.
    private var remembersWhole: Bool {
        guard let published = publisher.history.lastPublished, let points = try? store.publicationPoints() else {
            return false
        }
        let served = PosixTime(published / 1_000_000_000)
        let now = time.now().posix
        return !points.contains { $0.nextUpdate > served && $0.nextUpdate <= now }
    }

    /// Whether everything that is in use has been fetched once, with success or without.
    private func isFetchedOnce(_ output: EngineOutput) async -> Bool {
        guard output.isComplete else { return false }
        let anchors = locators.withLock { $0 }.map(Subject.trustAnchor)
        let repositories = await engine.repositoriesInUse.map(Subject.repository)
        return (anchors + repositories).allSatisfy { statusBoard[$0] != nil }
    }

    private func offer(_ output: EngineOutput) {
        let provenance = output.provenance
        publisher.offer(
            PayloadCandidate(payloads: output.payloads, computed: time.now()) { vrp in
                provenance.statements(of: vrp).map(\.object.hash)
            }
        )
    }

    /// Stops polling repositories that no authority points to any more.
    private func dropUnused() async {
        while (try? await Task.sleep(for: .seconds(60))) != nil {
            let inUse = await engine.repositoriesInUse
            for subject in scheduler.keys {
                guard case .repository(let location) = subject, !inUse.contains(location) else { continue }
                scheduler.remove(subject)
                statusBoard[subject] = nil
            }
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
    func reload(
        _ configuration: Configuration,
        locators new: [TrustAnchorLocator],
        constraints: [String: ResourceConstraints]
    ) async {
        let old = locators.withLock { locators in
            defer { locators = new }
            return locators
        }
        await engine.setConfiguration(configuration.validation(constraints: constraints))
        await engine.setTrustAnchors(new)
        for locator in old where !new.contains(locator) { scheduler.remove(.trustAnchor(locator)) }
        await rememberTrustAnchors()
    }

    /// Fetches what `prefix` begins the URI of, now. Returns the URIs.
    func hurry(_ prefix: String) -> [String] {
        scheduler.keys.filter { $0.uris.contains { $0.hasPrefix(prefix) } }.map { subject in
            switch subject {
            case .trustAnchor(let locator): fetcher.forgiveServers(of: locator)
            case .repository(let location): fetcher.forgiveServers(of: location)
            }
            scheduler.hurry(subject)
            return subject.uris[0]
        }.sorted()
    }

    /// One line for each subject.
    func statusLines() async -> [String] {
        let pending = Set(await engine.pendingRepositories)
        return scheduler.keys.map { subject in
            let standing = scheduler.standing(of: subject).map { ", \($0.text)" } ?? ""
            let state = (statusBoard[subject]?.text ?? "not fetched yet") + standing
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
