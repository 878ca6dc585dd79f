import CCurl
import FlightEvents
import RPKIObjects
import Synchronization

/// A transfer between the network thread, which fills it, and one task, which empties it.
///
/// At most `highWater` octets (and one piece more) wait in between: beyond that the network thread leaves the rest in
/// the socket until the task has taken them.
final class HTTPTransfer: Sendable {
    /// What the network thread does about a piece of the body.
    enum BodyAnswer {
        case taken, pause, abort
    }

    private struct State {
        var reader = HTTPHeadReader()
        var head: HTTPHead?
        var buffer: [UInt8] = []
        var decodedBytes: Int64 = 0
        var isPaused = false
        var started: Timestamp?
        /// Why we ended it ourselves.
        var abortion: FetchFailure?
        var isEnded = false
        var failure: FetchFailure?
        var record: FetchRecord
        var waiter: CheckedContinuation<Void, Never>?

        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    /// Octets that wait at most.
    static let highWater = 1 << 20

    let request: HTTPRequest
    private let addresses: HostPolicy
    private let state: Mutex<State>
    /// Tells the network thread to come and look at this transfer.
    private let attend: @Sendable (HTTPTransfer, HTTPAttention) -> Void

    init(
        _ request: HTTPRequest,
        addresses: HostPolicy,
        attend: @escaping @Sendable (HTTPTransfer, HTTPAttention) -> Void
    ) {
        self.request = request
        self.addresses = addresses
        self.attend = attend
        state = Mutex(
            State(
                record: FetchRecord(
                    repository: request.repository,
                    uri: request.uri.description,
                    kind: request.kind,
                    scheduled: request.scheduled
                )
            )
        )
    }

    // MARK: The reading task

    /// Status and header of the answer.
    func head() async throws(FetchFailure) -> HTTPHead {
        while true {
            let (head, isEnded, failure) = state.withLock { ($0.head, $0.isEnded, $0.failure) }
            if let failure { throw failure }
            if let head { return head }
            if isEnded { throw FetchFailure(uri: request.uri.description, .http, "no answer") }
            await wait { $0.head != nil }
        }
    }

    /// The octets that came since; nil at the end of the body.
    func next() async throws(FetchFailure) -> [UInt8]? {
        while true {
            let (bytes, resumes, isEnded, failure) = state.withLock { state in
                let bytes = state.buffer
                state.buffer = []
                let resumes = state.isPaused && !bytes.isEmpty
                if resumes { state.isPaused = false }
                return (bytes, resumes, state.isEnded, state.failure)
            }
            if resumes { attend(self, .resume) }
            if !bytes.isEmpty { return bytes }
            if let failure { throw failure }
            if isEnded { return nil }
            await wait { !$0.buffer.isEmpty }
        }
    }

    /// Ends the transfer if it has not ended, and returns what is known of it. `failure` is the reader's own verdict on
    /// the contents, if it is the reason for ending.
    func finish(_ failure: FetchFailure? = nil) async -> FetchRecord {
        cancel(failure ?? FetchFailure(uri: request.uri.description, .cancelled, "cancelled"))
        while true {
            let record = state.withLock { $0.isEnded ? $0.record : nil }
            if var record {
                if let failure {
                    record.errorClass = failure.errorClass
                    record.errorText = failure.text
                }
                return record
            }
            await wait { _ in false }
        }
    }

    /// Asks the network thread to end the transfer; nothing happens when it has ended.
    func cancel(_ reason: FetchFailure) {
        let isNew = state.withLock { state in
            guard !state.isEnded, state.abortion == nil else { return false }
            state.abortion = reason
            return true
        }
        if isNew { attend(self, .cancel) }
    }

    private func wait(until isReady: @Sendable (borrowing State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumeNow = state.withLock { state in
                    if state.isEnded || isReady(state) { return true }
                    state.waiter = continuation
                    return false
                }
                if resumeNow { continuation.resume() }
            }
        } onCancel: {
            cancel(FetchFailure(uri: request.uri.description, .cancelled, "cancelled"))
        }
    }

    // MARK: The network thread

    /// The transfer will not take place, or no further.
    func cancelled(_ text: String) {
        state.withLock { state in
            if state.abortion == nil {
                state.abortion = FetchFailure(uri: request.uri.description, .cancelled, text)
            }
        }
        ended(CCURL_ABORTED, ccurl_report())
    }

    func started(at instant: Timestamp) {
        state.withLock { $0.started = instant }
    }

    /// One header line; false ends the transfer.
    func takeHeader(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        let (goesOn, waiter): (Bool, CheckedContinuation<Void, Never>?) = state.withLock { state in
            guard state.abortion == nil else { return (false, nil) }
            switch state.reader.take(line) {
            case .more:
                return (true, nil)
            case .complete(let head):
                state.head = head
                return (true, state.takeWaiter())
            case .refused(let text):
                state.abortion = FetchFailure(uri: request.uri.description, .http, text)
                return (false, nil)
            }
        }
        waiter?.resume()
        return goesOn
    }

    /// A piece of the body.
    func takeBody(_ bytes: UnsafeBufferPointer<UInt8>) -> BodyAnswer {
        let (answer, waiter): (BodyAnswer, CheckedContinuation<Void, Never>?) = state.withLock { state in
            guard state.abortion == nil else { return (.abort, nil) }
            guard state.buffer.count < Self.highWater else {
                state.isPaused = true
                return (.pause, nil)
            }
            state.decodedBytes += Int64(bytes.count)
            guard state.decodedBytes <= request.maximumBytes else {
                state.abortion = tooBig
                return (.abort, nil)
            }
            state.buffer.append(contentsOf: bytes)
            return (.taken, state.takeWaiter())
        }
        waiter?.resume()
        return answer
    }

    /// Whether this peer may be connected to.
    func permits(_ address: UnsafePointer<sockaddr>) -> Bool {
        guard let objection = addresses.objection(address: SocketAddress.octets(of: address), of: request.uri.host)
        else { return true }
        state.withLock { state in
            if state.abortion == nil {
                state.abortion = FetchFailure(
                    uri: request.uri.description,
                    .address,
                    "dubious host: \(request.uri.host) resolves to \(objection.rawValue)"
                )
            }
        }
        return false
    }

    /// The transfer ended; nothing comes after this.
    func ended(_ result: ccurl_result, _ report: ccurl_report) {
        let waiter = state.withLock { state in
            guard !state.isEnded else { return nil as CheckedContinuation<Void, Never>? }
            state.isEnded = true
            if result != CCURL_OK || state.abortion != nil {
                state.failure = state.abortion ?? failure(result, report)
            }
            fill(&state, report)
            return state.takeWaiter()
        }
        waiter?.resume()
    }

    private var tooBig: FetchFailure {
        FetchFailure(uri: request.uri.description, .tooBig, "more than \(request.maximumBytes) octets")
    }

    private func failure(_ result: ccurl_result, _ report: ccurl_report) -> FetchFailure {
        var text = withUnsafeBytes(of: report.error) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let errorClass: FetchRecord.ErrorClass
        switch result {
        case CCURL_RESOLVE: errorClass = .dns
        case CCURL_CONNECT: errorClass = .refused
        case CCURL_TLS: errorClass = .tls
        case CCURL_TOO_BIG: return tooBig
        case CCURL_HTTP: errorClass = .http
        case CCURL_TIMEOUT where Double(report.total_us) >= request.totalTimeout * 990_000: errorClass = .total
        case CCURL_TIMEOUT where report.request_us == 0: errorClass = .connectTimeout
        case CCURL_TIMEOUT: errorClass = .idle
        default: errorClass = .other
        }
        if text.isEmpty { text = "the transfer failed" }
        return FetchFailure(uri: request.uri.description, errorClass, text)
    }

    private func fill(_ state: inout State, _ report: ccurl_report) {
        if let started = state.started {
            func instant(_ microseconds: Int64) -> Timestamp? {
                microseconds > 0 ? started.advanced(byNanoseconds: microseconds * 1_000) : nil
            }
            state.record.resolved = instant(report.resolved_us)
            state.record.connected = instant(report.connected_us)
            state.record.secured = instant(report.secured_us)
            state.record.requestSent = instant(report.request_us)
            state.record.firstByte = instant(report.first_byte_us)
            state.record.lastByte = report.first_byte_us > 0 ? instant(report.total_us) : nil
        }
        state.record.wireBytes = report.wire_bytes
        state.record.decodedBytes = state.decodedBytes
        state.record.httpStatus = report.status > 0 ? report.status : nil
        switch report.http_version {
        case 10: state.record.httpVersion = "1.0"
        case 11: state.record.httpVersion = "1.1"
        case 20: state.record.httpVersion = "2"
        case 30: state.record.httpVersion = "3"
        default: break
        }
        let address = withUnsafeBytes(of: report.remote_address) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        state.record.remoteAddress = address.isEmpty ? nil : address
        state.record.lastModified = state.head?.fields["last-modified"]
        state.record.etag = state.head?.fields["etag"]
        state.record.age = state.head?.fields["age"]
        state.record.date = state.head?.fields["date"]
        state.record.errorClass = state.failure?.errorClass
        state.record.errorText = state.failure?.text
    }
}

/// What the network thread is asked to do about a transfer.
enum HTTPAttention: Sendable {
    case start, resume, cancel
}
