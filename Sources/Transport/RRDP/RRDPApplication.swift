import FlightEvents
import ObjectStore
import RPKICrypto
import RPKIObjects

/// Puts one snapshot or delta, as it streams in, into an update of the store.
///
/// Objects are put before the hash of the whole file is known: the update must not be committed unless the end of the
/// file was taken without an error. Memory is bounded by the piece and one object.
final class RRDPApplication {
    /// What the notification promised.
    struct Promise {
        var session: String
        var serial: UInt64
        var hash: SHA256Digest
    }

    private let document: RRDPParser.Document
    private let uri: HTTPSURI
    private let promise: Promise
    private let parser: RRDPParser
    private let store: ObjectStore
    private let update: RepositoryUpdate
    private var hasher = SHA256Hasher()
    /// What the repository has by now.
    private(set) var tally: RepositoryTally
    /// After an error: why the snapshot should be taken instead; nil when that would not help.
    private(set) var snapshotReason: SnapshotReason? = .deltaFailed

    init(
        _ document: RRDPParser.Document,
        uri: HTTPSURI,
        expecting promise: Promise,
        maximumObjectSize: Int,
        tally: RepositoryTally,
        store: ObjectStore,
        update: RepositoryUpdate
    ) throws(FetchFailure) {
        self.document = document
        self.uri = uri
        self.promise = promise
        self.tally = tally
        self.store = store
        self.update = update
        var limits = RRDPParser.Limits()
        limits.objectSize = maximumObjectSize
        parser = try FetchFailure.parsing(uri) { () throws(RRDPError) in try RRDPParser(document, limits: limits) }
    }

    /// Takes the next octets of the file; nil for its end.
    func take(_ piece: ArraySlice<UInt8>?) throws(FetchFailure) {
        if let piece { hasher.update(piece) }
        let (parser, promise) = (parser, promise)
        let events = try FetchFailure.parsing(uri) { () throws(RRDPError) in
            let events = if let piece { try parser.parse(piece) } else { try parser.finish() }
            for case .header(let session, let serial) in events {
                // RFC 8182 sections 3.4.2 and 3.4.3.
                guard session == promise.session else {
                    throw RRDPError(.otherSession, "session \(session) instead of \(promise.session)")
                }
                guard serial == promise.serial else {
                    throw RRDPError(.otherSerial, "serial \(serial) instead of \(promise.serial)")
                }
            }
            return events
        }
        if piece == nil {
            let hash = hasher.finalize()
            guard hash == promise.hash else {
                throw FetchFailure(
                    uri: uri.description,
                    .hash,
                    "has the hash \(hash) where the notification says \(promise.hash)"
                )
            }
        }
        do throws(StoreError) {
            for event in events {
                try apply(event)
            }
        } catch {
            switch error {
            case .unexpectedContent: snapshotReason = .conflictingDelta
            case .unusableName: snapshotReason = .deltaFailed
            default: snapshotReason = nil
            }
            throw FetchFailure(uri: uri.description, error)
        }
        if let excess = tally.excess { throw FetchFailure(uri: uri.description, .tooBig, excess) }
    }

    private func apply(_ event: RRDPEvent) throws(StoreError) {
        switch event {
        case .publish(let name, let replacing, let bytes):
            let expectation: ObjectExpectation =
                switch (document, replacing) {
                case (.delta, let hash?): .content(hash)
                case (.delta, nil): .absent
                default: .anything
                }
            let hash = try update.put(uri: name, bytes: bytes, expecting: expectation)
            guard document == .delta else { return tally.add(octets: bytes.count) }
            if let replacing { try remove(replacing) }
            tally.add(hash, octets: bytes.count)
        case .withdraw(let name, let hash):
            try update.remove(uri: name, expecting: .content(hash))
            try remove(hash)
        case .header, .snapshot, .delta:
            break
        }
    }
}

extension RRDPApplication {
    private func remove(_ hash: SHA256Digest) throws(StoreError) {
        try tally.remove(hash) { () throws(StoreError) in try store.size(of: hash) }
    }
}

extension FetchFailure {
    /// Runs `body` and turns what it says about the document at `uri` into a failure to fetch it.
    static func parsing<Value>(
        _ uri: HTTPSURI,
        _ body: () throws(RRDPError) -> Value
    ) throws(FetchFailure) -> Value {
        do throws(RRDPError) {
            return try body()
        } catch {
            let errorClass: FetchRecord.ErrorClass =
                switch error.code {
                case .tooLarge: .tooBig
                case .otherSession, .otherSerial: .session
                case .otherOrigin: .origin
                default: .xml
                }
            throw FetchFailure(uri: uri.description, errorClass, error.description)
        }
    }

    /// A failure of the store: of the disk, unless what was fetched does not fit.
    init(uri: String, _ error: StoreError) {
        switch error {
        case .unexpectedContent: self.init(uri: uri, .hash, error.description)
        case .unusableName: self.init(uri: uri, .xml, error.description)
        default: self.init(uri: uri, .disk, error.description)
        }
    }
}
