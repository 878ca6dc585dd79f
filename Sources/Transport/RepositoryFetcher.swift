import DER
package import FlightEvents
import Foundation
package import Logging
package import ObjectStore
package import RPKIObjects

/// Keeps the store's copies of repositories up to date: RRDP first, rsync where RRDP is not offered or fails.
///
/// Repositories are updated in parallel and know nothing of one another: one that hangs costs its own budget, and
/// `LanePlan` sees to it that those that are slow or fail do not take the room of the others. The same
/// thing asked for twice at the same time is fetched once, also where two locations share a notification file but not
/// an rsync module; and when the second such location asks within a minute, it learns what the first one did.
package final class RepositoryFetcher: Sendable {
    private let store: ObjectStore
    private let configuration: TransportConfiguration
    private let time: any TimeSource
    private let rrdp: RRDPUpdater
    private let rsync: RsyncUpdater
    private let trustAnchors: TrustAnchorFetcher
    private let sources: StoredSources
    private let http: HTTPClient
    private let gate: OriginGate
    private let log: Logger

    private let updates: SharedTasks<RepositoryID, UpdateAttempt>
    private let recent = RecentAttempts()
    private let certificates: SharedTasks<String, TrustAnchorOutcome>
    private let rrdpLanes: FetchLanes
    private let rsyncLanes: FetchLanes
    private let standings: SourceStandings

    /// Makes the directory of the configuration and starts the network thread.
    package init(
        store: ObjectStore,
        configuration: TransportConfiguration,
        time: any TimeSource,
        sink: any FlightSink,
        log: Logger
    ) throws(TransportError) {
        do {
            try FileManager.default.createDirectory(
                atPath: configuration.directory + "/rsync",
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .directoryUnusable(path: configuration.directory, reason: error.localizedDescription)
        }
        var settings = HTTPClient.Settings()
        settings.userAgent = configuration.userAgent
        settings.connectTimeout = configuration.connectTimeout
        settings.idleTimeout = configuration.idleTimeout
        settings.minimumSpeed = configuration.minimumSpeed
        settings.hosts = configuration.hosts
        settings.proxy = configuration.proxy
        settings.fixedAddresses = configuration.fixedAddresses
        let sourceAddresses = try SourceAddresses(configuration.sourceAddresses)
        settings.sources = sourceAddresses
        settings.rootsFile = try TrustedRoots.bundle(
            adding: configuration.rootCertificateFiles,
            in: configuration.directory
        )
        guard let http = HTTPClient(settings, time: time) else { throw .noHTTP }
        self.http = http
        self.store = store
        sources = StoredSources(store: store, configuration: configuration)
        self.configuration = configuration
        self.time = time
        self.log = log
        gate = OriginGate(time: time)
        let fetcher = HTTPFetcher(client: http, hosts: configuration.hosts, gate: gate, time: time, sink: sink)
        rrdp = RRDPUpdater(
            store: store,
            fetcher: fetcher,
            configuration: configuration,
            time: time,
            sink: sink,
            log: log
        )
        rsync = RsyncUpdater(
            store: store,
            configuration: configuration,
            resolver: RsyncResolver(
                hosts: configuration.hosts,
                fixedAddresses: configuration.fixedAddresses,
                sources: sourceAddresses
            ),
            time: time,
            gate: gate,
            sink: sink,
            log: log
        )
        trustAnchors = TrustAnchorFetcher(
            store: store,
            fetcher: fetcher,
            rsync: rsync,
            configuration: configuration,
            time: time,
            log: log
        )
        let executor = WorkerExecutor()
        updates = SharedTasks(on: executor)
        certificates = SharedTasks(on: executor)
        rrdpLanes = FetchLanes(configuration.rrdpLanes, patience: configuration.patience)
        rsyncLanes = FetchLanes(configuration.rsyncLanes, patience: configuration.patience)
        standings = SourceStandings(store: store)
    }

    deinit {
        http.stop()
    }

    /// Ends everything that is under way, soon, and for good: what was and will be asked for ends as cancelled.
    package func cancelAll() {
        updates.cancelAll()
        certificates.cancelAll()
    }

    /// Fetches a trust anchor's certificate from the first of its URIs that yields one with the locator's key
    /// (RFC 8630 section 3): by HTTPS first. When none does, the newest stored one remains in use.
    package func fetchTrustAnchor(_ locator: TrustAnchorLocator) async -> TrustAnchorOutcome {
        await certificates.value(for: locator.name) { [self] in
            await trustAnchors.fetch(locator)
        }
    }

    /// Updates the contents behind a location.
    ///
    /// - Parameter anew: takes the RRDP snapshot although deltas would do: after damage, or on an operator's request.
    package func update(_ location: RepositoryLocation, anew: Bool = false) async -> RepositoryOutcome {
        var failures: [FetchFailure] = []
        var seconds = configuration.rsyncTimeout
        if let notifyURI = location.notifyURI, !configuration.disablesRRDP {
            let id = RepositoryID.rrdp(notifyURI)
            // Read before the attempt, which changes it.
            let lastSuccess = (try? store.state(of: id))?.succeeded
            let attempt = await attempt(id, for: location, reusing: !anew) { [self] in
                await admitted(id, notifyURI.host, rrdpLanes) { await rrdp.update(notifyURI, anew: anew) }
            }
            if let failure = attempt.failure { failures.append(failure) }
            if attempt.change != nil { return outcome(attempt, failures) }
            seconds = min(seconds, configuration.repositoryTimeout - attempt.seconds)
            guard attempt.failure?.errorClass != .cancelled, permitsRsync(notifyURI, lastSuccess),
                seconds >= configuration.leastFallback
            else {
                return RepositoryOutcome(
                    source: lastSource(location),
                    change: nil,
                    failures: failures,
                    verdict: .failed
                )
            }
            log.notice("falling back to rsync", metadata: ["repository": "\(notifyURI)"])
        }
        if configuration.disablesRsync {
            if failures.isEmpty {
                failures.append(FetchFailure(uri: location.description, .other, "rsync is disabled"))
            }
            return RepositoryOutcome(source: lastSource(location), change: nil, failures: failures, verdict: .failed)
        }
        let id = RepositoryID.rsync(location.rsyncModule.moduleURI)
        let budget = seconds
        let attempt = await attempt(id, for: location, reusing: true) { [self] in
            await admitted(id, location.rsyncModule.host, rsyncLanes) {
                await rsync.update(location.rsyncModule, seconds: budget)
            }
        }
        if let failure = attempt.failure { failures.append(failure) }
        guard attempt.change != nil else {
            return RepositoryOutcome(source: lastSource(location), change: nil, failures: failures, verdict: .failed)
        }
        return outcome(attempt, failures)
    }

    /// Lets the servers of a location be asked although they are being left alone: an operator wants to know.
    package func forgiveServers(of location: RepositoryLocation) {
        if let notifyURI = location.notifyURI { gate.forgive(notifyURI.origin) }
        gate.forgive(location.rsyncModule.origin)
    }

    /// The same for those of a trust anchor's certificate.
    package func forgiveServers(of locator: TrustAnchorLocator) {
        for uri in locator.uris {
            switch uri {
            case .https(let uri): gate.forgive(uri.origin)
            case .rsync(let uri): gate.forgive(uri.origin)
            }
        }
    }

    /// Whose stored contents serve a location while nothing newer can be fetched; nil when there are none.
    package func lastSource(_ location: RepositoryLocation) -> RepositoryID? {
        sources.lastSource(location)
    }

    /// Removes working copies of rsync modules that the store no longer has, a day after they were last written to.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    package func removeUnusedWorkingCopies() throws(StoreError) -> Int {
        let modules = try store.repositories().filter { $0.id.kind == .rsync }.map(\.id.uri)
        return WorkingCopyStorage(directory: configuration.directory).removeAll(
            but: modules,
            changedBefore: time.now().posix.seconds - 86_400
        )
    }

    private func attempt(
        _ id: RepositoryID,
        for location: RepositoryLocation,
        reusing: Bool,
        _ work: @escaping @Sendable () async -> UpdateAttempt
    ) async -> UpdateAttempt {
        if reusing, let attempt = recent.attempt(id, unknownTo: location, now: time.now()) { return attempt }
        let attempt = await updates.value(for: id, work)
        recent.note(attempt, knownTo: location, now: time.now())
        return attempt
    }

    /// Does `work` when its lane has room.
    private func admitted(
        _ id: RepositoryID,
        _ host: String,
        _ lanes: FetchLanes,
        _ work: () async -> UpdateAttempt
    ) async -> UpdateAttempt {
        let isProven = standings.isProven(id)
        let attempt =
            await lanes.run(host: host, isProven: isProven) {
                let started = time.now().monotonic
                var attempt = await work()
                attempt.seconds = Double(time.now().monotonic - started) / 1e9
                return attempt
            } ?? cancelled(id)
        standings.note(attempt, wasSlow: attempt.seconds > configuration.patience)
        return attempt
    }

    private func outcome(_ attempt: UpdateAttempt, _ failures: [FetchFailure]) -> RepositoryOutcome {
        RepositoryOutcome(
            source: attempt.source,
            change: attempt.change,
            failures: failures,
            verdict: attempt.verdict
        )
    }

    private func permitsRsync(_ notifyURI: HTTPSURI, _ lastSuccess: Timestamp?) -> Bool {
        guard !configuration.disablesRsync else { return false }
        // The same draw for every decision after one success, another one in every process and for every repository.
        var hasher = Hasher()
        hasher.combine(notifyURI)
        hasher.combine(lastSuccess)
        let draw = Double(UInt32(truncatingIfNeeded: hasher.finalize())) / (Double(UInt32.max) + 1)
        return configuration.fallback.permitsRsync(
            lastSuccess: lastSuccess,
            now: time.now(),
            refresh: configuration.refresh,
            draw: draw
        )
    }

    private func cancelled(_ id: RepositoryID) -> UpdateAttempt {
        UpdateAttempt(source: id, change: nil, failure: FetchFailure(uri: id.uri, .cancelled, "cancelled"))
    }
}
