package import DER
package import FlightEvents
package import Logging
import NumberResources
package import ObjectStore
import Payloads
import RPKICrypto
package import RPKIObjects

/// Keeps the verdicts on the whole RPKI up to date as data arrives and time passes.
///
/// The engine is told what happened: a trust anchor's certificate was found, a repository was updated. Each event
/// marks the publication points whose verdicts can change; ``settle()`` evaluates those, several at a time and off this
/// actor, walks on to authorities that appear, and returns what is valid now. The actor itself only keeps the books.
///
/// An authority whose repository has not been fetched yet is asked for through ``neededRepositories``; until
/// ``repositoryUpdated(_:source:change:)`` answers, its last valid state serves. Nothing waits for a repository.
package actor ValidationEngine {
    /// Repositories that authorities point to, each once when it is first needed (and again when it was out of use).
    package nonisolated let neededRepositories: AsyncStream<RepositoryLocation>
    /// What ``run()`` found, newest wins.
    package nonisolated let outputs: AsyncStream<EngineOutput>
    /// The newest output.
    package private(set) var output: EngineOutput

    private let store: ObjectStore
    private var configuration: ValidationConfiguration
    private let time: any TimeSource
    private let sink: any FlightSink
    private let log: Logger
    private let needed: AsyncStream<RepositoryLocation>.Continuation
    private let published: AsyncStream<EngineOutput>.Continuation

    private(set) var tree = AuthorityTree()
    private var repositories = RepositoryBook()
    /// In the order in which they were configured.
    private(set) var trustAnchors: [TrustAnchorState] = []
    /// Whether trust anchors or the configuration are others than those of the newest output.
    private var isReconfigured = false
    /// Why points are marked.
    private var causes: [String] = []
    private var lastInstant: PosixTime?
    /// Last valid states that the store has not taken yet.
    private var unsaved: [PublicationPointKey: StoredPublicationPoint] = [:]
    private var work = EvaluationCounters()
    /// Points that the store kept from being evaluated, and when they are tried again.
    private var failed: Set<PublicationPointKey> = []
    private var retry: PosixTime?
    /// See ``nextDeadline``.
    private var deadline: PosixTime?
    private var isSettling = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    package init(
        store: ObjectStore,
        configuration: ValidationConfiguration,
        time: any TimeSource,
        sink: any FlightSink,
        log: Logger
    ) {
        self.store = store
        self.configuration = configuration
        self.time = time
        self.sink = sink
        self.log = log
        (neededRepositories, needed) = AsyncStream.makeStream()
        (outputs, published) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        output = EngineOutput.empty
    }
}

// MARK: - Events

extension ValidationEngine {
    /// Replaces the trust anchors. Those that were there before keep what is known below them.
    package func setTrustAnchors(_ locators: [TrustAnchorLocator]) {
        let old = trustAnchors
        trustAnchors = locators.map { locator in
            if let known = old.first(where: { $0.locator == locator }) { return known }
            return TrustAnchorState(locator)
        }
        for state in old where !locators.contains(where: { $0.name == state.locator.name }) {
            forget(tree.setRoot(nil, of: state.locator.name))
        }
        isReconfigured = isReconfigured || old.map(\.locator) != locators
        note(cause: "configuration")
    }

    /// Tells which certificates were found at the places that the locator `name` lists: all that are on hand, the
    /// remembered ones too; none when there are none.
    package func trustAnchorFetched(_ name: String, candidates: [TrustAnchorCandidate]) {
        guard let index = trustAnchors.firstIndex(where: { $0.locator.name == name }),
            trustAnchors[index].candidates != candidates
        else { return }
        trustAnchors[index].candidates = candidates
        trustAnchors[index].isDirty = true
        note(cause: candidates.first?.uri ?? name)
    }

    /// Tells that an attempt to update a repository has ended, with success or without.
    ///
    /// - Parameters:
    ///   - source: Whose stored contents are in force for this location now; nil when there are none.
    ///   - change: What the attempt changed in them; nil when it changed nothing.
    package func repositoryUpdated(
        _ location: RepositoryLocation,
        source: RepositoryID?,
        change: RepositoryChange?
    ) {
        if repositories.answer(location, source: source) {
            for key in tree.keys(at: location) { tree.mark(key) }
            note(cause: location.description)
        }
        if let source, let change, change.contentsChanged {
            for directory in change.directories {
                tree.mark(directory: directory) { repositories.source(of: $0.location) == source }
            }
            note(cause: location.description)
        }
    }

    /// Replaces the configuration and marks everything.
    package func setConfiguration(_ configuration: ValidationConfiguration) {
        guard configuration != self.configuration else { return }
        self.configuration = configuration
        isReconfigured = true
        markAll(cause: "configuration")
    }

    /// Marks every publication point, so that the next ``settle()`` evaluates all anew.
    package func markAll(cause: String = "configuration") {
        tree.markAll()
        for index in trustAnchors.indices { trustAnchors[index].isDirty = true }
        note(cause: cause)
    }

    private func note(cause: String) {
        if !causes.contains(cause), causes.count < 8 { causes.append(cause) }
        wake.yield()
    }
}

// MARK: - State

extension ValidationEngine {
    /// Whether ``settle()`` has something to evaluate at present.
    package var hasWork: Bool {
        let now = instant
        return !tree.dirty.isEmpty || isReconfigured
            || trustAnchors.contains { $0.candidates != nil && $0.isDirty }
            || lastInstant.map { now < $0 } ?? false
            || nextDeadline.map { $0 <= now } ?? false
    }

    /// The earliest instant at which time alone changes a verdict.
    package var nextDeadline: PosixTime? { deadline }

    /// Whether every trust anchor has been walked and no repository is awaited.
    package var isComplete: Bool {
        repositories.isComplete && tree.dirty.isEmpty && failed.isEmpty
            && trustAnchors.allSatisfy { $0.selection != nil && !$0.isDirty }
    }

    /// Repositories that authorities point to.
    package var repositoriesInUse: Set<RepositoryLocation> {
        repositories.locations
    }

    /// Repositories that authorities point to and that have not answered yet.
    package var pendingRepositories: [RepositoryLocation] {
        repositories.pending
    }

    private var instant: PosixTime { configuration.instant ?? time.now().posix }
}

// MARK: - Work

extension ValidationEngine {
    /// Settles whenever there is something to do, until the task is cancelled; new outputs appear in ``outputs``.
    ///
    /// The clock is looked at every second, not slept towards: it may be set at any time.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [wake] in
                while (try? await Task.sleep(for: .seconds(1))) != nil { wake.yield() }
            }
            for await _ in wakeUps {
                while hasWork, !Task.isCancelled {
                    published.yield(await settle())
                    // Events get their turn, however much work there is.
                    await Task.yield()
                }
            }
            group.cancelAll()
        }
    }

    /// Evaluates what is marked or due and all that appears below it, and returns what is valid then.
    ///
    /// Events that arrive meanwhile are for the next call; calls take turns.
    package func settle() async -> EngineOutput {
        await takeTurn()
        defer { endTurn() }
        let started = time.now()
        let instant = configuration.instant ?? started.posix
        noteClock(instant)
        var batch = Batch(cause: causes.isEmpty ? "start" : causes.joined(separator: " "), instant: instant)
        causes = []
        batch.isReconfigured = isReconfigured
        isReconfigured = false
        selectTrustAnchors(&batch)
        batch.queue = tree.takeDirty()
        guard !batch.isEmpty else {
            // What was due may be gone: nothing is due for it any more.
            deadline = nextChange
            return output
        }
        await evaluate(&batch)
        for location in tree.takeVacated() { repositories.release(location) }
        persist(batch)
        deadline = nextChange
        publish(batch, started: started)
        return output
    }

    /// Waits until no other call works on the books, which do not change until ``endTurn()``.
    func takeTurn() async {
        if isSettling {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isSettling = true
        }
    }

    func endTurn() {
        if waiting.isEmpty {
            isSettling = false
        } else {
            waiting.removeFirst().resume()
        }
    }

    private var nextChange: PosixTime? {
        // While the store fails, what is due stays due: it must not be tried again and again until then.
        if !failed.isEmpty, let retry { return retry }
        return [trustAnchors.lazy.compactMap(\.selection?.nextChange).min(), tree.nextChange, retry].compactMap { $0 }
            .min()
    }

    /// What one call of ``settle()`` has done so far.
    private struct Batch {
        let cause: String
        let instant: PosixTime
        var queue: [PublicationPointKey] = []
        var evaluated = 0
        /// Whether trust anchors or the configuration are others than those of the newest output.
        var isReconfigured = false
        var payloadsChanged = false
        var verified: [(object: SHA256Digest, issuer: SHA256Digest)] = []
        var work = EvaluationCounters()

        init(cause: String, instant: PosixTime) {
            self.cause = cause
            self.instant = instant
        }

        var isEmpty: Bool { queue.isEmpty && !isReconfigured }
    }

    /// Time has passed: what is due is marked. A clock that stepped backwards can change anything.
    private func noteClock(_ instant: PosixTime) {
        if let lastInstant, instant < lastInstant {
            markAll(cause: "clock")
        } else if tree.mark(dueAt: instant) {
            note(cause: "clock")
        }
        for index in trustAnchors.indices {
            guard let next = trustAnchors[index].selection?.nextChange, next <= instant else { continue }
            trustAnchors[index].isDirty = true
            note(cause: "clock")
        }
        if let retry, retry <= instant {
            for key in failed { tree.mark(key) }
            failed = []
            self.retry = nil
        }
        lastInstant = instant
    }

    private func selectTrustAnchors(_ batch: inout Batch) {
        for index in trustAnchors.indices where trustAnchors[index].isDirty {
            guard let candidates = trustAnchors[index].candidates else { continue }
            let locator = trustAnchors[index].locator
            let selection = TrustAnchorSelection(
                locator: locator,
                candidates: candidates,
                at: batch.instant,
                profile: configuration.profile,
                verdicts: store
            )
            trustAnchors[index].selection = selection
            trustAnchors[index].isDirty = false
            batch.isReconfigured = true
            batch.verified += selection.newlyVerified
            batch.work += selection.counters
            if case .failure(let rejection) = selection.result {
                log.warning("trust anchor \(locator.name) is unusable: \(rejection)")
            }
            let lost = tree.setRoot(trustAnchors[index].authority, of: locator.name)
            batch.payloadsChanged = forget(lost) || batch.payloadsChanged
        }
    }

    /// Evaluates the batch's points and those that turn up below them, several at a time.
    private func evaluate(_ batch: inout Batch) async {
        let threads = max(1, configuration.threads)
        await withTaskGroup(of: PublicationPointJob.Finished.self) { group in
            var next = 0
            var running = 0
            while true {
                while running < threads, next < batch.queue.count {
                    let key = batch.queue[next]
                    next += 1
                    guard let job = job(key, at: batch.instant) else { continue }
                    group.addTask { job.run() }
                    running += 1
                }
                guard running > 0, let finished = await group.next() else { break }
                running -= 1
                integrate(finished, into: &batch)
            }
        }
    }

    private func job(_ key: PublicationPointKey, at instant: PosixTime) -> PublicationPointJob? {
        guard let node = tree.nodes[key] else { return nil }
        return PublicationPointJob(
            authority: node.authority,
            source: source(of: node.authority),
            unsavedMemory: unsaved[key],
            previous: node.state,
            instant: instant,
            configuration: configuration,
            store: store,
            time: time
        )
    }

    /// Where an authority's contents come from; asks for its repository when nobody has yet.
    private func source(of authority: CertificationAuthority) -> PublicationPointJob.Source {
        switch repositories.state(of: authority.location) {
        case .answered(let source?): return .repository(source)
        case .answered(nil): return .unavailable
        case .pending: return .pending
        case nil:
            guard
                repositories.request(
                    authority.location,
                    trustAnchor: authority.trustAnchor,
                    maximum: configuration.maximumRepositories
                )
            else {
                log.warning("too many repositories below \(authority.trustAnchor): \(authority.location) is left out")
                return .unavailable
            }
            needed.yield(authority.location)
            return .pending
        }
    }

    private func integrate(_ finished: PublicationPointJob.Finished, into batch: inout Batch) {
        let key = finished.authority.key
        guard let node = tree.nodes[key] else { return }
        // The issuer's verdict on this authority changed while it was evaluated: what was found is about another one.
        guard node.authority.evaluatesLike(finished.authority) else {
            batch.queue.append(key)
            return
        }
        guard var evaluation = finished.evaluation else {
            // Verdicts stay as they were until the store answers again.
            failed.insert(key)
            retry = PosixTime(batch.instant.seconds + 60)
            log.error("cannot evaluate \(finished.authority.manifestURI): \(finished.failure.map(\.description) ?? "")")
            return
        }
        refuseSurplus(in: &evaluation, below: node)
        let state = PublicationPointState(evaluation)
        batch.evaluated += 1
        batch.work += evaluation.counters
        batch.verified += evaluation.newlyVerified.map { (object: $0, issuer: finished.authority.subjectKey) }
        batch.payloadsChanged = batch.payloadsChanged || !state.givesSamePayloads(as: node.state)
        if let memory = evaluation.memory, configuration.instant == nil { unsaved[key] = memory }
        if let record = finished.record { sink.record(.evaluated(record)) }
        let (lost, marked) = tree.update(key, state: state, children: evaluation.children)
        batch.payloadsChanged = forget(lost) || batch.payloadsChanged
        batch.queue += marked
    }

    /// Refuses new authorities beyond the trust anchor's budget.
    private func refuseSurplus(in evaluation: inout PublicationPointEvaluation, below node: AuthorityTree.Node) {
        let known = Set(node.children)
        var room = configuration.maximumAuthorities - tree.size(of: node.authority.trustAnchor)
        var refused: [CertificationAuthority] = []
        evaluation.children.removeAll { child in
            if known.contains(child.key) { return false }
            room -= 1
            if room < 0 { refused.append(child) }
            return room < 0
        }
        evaluation.tally.discount(.authorityCertificate, refused.count)
        evaluation.rejected += refused.map {
            RejectedObject(object: $0.certificate, rejection: Rejection(.authorityLimit))
        }
    }

    /// Reports the payloads that went with these authorities. Returns whether there were any.
    @discardableResult
    private func forget(_ lost: [AuthorityTree.Node]) -> Bool {
        var hadPayloads = false
        for node in lost {
            guard let state = node.state, !state.accepted.isEmpty else { continue }
            hadPayloads = true
            let now = time.now()
            var record = EvaluationRecord(
                trustAnchor: node.authority.trustAnchor,
                manifestURI: node.authority.manifestURI.description,
                repository: nil,
                started: now,
                finished: now
            )
            record.gone = EvaluationDifference(lost: state).gone
            sink.record(.evaluated(record))
        }
        return hadPayloads
    }
}

// MARK: - Results

extension ValidationEngine {
    /// Hands to the store what must outlive the process. Failing costs time later, not correctness now.
    private func persist(_ batch: Batch) {
        do throws(StoreError) {
            if !batch.verified.isEmpty { try store.rememberVerified(batch.verified) }
            if !unsaved.isEmpty {
                try store.save(Array(unsaved.values))
                unsaved = [:]
            }
        } catch {
            // A reader beside the writer remembers for itself only.
            if case .readOnly = error { return }
            log.error("cannot save last valid states: \(error)")
        }
    }

    private func publish(_ batch: Batch, started: Timestamp) {
        work += batch.work
        let old = output
        var report = report()
        var content = old.content
        let unsafeAddresses = configuration.unsafePolicy == .accept ? .empty : tree.unsafeAddresses()
        if batch.payloadsChanged || batch.isReconfigured || content.unsafeAddresses != unsafeAddresses {
            content = OutputContent(
                tree.provenance(trustAnchors: trustAnchors.map(\.locator.name)),
                unsafeAddresses: unsafeAddresses,
                configuration: configuration
            )
        }
        report.excessiveCustomers = content.excessiveCustomers
        report.counters.unsafeVRPs = content.unsafeVRPs.count
        let isSame = old.generation > 0 && content.hasSamePayloads(as: old.content)
        output = EngineOutput(
            generation: isSame ? old.generation : old.generation + 1,
            content: content,
            trustAnchors: trustAnchors.map(\.locator.name),
            report: report,
            isComplete: isComplete
        )
        OutputNews(from: old, to: output).log(to: log, policy: configuration.unsafePolicy)
        var record = CycleRecord(cause: batch.cause, started: started, finished: time.now())
        let delta = PayloadDelta(from: old.payloads, to: output.payloads)
        record.publicationPoints = batch.evaluated
        record.objectsDecoded = batch.work.objectsDecoded
        record.signaturesVerified = batch.work.signaturesVerified
        record.payloadsAnnounced = delta.announcedCount
        record.payloadsWithdrawn = delta.count - delta.announcedCount
        sink.record(.cycleCompleted(record))
    }

    private func report() -> ValidationReport {
        var report = tree.report()
        report.trustAnchors = trustAnchors.map { .init(name: $0.locator.name, outcome: $0.outcome) }
        report.counters.work = work
        return report
    }
}
