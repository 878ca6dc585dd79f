import FlightEvents
import Logging
import ObjectStore
import RPKICrypto
import RPKIObjects

/// Fetches the certificates of trust anchors (RFC 8630).
struct TrustAnchorFetcher: Sendable {
    let store: ObjectStore
    let fetcher: HTTPFetcher
    let rsync: RsyncUpdater
    let configuration: TransportConfiguration
    let time: any TimeSource
    let log: Logger

    /// Tries the locator's URIs, HTTPS before rsync and otherwise in the order given, until one yields a certificate
    /// with the locator's key.
    func fetch(_ locator: TrustAnchorLocator) async -> TrustAnchorOutcome {
        var failures: [FetchFailure] = []
        for uri in ordered(locator.uris) {
            do throws(FetchFailure) {
                let bytes = try await fetch(uri, locator)
                return TrustAnchorOutcome(
                    certificate: bytes,
                    uri: uri.description,
                    isFresh: true,
                    failures: failures
                )
            } catch {
                failures.append(error)
            }
        }
        let stored = newestStored(locator)
        return TrustAnchorOutcome(
            certificate: stored?.bytes,
            uri: stored?.uri,
            isFresh: false,
            failures: failures
        )
    }

    private func ordered(_ uris: [TrustAnchorURI]) -> [TrustAnchorURI] {
        let https = uris.filter { if case .https = $0 { !configuration.disablesRRDP } else { false } }
        let rsync = uris.filter { if case .rsync = $0 { !configuration.disablesRsync } else { false } }
        return https + rsync
    }

    private func fetch(_ uri: TrustAnchorURI, _ locator: TrustAnchorLocator) async throws(FetchFailure) -> [UInt8] {
        let id = RepositoryID.trustAnchor(uri.description)
        switch uri {
        case .https(let https):
            let state = try storing(id) { () throws(StoreError) in try store.state(of: id) }
            let kept = storedCertificate(id, locator)
            let budget = Budget(seconds: configuration.rrdpTimeout, time: time)
            var request = HTTPRequest(
                uri: https,
                repository: https.description,
                kind: .trustAnchor,
                scheduled: time.now(),
                totalTimeout: budget.seconds,
                maximumBytes: Int64(configuration.maximumTrustAnchorSize)
            )
            if kept != nil {
                request.etag = state?.etag
                request.lastModified = state?.lastModified
            }
            var bytes: [UInt8] = []
            let answer = try await fetcher.fetch(request, budget: budget) { piece throws(FetchFailure) in
                if let piece {
                    bytes += piece
                } else {
                    try check(bytes, locator, uri)
                }
            }
            switch answer {
            case .notModified(let fetched):
                guard let kept, var state else {
                    throw FetchFailure(uri: uri.description, .http, "not modified, but nothing is stored")
                }
                state.requestSent = fetched.requestSent
                state.firstByte = fetched.firstByte
                state.succeeded = time.now()
                try storing(id) { () throws(StoreError) in try store.noteUnchanged(id, state: state) }
                return kept
            case .complete(let fetched):
                let state = RepositoryState(
                    etag: fetched.etag,
                    lastModified: fetched.lastModified,
                    requestSent: fetched.requestSent,
                    firstByte: fetched.firstByte,
                    succeeded: time.now()
                )
                return try keep(bytes, id, state, locator)
            }
        case .rsync(let rsyncURI):
            let (bytes, requestSent, firstByte) = try await rsync.fetch(
                rsyncURI,
                maximumSize: configuration.maximumTrustAnchorSize,
                kind: .trustAnchor
            )
            try check(bytes, locator, uri)
            return try keep(
                bytes,
                id,
                RepositoryState(requestSent: requestSent, firstByte: firstByte, succeeded: time.now()),
                locator
            )
        }
    }

    /// RFC 8630 section 3: the key is the locator's, the certificate is self-signed and keeps to the profile; another one
    /// must not take the place of a good one. Time is left out here: see ``keep(_:_:_:_:)``.
    private func check(
        _ bytes: [UInt8],
        _ locator: TrustAnchorLocator,
        _ uri: TrustAnchorURI
    ) throws(FetchFailure) {
        do throws(Rejection) {
            let certificate = try ResourceCertificate(decoding: bytes)
            try locator.checkKey(of: certificate)
            _ = try certificate.inspect(as: .trustAnchor, profile: .default)
            guard certificate.isSigned(by: try certificate.publicKey()) else {
                throw Rejection(.certificateSignatureInvalid, "not signed by its own key")
            }
        } catch {
            throw FetchFailure(uri: uri.description, .other, "not the trust anchor's certificate: \(error.detail)")
        }
    }

    /// Stores what was fetched, and returns what is in force then: while the stored certificate is valid, it does not give
    /// way to one that is not valid now (RFC 8630 section 3), nor to one that it supersedes
    /// (draft-ietf-sidrops-rpki-ta-tiebreaker section 3). Otherwise a slip of the trust anchor would end everything below
    /// it, and whoever can answer in the repository's place could bring back resources that it has given away.
    private func keep(
        _ bytes: [UInt8],
        _ id: RepositoryID,
        _ state: RepositoryState,
        _ locator: TrustAnchorLocator
    ) throws(FetchFailure) -> [UInt8] {
        if let stored = storedCertificate(id, locator), !takesPlace(bytes, of: stored) {
            log.warning(
                "a certificate that is older or not valid now does not take the place of the stored one",
                metadata: ["uri": "\(id.uri)"]
            )
            // What was fetched has its turn when its time comes or the stored one ends: it must not count as known.
            var state = state
            (state.etag, state.lastModified) = (nil, nil)
            try storing(id) { () throws(StoreError) in try store.noteUnchanged(id, state: state) }
            return stored
        }
        try storing(id) { () throws(StoreError) in
            let update = try store.beginUpdate(id, replacingAll: true)
            _ = try update.put(uri: id.uri, bytes: bytes)
            _ = try update.commit(state: state)
        }
        return bytes
    }

    private func takesPlace(_ new: [UInt8], of stored: [UInt8]) -> Bool {
        let now = time.now().posix
        guard new != stored, let stored = try? ResourceCertificate(decoding: stored),
            (try? stored.checkValidity(at: now)) != nil
        else { return true }
        guard let new = try? ResourceCertificate(decoding: new), (try? new.checkValidity(at: now)) != nil else {
            return false
        }
        return !stored.supersedes(new)
    }

    private func storedCertificate(_ id: RepositoryID, _ locator: TrustAnchorLocator) -> [UInt8]? {
        guard let hash = try? store.object(uri: id.uri, in: id), let bytes = try? store.read(hash),
            let certificate = try? ResourceCertificate(decoding: bytes),
            (try? locator.checkKey(of: certificate)) != nil
        else { return nil }
        return bytes
    }

    private func newestStored(_ locator: TrustAnchorLocator) -> (bytes: [UInt8], uri: String)? {
        locator.uris.compactMap { uri -> (bytes: [UInt8], uri: String, succeeded: Int64)? in
            let id = RepositoryID.trustAnchor(uri.description)
            guard let state = try? store.state(of: id), let bytes = storedCertificate(id, locator) else { return nil }
            return (bytes, uri.description, state.succeeded.wall)
        }
        .max { $0.succeeded < $1.succeeded }
        .map { ($0.bytes, $0.uri) }
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
