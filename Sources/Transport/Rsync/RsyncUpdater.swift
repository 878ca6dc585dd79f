import FlightEvents
import Foundation
import Logging
import ObjectStore
import RPKICrypto
import RPKIObjects

/// Brings the store's copy of an rsync module up to date: rsync into a working copy, working copy into the store.
struct RsyncUpdater: Sendable {
    let store: ObjectStore
    let configuration: TransportConfiguration
    let resolver: RsyncResolver
    let time: any TimeSource
    let gate: OriginGate
    let sink: any FlightSink
    let log: Logger

    private var runner: RsyncRunner { RsyncRunner(command: configuration.rsyncCommand, time: time) }

    /// One update within so many seconds. Two of one module must not run at once.
    func update(_ module: RsyncURI, seconds: Double) async -> UpdateAttempt {
        let module = module.moduleURI
        let id = RepositoryID.rsync(module)
        var record = RepositoryUpdateRecord(repository: module.description, scheduled: time.now())
        var attempt = UpdateAttempt(source: id)
        do throws(FetchFailure) {
            let addresses = try resolver.addresses(of: module)
            let resolved = time.now()
            let state = try storing(id) { () throws(StoreError) in try store.state(of: id) }
            record.previousRequestSent = state?.requestSent
            let place = WorkingCopy(
                directory: storage.path(of: module.description),
                maximumFiles: configuration.maximumRepositoryObjects,
                maximumOctets: configuration.maximumRepositorySize
            )
            try makeDirectory(place.directory, module)
            try gate.pass(module.origin, for: module.description)
            let maximumSize = configuration.maximumObjectSize
            let (run, server) = await run(
                addresses,
                into: place,
                maximumFileSize: maximumSize,
                budget: Budget(seconds: seconds, time: time)
            ) { route in
                RsyncCommand(module: module, into: place.directory, maximumObjectSize: maximumSize, by: route)
            }
            var fetch = FetchRecord(
                repository: module.description,
                uri: module.description,
                kind: .rsync,
                scheduled: record.scheduled
            )
            fetch.resolved = resolved
            fetch.remoteAddress = server?.description
            let failure = report(run, of: module, fetch)
            record.requestSent = run.started
            record.firstByte = run.firstByte
            record.lastByte = run.finished
            record.wireBytes = run.progress.wireOctets
            if let failure, !run.exit.isPartial { throw failure }
            // Of a partial transfer nobody knows what it would have shown: it does not count as a look at the repository.
            var newState = RepositoryState(succeeded: time.now())
            newState.requestSent = run.exit.isComplete ? run.started : state?.requestSent
            newState.firstByte = run.exit.isComplete ? run.firstByte : state?.firstByte
            if !run.exit.isComplete, let state { newState.succeeded = state.succeeded }
            let change = try take(place, module, id, newState)
            attempt.change = change
            attempt.failure = failure
            record.transport = change.contentsChanged ? .rsync : .unchanged
            record.committed = change.contentsChanged ? time.now() : nil
            record.errorClass = failure?.errorClass
            record.errorText = failure?.description
            record.finish(change)
        } catch {
            // The disk belongs to others too. Half of too much is of no use to the next attempt.
            if error.errorClass == .tooBig { removeCopy(of: module) }
            attempt.failure = error
            record.errorClass = error.errorClass
            record.errorText = error.description
        }
        sink.record(.repositoryUpdated(record))
        return attempt
    }

    /// Fetches one file of at most `maximumSize` octets.
    func fetch(
        _ uri: RsyncURI,
        maximumSize: Int,
        kind: FetchRecord.Kind
    ) async throws(FetchFailure) -> (bytes: [UInt8], requestSent: Timestamp, firstByte: Timestamp?) {
        var record = FetchRecord(
            repository: uri.description,
            uri: uri.description,
            kind: kind,
            scheduled: time.now()
        )
        let addresses = try resolver.addresses(of: uri)
        record.resolved = time.now()
        let directory = storage.path(of: uri.description)
        try? FileManager.default.removeItem(atPath: directory)
        try makeDirectory(directory, uri)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try gate.pass(uri.origin, for: uri.description)
        let copy = WorkingCopy(directory: directory, maximumFiles: 8, maximumOctets: Int64(maximumSize))
        let (run, server) = await run(
            addresses,
            into: copy,
            maximumFileSize: maximumSize,
            budget: Budget(seconds: configuration.rsyncTimeout, time: time)
        ) { route in
            RsyncCommand(file: uri, into: directory, maximumSize: maximumSize, by: route)
        }
        record.remoteAddress = server?.description
        if let failure = report(run, of: uri, record) { throw failure }
        guard let file = try? copy.files().first(where: { $0.path == uri.fileName }),
            let bytes = copy.read(file, maximumSize: maximumSize)
        else { throw FetchFailure(uri: uri.description, .tooBig, "no file of at most \(maximumSize) octets") }
        return (bytes, run.started, run.firstByte)
    }

    /// Runs rsync with the first of the addresses at which the server is there.
    ///
    /// - Returns: the last run, and the address that it asked.
    private func run(
        _ addresses: [SocketAddress],
        into copy: WorkingCopy,
        maximumFileSize: Int,
        budget: Budget,
        _ command: (RsyncCommand.Route) -> RsyncCommand
    ) async -> (RsyncRunner.Report, SocketAddress?) {
        var rest = addresses[...]
        while true {
            let server = rest.popFirst()
            let source = server.flatMap { resolver.sources[$0.family] }
            let report = await runner.run(
                command(.init(server: server, source: source)).arguments,
                into: copy,
                maximumFileSize: maximumFileSize,
                budget: budget,
                measureInterval: configuration.measureInterval
            )
            guard !rest.isEmpty, report.firstByte == nil, report.exit.isConnectionFailure, !budget.isSpent else {
                return (report, server)
            }
        }
    }

    // MARK: Before

    private var storage: WorkingCopyStorage { WorkingCopyStorage(directory: configuration.directory) }

    private func makeDirectory(_ path: String, _ uri: RsyncURI) throws(FetchFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw FetchFailure(uri: uri.description, .disk, "\(path): \(error.localizedDescription)")
        }
    }

    private func removeCopy(of module: RsyncURI) {
        for path in [storage.path(of: module.description), storage.indexPath(of: module.description)] {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    // MARK: After

    private func report(
        _ run: RsyncRunner.Report,
        of uri: RsyncURI,
        _ record: FetchRecord
    ) -> FetchFailure? {
        var record = record
        record.requestSent = run.started
        record.firstByte = run.firstByte
        record.lastByte = run.finished
        record.wireBytes = run.progress.wireOctets
        record.decodedBytes = run.progress.octets
        record.exitStatus = run.exit.exitStatus
        var failure: FetchFailure?
        if !run.exit.isComplete {
            let errorClass = run.exit.errorClass(standardError: run.standardError)
            failure = FetchFailure(
                uri: uri.description,
                errorClass,
                run.exit.text(standardError: run.standardError)
            )
            record.errorClass = errorClass
            record.errorText = failure?.text
        }
        sink.record(.fetched(record))
        if run.firstByte != nil {
            gate.noteAnswer(uri.origin)
        } else if let silence = failure,
            silence.errorClass.isOfServer || silence.errorClass == .idle || silence.errorClass == .total
        {
            failure = gate.noteFailure(uri.origin, silence)
        }
        return failure
    }

    /// Makes the store's contents what the working copy holds, reading only files that look different from the last time.
    private func take(
        _ copy: WorkingCopy,
        _ module: RsyncURI,
        _ id: RepositoryID,
        _ state: RepositoryState
    ) throws(FetchFailure) -> RepositoryChange {
        let files: [WorkingCopy.File]
        do throws(WorkingCopy.Failure) {
            files = try copy.files()
        } catch {
            throw FetchFailure(uri: module.description, error)
        }
        let indexPath = storage.indexPath(of: module.description)
        let known = WorkingCopyIndex(path: indexPath)
        return try storing(id) { () throws(StoreError) in
            var stored: [String: SHA256Digest] = [:]
            for object in try store.allObjects(in: id) { stored[object.uri] = object.hash }
            let update = try store.beginUpdate(id, replacingAll: true)
            var index = WorkingCopyIndex()
            do throws(StoreError) {
                for file in files {
                    // A name that makes no URI names nothing that a manifest or certificate could refer to.
                    guard let uri = RsyncURI("\(module)\(file.path)")?.description else { continue }
                    if let entry = known.entries[file.path], entry.stamp == file.stamp, stored[uri] == entry.hash,
                        try update.keep(uri: uri)
                    {
                        index.entries[file.path] = entry
                    } else if let bytes = copy.read(file, maximumSize: configuration.maximumObjectSize) {
                        let hash = try update.put(uri: uri, bytes: bytes)
                        index.entries[file.path] = .init(hash: hash, stamp: file.stamp)
                    }
                }
            } catch {
                update.abandon()
                throw error
            }
            let change = try update.commit(state: state)
            do {
                if index != known { try index.write(to: indexPath) }
            } catch {
                log.warning(
                    "cannot write \(indexPath): the next update reads every file",
                    metadata: ["error": "\(error)"]
                )
            }
            return change
        }
    }

    private func storing<Value>(
        _ id: RepositoryID,
        _ body: () throws(StoreError) -> Value
    ) throws(FetchFailure) -> Value {
        do throws(StoreError) {
            return try body()
        } catch {
            throw FetchFailure(uri: id.uri, error)
        }
    }
}

extension FetchFailure {
    fileprivate init(uri: String, _ error: WorkingCopy.Failure) {
        switch error {
        case .tooManyFiles: self.init(uri: uri, .tooBig, "too many files")
        case .tooManyOctets: self.init(uri: uri, .tooBig, "too many octets")
        case .tooDeep: self.init(uri: uri, .tooBig, "directories nested too deeply")
        case .unreadable(let path, let reason): self.init(uri: uri, .disk, "\(path): \(reason)")
        }
    }
}

extension RsyncURI {
    /// Scheme, host and port.
    var origin: String { "rsync://\(host):\(port ?? 873)" }
}
