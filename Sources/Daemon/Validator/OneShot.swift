package import DER
import Flight
import FlightEvents
import Logging
import ObjectStore
package import Payloads
import RPKIObjects
import Transport
package import Validation

/// Validates once, after an update of every repository or of what is stored, and ends.
package enum OneShot {
    package struct Result: Sendable {
        /// The instant of evaluation.
        package let instant: PosixTime
        package let listing: PayloadListing
        package let report: ValidationReport
        /// Whether every trust anchor and repository could be brought up to date.
        package let isComplete: Bool
        /// Counters for the summary.
        package let summary: [PayloadSummary.Section]
        /// What was validated, with its objects.
        package let cache: ValidatedCache
    }

    /// - Parameter updating: fetches everything, as the store's one writer; otherwise nothing is fetched nor written,
    ///   and a daemon may run on the store meanwhile.
    package static func run(_ configuration: Configuration, updating: Bool) async throws -> Result {
        let time = SystemTimeSource()
        let log = StandardErrorLog.logger(for: configuration, time: time)
        let locators = try TrustAnchorSources.load(configuration)
        let store = try ObjectStore(
            directory: configuration.stateDirectory,
            access: updating ? .writer : .reader,
            time: time,
            log: log
        )
        guard updating else {
            return try await evaluate(configuration, locators, store, fetcher: nil, sink: DiscardingFlightSink(), log)
        }
        // An evaluation at another instant says nothing about how long anything took.
        guard configuration.evaluationTime == nil else {
            let sink = DiscardingFlightSink()
            let fetcher = try fetcher(configuration, store, time, sink, log)
            return try await evaluate(configuration, locators, store, fetcher: fetcher, sink: sink, log)
        }
        let recorder = try FlightRecorder(configuration: configuration.flight, time: time, log: log)
        let fetcher = try fetcher(configuration, store, time, recorder, log)
        async let recording: Void = recorder.run()
        defer { recorder.finish() }
        let result = try await evaluate(configuration, locators, store, fetcher: fetcher, sink: recorder, log)
        recorder.finish()
        await recording
        return result
    }

    private static func fetcher(
        _ configuration: Configuration,
        _ store: ObjectStore,
        _ time: SystemTimeSource,
        _ sink: any FlightSink,
        _ log: Logger
    ) throws(TransportError) -> RepositoryFetcher {
        try RepositoryFetcher(store: store, configuration: configuration.transport, time: time, sink: sink, log: log)
    }

    private enum Arrival: Sendable {
        case trustAnchor(TrustAnchorLocator, TrustAnchorOutcome)
        case repository(RepositoryLocation, RepositoryOutcome)
    }

    private static func evaluate(
        _ configuration: Configuration,
        _ locators: [TrustAnchorLocator],
        _ store: ObjectStore,
        fetcher: RepositoryFetcher?,
        sink: any FlightSink,
        _ log: Logger
    ) async throws -> Result {
        let time = SystemTimeSource()
        let engine = ValidationEngine(
            store: store,
            configuration: configuration.validation(constraints: try TrustAnchorSources.constraints(configuration)),
            time: time,
            sink: sink,
            log: log
        )
        await engine.setTrustAnchors(locators)
        var failures: [FetchFailure] = []
        if let fetcher {
            failures = await update(engine, locators, store, fetcher)
            // A run that is repeated by a timer must not let the store grow either.
            do {
                _ = try store.collectGarbage(now: time.now().posix)
                _ = try fetcher.removeUnusedWorkingCopies()
            } catch {
                log.error("cannot collect garbage", metadata: ["error": "\(error)"])
            }
        } else {
            await walkStored(
                engine,
                locators,
                store,
                StoredSources(store: store, configuration: configuration.transport)
            )
        }
        for failure in failures { log.warning("cannot fetch \(failure)") }
        let output = await engine.output
        ReportSummary.log(output.report, to: log)
        return Result(
            instant: configuration.evaluationTime ?? time.now().posix,
            listing: output.listing,
            report: output.report,
            isComplete: failures.isEmpty && output.isComplete,
            summary: ReportSummary.sections(of: output.report, store: store.counters, failures: failures.count),
            cache: ValidatedCache(engine: engine, store: store)
        )
    }

    /// Fetches every trust anchor and every repository that turns up, in parallel, and validates as they arrive.
    private static func update(
        _ engine: ValidationEngine,
        _ locators: [TrustAnchorLocator],
        _ store: ObjectStore,
        _ fetcher: RepositoryFetcher
    ) async -> [FetchFailure] {
        var failures: [FetchFailure] = []
        var requested: Set<RepositoryLocation> = []
        await withTaskGroup(of: Arrival.self) { group in
            for locator in locators {
                group.addTask { .trustAnchor(locator, await fetcher.fetchTrustAnchor(locator)) }
            }
            while let arrival = await group.next() {
                switch arrival {
                case .trustAnchor(let locator, let outcome):
                    failures += outcome.failures
                    await StoredCertificates.offer(locator, in: store, to: engine)
                case .repository(let location, let outcome):
                    failures += outcome.failures
                    await engine.repositoryUpdated(location, source: outcome.source, change: outcome.change)
                }
                _ = await engine.settle()
                for location in await engine.pendingRepositories where requested.insert(location).inserted {
                    group.addTask { .repository(location, await fetcher.update(location)) }
                }
            }
        }
        return failures
    }

    /// Validates what is stored, as far as it leads.
    private static func walkStored(
        _ engine: ValidationEngine,
        _ locators: [TrustAnchorLocator],
        _ store: ObjectStore,
        _ sources: StoredSources
    ) async {
        for locator in locators {
            await StoredCertificates.offer(locator, in: store, to: engine)
        }
        _ = await engine.settle()
        while case let pending = await engine.pendingRepositories, !pending.isEmpty {
            // Each location is answered for good: with its stored contents, or with none.
            for location in pending {
                await engine.repositoryUpdated(location, source: sources.lastSource(location), change: nil)
            }
            _ = await engine.settle()
        }
    }
}
