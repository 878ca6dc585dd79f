import CCurl
import FlightEvents
import RPKIObjects

/// GETs one file by HTTPS under the rules of RPKI retrieval and reports every transaction.
struct HTTPFetcher: Sendable {
    /// Redirects followed for one file.
    static let maximumRedirects = 10

    let client: HTTPClient
    let hosts: HostPolicy
    let gate: OriginGate
    let time: any TimeSource
    let sink: any FlightSink

    enum Answer {
        case complete(FetchRecord)
        /// The server says that what we have is current.
        case notModified(FetchRecord)
    }

    /// Fetches and hands each piece of the body to `consume`; nil marks the end of the body. What `consume` throws ends
    /// the transfer and is its failure.
    ///
    /// Redirects are followed within the origin only (RFC 9674 section 3).
    func fetch(
        _ request: HTTPRequest,
        budget: Budget,
        consume: (ArraySlice<UInt8>?) throws(FetchFailure) -> Void
    ) async throws(FetchFailure) -> Answer {
        let uri = request.uri
        if let objection = hosts.objection(host: uri.host, port: uri.port, defaultPort: 443) {
            var record = FetchRecord(
                repository: request.repository,
                uri: uri.description,
                kind: request.kind,
                scheduled: request.scheduled
            )
            let failure = FetchFailure(uri: uri.description, .address, "dubious host (\(objection.rawValue))")
            record.errorClass = failure.errorClass
            record.errorText = failure.text
            sink.record(.fetched(record))
            throw failure
        }
        try gate.pass(uri.origin, for: uri.description)
        var request = request
        for number in 0...Self.maximumRedirects {
            guard !budget.isSpent else { throw FetchFailure(uri: request.uri.description, .total, "no time left") }
            request.totalTimeout = budget.seconds
            switch try await transact(request, mayRedirect: number < Self.maximumRedirects, consume) {
            case .answer(let answer): return answer
            case .redirect(let target): request.uri = target
            }
        }
        throw tooManyRedirects(uri)
    }

    private func tooManyRedirects(_ uri: HTTPSURI) -> FetchFailure {
        FetchFailure(uri: uri.description, .http, "more than \(Self.maximumRedirects) redirects")
    }

    private enum Step {
        case answer(Answer)
        case redirect(HTTPSURI)
    }

    private func transact(
        _ request: HTTPRequest,
        mayRedirect: Bool,
        _ consume: (ArraySlice<UInt8>?) throws(FetchFailure) -> Void
    ) async throws(FetchFailure) -> Step {
        let transfer = client.start(request)
        do throws(FetchFailure) {
            let head = try await answer(of: transfer, request)
            var redirect: HTTPSURI?
            switch head.status {
            case 200:
                while let piece = try await transfer.next() {
                    try consume(piece[...])
                }
                try consume(nil)
            case 304 where request.etag != nil || request.lastModified != nil:
                while try await transfer.next() != nil {}
            case 301, 302, 303, 307, 308:
                redirect = try target(of: head, from: request.uri)
                if !mayRedirect { throw tooManyRedirects(request.uri) }
            default:
                throw refusal(head, request.uri)
            }
            // Bodies of redirects are of no interest: the transfer may end here.
            var record = await transfer.finish()
            if redirect != nil {
                record.errorClass = nil
                record.errorText = nil
            }
            sink.record(.fetched(record))
            if let redirect { return .redirect(redirect) }
            return .answer(head.status == 304 ? .notModified(record) : .complete(record))
        } catch {
            sink.record(.fetched(await transfer.finish(error)))
            throw error
        }
    }

    /// The head of the answer. Notes whether there is one.
    private func answer(of transfer: HTTPTransfer, _ request: HTTPRequest) async throws(FetchFailure) -> HTTPHead {
        do throws(FetchFailure) {
            let head = try await transfer.head()
            gate.noteAnswer(request.uri.origin)
            return head
        } catch {
            // One that takes the request and says nothing is as bad as one that is not there.
            let isSilent = error.errorClass == .idle || error.errorClass == .total
            guard error.errorClass.isOfServer || isSilent else { throw error }
            throw gate.noteFailure(request.uri.origin, error)
        }
    }

    /// What an answer means that brings nothing. RFC 9110 section 10.2.3, RFC 6585 section 4: the server may say when to
    /// come again.
    private func refusal(_ head: HTTPHead, _ uri: HTTPSURI) -> FetchFailure {
        let failure = FetchFailure(uri: uri.description, .http, "HTTP status \(head.status)")
        guard head.status == 429 || head.status == 503, let text = head.fields["retry-after"],
            let seconds = HTTPDate.delay(retryAfter: text, now: time.now().posix)
        else { return failure }
        return gate.noteRequest(uri.origin, seconds: seconds, failure)
    }

    private func target(of head: HTTPHead, from uri: HTTPSURI) throws(FetchFailure) -> HTTPSURI {
        guard let location = head.fields["location"] else {
            throw FetchFailure(uri: uri.description, .http, "a redirect without a target")
        }
        guard let resolved = ccurl_resolve_url(uri.description, location) else {
            throw FetchFailure(uri: uri.description, .http, "a redirect to \(location.prefix(200))")
        }
        defer { ccurl_string_free(resolved) }
        guard let target = HTTPSURI(String(cString: resolved)), target.hasSameOrigin(as: uri) else {
            throw FetchFailure(uri: uri.description, .origin, "a redirect to another origin: \(location.prefix(200))")
        }
        return target
    }
}
