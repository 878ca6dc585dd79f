import FlightEvents
import Logging
import ObjectStore
import RPKICrypto
import RPKIObjects

/// Brings the store's copy of an RRDP repository up to date (RFC 8182 section 3.4).
///
/// Contents belong to the notification URI that announced them: whatever names a repository gives its objects, it
/// changes no other repository's.
struct RRDPUpdater: Sendable {
    let store: ObjectStore
    let fetcher: HTTPFetcher
    let configuration: TransportConfiguration
    let time: any TimeSource
    let sink: any FlightSink
    let log: Logger

    /// One update within one budget.
    ///
    /// - Parameter anew: takes the snapshot whatever the store has.
    func update(_ notifyURI: HTTPSURI, anew: Bool = false) async -> UpdateAttempt {
        var run = Run(updater: self, notifyURI: notifyURI)
        return await run.update(anew: anew)
    }
}

extension RRDPUpdater {
    /// One update under way.
    private struct Run {
        private let updater: RRDPUpdater
        private let notifyURI: HTTPSURI
        private let id: RepositoryID
        private let budget: Budget
        private var record: RepositoryUpdateRecord

        init(updater: RRDPUpdater, notifyURI: HTTPSURI) {
            self.updater = updater
            self.notifyURI = notifyURI
            id = .rrdp(notifyURI)
            let configuration = updater.configuration
            budget = Budget(
                seconds: min(configuration.rrdpTimeout, configuration.repositoryTimeout),
                time: updater.time
            )
            record = RepositoryUpdateRecord(repository: notifyURI.description, scheduled: updater.time.now())
        }

        mutating func update(anew: Bool) async -> UpdateAttempt {
            var attempt = UpdateAttempt(source: id)
            do throws(FetchFailure) {
                let change = try await fetchAll(anew: anew)
                attempt.change = change
                record.finish(change)
            } catch {
                attempt.failure = error
                record.errorClass = error.errorClass
                record.errorText = error.description
            }
            updater.sink.record(.repositoryUpdated(record))
            return attempt
        }

        private mutating func fetchAll(anew: Bool) async throws(FetchFailure) -> RepositoryChange {
            let state = try storing { () throws(StoreError) in try updater.store.state(of: id) }
            record.previousRequestSent = state?.requestSent
            let stored = state.flatMap { state in
                state.session.flatMap { session in
                    state.serial.map { StoredRRDP(session: session, serial: $0, deltaHashes: state.deltaHashes) }
                }
            }
            let current = anew ? nil : stored
            guard let (notification, fetched) = try await fetchNotification(validators: current == nil ? nil : state)
            else {
                // Not modified: nothing else is to be remembered than when that was.
                return try unchanged(state)
            }
            record.session = notification.session
            record.serial = notification.serial
            var newState = RepositoryState(
                session: notification.session,
                serial: notification.serial,
                etag: fetched.etag,
                lastModified: fetched.lastModified,
                deltaHashes: notification.deltaHashes,
                requestSent: fetched.requestSent,
                firstByte: fetched.firstByte,
                succeeded: updater.time.now()
            )
            let plan =
                anew
                ? .snapshot(.requested)
                : NotificationPlan(
                    stored: current,
                    notification: notification,
                    maximumDeltas: updater.configuration.maximumDeltas
                )
            switch plan {
            case .notModified:
                newState.octets = state?.octets
                return try unchanged(newState)
            case .snapshot(let reason):
                return try await applySnapshot(notification, reason, newState)
            case .deltas(let deltas):
                do throws(ApplyError) {
                    return try await apply(deltas, notification, newState, octets: state?.octets ?? 0)
                } catch {
                    guard let reason = error.snapshotReason, !budget.isSpent else { throw error.failure }
                    updater.log.notice(
                        "deltas cannot be applied, taking the snapshot",
                        metadata: ["repository": "\(notifyURI)", "reason": "\(error.failure)"]
                    )
                    return try await applySnapshot(notification, reason, newState)
                }
            }
        }

        // MARK: Notification

        /// nil when the server says that it has not changed.
        private mutating func fetchNotification(
            validators: RepositoryState?
        ) async throws(FetchFailure) -> (RRDPNotification, FetchRecord)? {
            var request = request(notifyURI, .notification, updater.configuration.maximumNotificationSize)
            request.etag = validators?.etag
            request.lastModified = validators?.lastModified
            var events: [RRDPEvent] = []
            var notification: RRDPNotification?
            let uri = notifyURI
            let parser = try FetchFailure.parsing(uri) { () throws(RRDPError) in try RRDPParser(.notification) }
            let answer = try await updater.fetcher.fetch(request, budget: budget) { piece throws(FetchFailure) in
                try FetchFailure.parsing(uri) { () throws(RRDPError) in
                    if let piece {
                        events += try parser.parse(piece)
                    } else {
                        events += try parser.finish()
                        notification = try RRDPNotification(events, origin: uri)
                    }
                }
            }
            switch answer {
            case .notModified(let fetched):
                note(fetched)
                return nil
            case .complete(let fetched):
                note(fetched)
                guard let notification else { throw FetchFailure(uri: uri.description, .xml, "no notification") }
                return (notification, fetched)
            }
        }

        private mutating func note(_ fetched: FetchRecord) {
            record.requestSent = fetched.requestSent
            record.firstByte = fetched.firstByte
            record.lastByte = fetched.lastByte
            record.wireBytes += fetched.wireBytes
        }

        private mutating func unchanged(_ state: RepositoryState?) throws(FetchFailure) -> RepositoryChange {
            guard var state else { throw FetchFailure(uri: id.uri, .http, "not modified, but nothing is stored") }
            state.requestSent = record.requestSent
            state.firstByte = record.firstByte
            state.succeeded = updater.time.now()
            try storing { () throws(StoreError) in try updater.store.noteUnchanged(id, state: state) }
            record.transport = .unchanged
            record.session = state.session
            record.serial = state.serial
            return RepositoryChange()
        }

        // MARK: Snapshot and deltas

        private mutating func applySnapshot(
            _ notification: RRDPNotification,
            _ reason: SnapshotReason,
            _ state: RepositoryState
        ) async throws(FetchFailure) -> RepositoryChange {
            updater.log.debug(
                "taking the snapshot",
                metadata: ["repository": "\(notifyURI)", "reason": "\(reason.rawValue)"]
            )
            let update = try storing { () throws(StoreError) in
                try updater.store.beginUpdate(id, replacingAll: true)
            }
            var tally = RepositoryTally(limits)
            do throws(ApplyError) {
                try await apply(
                    notification.snapshot,
                    .snapshot,
                    session: notification.session,
                    serial: notification.serial,
                    to: update,
                    &tally
                )
                try check(tally)
            } catch {
                update.abandon()
                throw error.failure
            }
            return try commit(update, state, tally, .rrdpSnapshot)
        }

        /// Applies all deltas as one update: either every one of them counts or none.
        private mutating func apply(
            _ deltas: [NotificationPlan.Delta],
            _ notification: RRDPNotification,
            _ state: RepositoryState,
            octets: Int64
        ) async throws(ApplyError) -> RepositoryChange {
            let update: RepositoryUpdate
            var tally: RepositoryTally
            do throws(StoreError) {
                update = try updater.store.beginUpdate(id, replacingAll: false)
                tally = RepositoryTally(limits, objects: try updater.store.objectCount(of: id), octets: octets)
            } catch {
                throw ApplyError(failure: FetchFailure(uri: id.uri, error), snapshotReason: nil)
            }
            do throws(ApplyError) {
                for delta in deltas {
                    try await apply(
                        delta.reference,
                        .delta,
                        session: notification.session,
                        serial: delta.serial,
                        to: update,
                        &tally
                    )
                }
                try check(tally)
            } catch {
                update.abandon()
                throw error
            }
            do throws(FetchFailure) {
                return try commit(update, state, tally, .rrdpDelta)
            } catch {
                throw ApplyError(failure: error, snapshotReason: nil)
            }
        }

        /// Streams one file into the update, which must not be committed when this throws.
        private mutating func apply(
            _ reference: RRDPReference,
            _ document: RRDPParser.Document,
            session: String,
            serial: UInt64,
            to update: RepositoryUpdate,
            _ tally: inout RepositoryTally
        ) async throws(ApplyError) {
            let configuration = updater.configuration
            let application: RRDPApplication
            let request: HTTPRequest
            do throws(FetchFailure) {
                guard let uri = HTTPSURI(reference.uri) else {
                    throw FetchFailure(uri: id.uri, .xml, "\(reference.uri) is not an https URI")
                }
                request = self.request(
                    uri,
                    document == .delta ? .delta : .snapshot,
                    document == .delta ? configuration.maximumDeltaSize : configuration.maximumSnapshotSize
                )
                application = try RRDPApplication(
                    document,
                    uri: uri,
                    expecting: .init(session: session, serial: serial, hash: reference.hash),
                    maximumObjectSize: configuration.maximumObjectSize,
                    tally: tally,
                    store: updater.store,
                    update: update
                )
            } catch {
                throw ApplyError(failure: error, snapshotReason: .deltaFailed)
            }
            do throws(FetchFailure) {
                let answer = try await updater.fetcher.fetch(request, budget: budget) { piece throws(FetchFailure) in
                    try application.take(piece)
                }
                if case .complete(let fetched) = answer {
                    record.wireBytes += fetched.wireBytes
                    record.lastByte = fetched.lastByte ?? record.lastByte
                }
            } catch {
                throw ApplyError(failure: error, snapshotReason: application.snapshotReason)
            }
            tally = application.tally
        }

        private var limits: RepositoryTally.Limits {
            RepositoryTally.Limits(
                objects: updater.configuration.maximumRepositoryObjects,
                octets: updater.configuration.maximumRepositorySize
            )
        }

        /// What is too much altogether is no less in the snapshot.
        private func check(_ tally: RepositoryTally) throws(ApplyError) {
            guard let excess = tally.finalExcess else { return }
            throw ApplyError(failure: FetchFailure(uri: id.uri, .tooBig, excess), snapshotReason: nil)
        }

        private mutating func commit(
            _ update: RepositoryUpdate,
            _ state: RepositoryState,
            _ tally: RepositoryTally,
            _ transport: RepositoryUpdateRecord.Transport
        ) throws(FetchFailure) -> RepositoryChange {
            var state = state
            state.octets = tally.octets
            state.succeeded = updater.time.now()
            let change = try storing { () throws(StoreError) in try update.commit(state: state) }
            record.committed = updater.time.now()
            record.transport = transport
            return change
        }

        // MARK: Helpers

        private func request(_ uri: HTTPSURI, _ kind: FetchRecord.Kind, _ maximumBytes: Int64) -> HTTPRequest {
            HTTPRequest(
                uri: uri,
                repository: notifyURI.description,
                kind: kind,
                scheduled: updater.time.now(),
                totalTimeout: budget.seconds,
                maximumBytes: maximumBytes
            )
        }

        private func storing<Value>(_ body: () throws(StoreError) -> Value) throws(FetchFailure) -> Value {
            do throws(StoreError) {
                return try body()
            } catch {
                throw FetchFailure(uri: id.uri, error)
            }
        }
    }

    /// Why files could not be applied, and whether the snapshot may help.
    private struct ApplyError: Error {
        var failure: FetchFailure
        /// nil: it cannot.
        var snapshotReason: SnapshotReason?
    }
}
