import CCurl
import FlightEvents
import Foundation
import RPKIObjects
import Synchronization

/// Fetches by HTTPS: one thread moves the bytes of all transfers and does nothing else.
///
/// Certificates are always verified. Redirects are not followed: where they may lead is a question for RFC 9674, not for
/// a library. A proxy comes from the settings or the environment (`https_proxy`, `all_proxy`, `no_proxy`); with one, the
/// addresses of servers are the proxy's to judge.
final class HTTPClient: Sendable {
    struct Settings: Sendable {
        var userAgent = "Apus"
        /// PEM bundle of all trusted roots; nil for libcurl's own.
        var rootsFile: String?
        /// Seconds for name, connection and TLS.
        var connectTimeout = 15.0
        /// Seconds for which a transfer may be slower than `minimumSpeed` octets per second.
        var idleTimeout = 60.0
        var minimumSpeed = 1
        var hosts = HostPolicy()
        /// nil: what the environment says.
        var proxy: String?
        var sources = SourceAddresses()
        /// Addresses by host name, instead of asking the resolver.
        var fixedAddresses: [String: [String]] = [:]
    }

    private struct Inbox: ~Copyable {
        var requests: [(HTTPTransfer, HTTPAttention)] = []
        var isStopped = false
    }

    /// libcurl's handle, for two uses only: the network thread owns it and does everything with it; any thread may call
    /// `ccurl_multi_wakeup`, which libcurl documents as safe to call concurrently with everything but the destruction.
    /// Wake-ups happen under the inbox's lock before it is marked as stopped, the destruction after.
    private struct Multi: @unchecked Sendable {
        let handle: OpaquePointer
    }

    private let settings: Settings
    private let time: any TimeSource
    private let multi: Multi
    private let inbox = Inboxes()

    /// Shared between the client and its thread, so that the thread does not keep the client alive.
    private final class Inboxes: Sendable {
        let state = Mutex(Inbox())
    }

    /// libcurl's global state, once per process.
    private static let isUsable = ccurl_global_init() == 0

    /// Starts the network thread; nil when libcurl cannot be used.
    init?(_ settings: Settings, time: any TimeSource) {
        guard Self.isUsable, let handle = ccurl_multi_create() else { return nil }
        self.settings = settings
        self.time = time
        multi = Multi(handle: handle)
        let (multi, inbox) = (multi, inbox)
        let thread = Thread {
            HTTPClient.run(multi, inbox, settings, time)
        }
        thread.name = "apus-http"
        thread.start()
    }

    deinit {
        stop()
    }

    /// Ends all transfers and the thread.
    func stop() {
        inbox.state.withLock { inbox in
            guard !inbox.isStopped else { return }
            ccurl_multi_wakeup(multi.handle)
            inbox.isStopped = true
        }
    }

    /// Starts a transfer. The caller must call `finish()` on it in the end.
    func start(_ request: HTTPRequest) -> HTTPTransfer {
        let (multi, inbox) = (multi, inbox)
        let transfer = HTTPTransfer(request, addresses: addressPolicy) { transfer, attention in
            HTTPClient.post(transfer, attention, multi, inbox)
        }
        HTTPClient.post(transfer, .start, multi, inbox)
        return transfer
    }

    /// Behind a proxy every address we connect to is the proxy's.
    private var addressPolicy: HostPolicy {
        if let proxy = settings.proxy { return proxy.isEmpty ? settings.hosts : HostPolicy(allowsDubious: true) }
        let environment = ProcessInfo.processInfo.environment
        let hasProxy = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains {
            environment[$0].map { !$0.isEmpty } ?? false
        }
        return hasProxy ? HostPolicy(allowsDubious: true) : settings.hosts
    }

    private static func post(_ transfer: HTTPTransfer, _ attention: HTTPAttention, _ multi: Multi, _ inbox: Inboxes) {
        let isStopped = inbox.state.withLock { inbox in
            guard !inbox.isStopped else { return true }
            inbox.requests.append((transfer, attention))
            ccurl_multi_wakeup(multi.handle)
            return false
        }
        if isStopped { end(transfer, "the client was stopped") }
    }

    private static func end(_ transfer: HTTPTransfer, _ text: String) {
        transfer.cancelled(text)
    }

    // MARK: The network thread

    private static func run(_ multi: Multi, _ inbox: Inboxes, _ settings: Settings, _ time: any TimeSource) {
        var running = Running()
        while true {
            let (requests, isStopped) = inbox.state.withLock { inbox in
                let requests = inbox.requests
                inbox.requests = []
                return (requests, inbox.isStopped)
            }
            for (transfer, attention) in requests {
                running.attend(to: transfer, attention, multi.handle, settings, time)
            }
            if isStopped { break }
            ccurl_multi_perform(multi.handle)
            running.reap(multi.handle)
            ccurl_multi_wait(multi.handle, 1_000)
        }
        running.endAll(multi.handle)
        ccurl_multi_destroy(multi.handle)
    }

    /// The transfers libcurl knows, by both of their identities. Keeps alive what callbacks point to.
    private struct Running {
        private var transfers: [OpaquePointer: HTTPTransfer] = [:]
        private var handles: [ObjectIdentifier: OpaquePointer] = [:]

        mutating func attend(
            to transfer: HTTPTransfer,
            _ attention: HTTPAttention,
            _ multi: OpaquePointer,
            _ settings: Settings,
            _ time: any TimeSource
        ) {
            switch attention {
            case .start:
                transfer.started(at: time.now())
                guard let handle = HTTPClient.begin(transfer, multi, settings) else {
                    HTTPClient.end(transfer, "libcurl does not take the request")
                    return
                }
                transfers[handle] = transfer
                handles[ObjectIdentifier(transfer)] = handle
            case .resume:
                if let handle = handles[ObjectIdentifier(transfer)] { ccurl_transfer_resume(handle) }
            case .cancel:
                guard let handle = handles[ObjectIdentifier(transfer)] else { return }
                var report = ccurl_report()
                remove(handle, multi, &report)
                transfer.ended(CCURL_ABORTED, report)
            }
        }

        mutating func reap(_ multi: OpaquePointer) {
            var result = CCURL_OK
            var report = ccurl_report()
            while let handle = ccurl_multi_next_ended(multi, &result, &report) {
                let transfer = transfers[handle]
                remove(handle, multi, nil)
                transfer?.ended(result, report)
            }
        }

        mutating func endAll(_ multi: OpaquePointer) {
            for (handle, transfer) in transfers {
                var report = ccurl_report()
                ccurl_multi_remove(multi, handle, &report)
                transfer.cancelled("the client was stopped")
            }
        }

        private mutating func remove(
            _ handle: OpaquePointer,
            _ multi: OpaquePointer,
            _ report: UnsafeMutablePointer<ccurl_report>?
        ) {
            if let transfer = transfers.removeValue(forKey: handle) {
                handles[ObjectIdentifier(transfer)] = nil
                // The transfer outlives its handle: callbacks may come until the handle is removed.
                withExtendedLifetime(transfer) { ccurl_multi_remove(multi, handle, report) }
            }
        }
    }

    private static func begin(_ transfer: HTTPTransfer, _ multi: OpaquePointer, _ settings: Settings) -> OpaquePointer?
    {
        var request = ccurl_request()
        request.connect_timeout_ms = Int(min(settings.connectTimeout, transfer.request.totalTimeout) * 1_000)
        request.total_timeout_ms = max(1, Int(transfer.request.totalTimeout * 1_000))
        request.idle_timeout_s = Int(settings.idleTimeout.rounded(.up))
        request.minimum_speed = max(settings.minimumSpeed, 1)
        request.maximum_bytes = transfer.request.maximumBytes
        request.accept_gzip = true
        request.context = Unmanaged.passUnretained(transfer).toOpaque()
        request.header = { context, line, length in
            guard let context else { return false }
            return HTTPClient.transfer(context).takeHeader(UnsafeBufferPointer(start: line, count: length))
        }
        request.body = { context, bytes, length in
            guard let context else { return CCURL_BODY_ABORT }
            switch HTTPClient.transfer(context).takeBody(UnsafeBufferPointer(start: bytes, count: length)) {
            case .taken: return CCURL_BODY_TAKEN
            case .pause: return CCURL_BODY_PAUSE
            case .abort: return CCURL_BODY_ABORT
            }
        }
        request.permit = { context, address in
            guard let context, let address else { return false }
            return HTTPClient.transfer(context).permits(address)
        }
        let texts = [
            transfer.request.uri.description, settings.userAgent, settings.rootsFile, settings.proxy,
            resolution(of: transfer.request.uri, settings), settings.sources[.ipv4]?.description,
            settings.sources[.ipv6]?.description,
        ]
        return withCStrings(texts) { texts in
            withCStrings(transfer.request.headers) { headers in
                request.url = texts[0]
                request.user_agent = texts[1]
                request.ca_file = texts[2]
                request.proxy = texts[3]
                request.resolution = texts[4]
                request.source_v4 = texts[5]
                request.source_v6 = texts[6]
                request.headers = headers.baseAddress
                request.header_count = headers.count
                return ccurl_multi_start(multi, &request)
            }
        }
    }

    private static func resolution(of uri: HTTPSURI, _ settings: Settings) -> String? {
        settings.fixedAddresses[uri.host].map { addresses in
            let list = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
            return "\(uri.host):\(uri.port ?? 443):\(list)"
        }
    }

    private static func transfer(_ context: UnsafeMutableRawPointer) -> HTTPTransfer {
        Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
    }
}

/// Calls `body` with the strings as C strings, which are valid during the call.
private func withCStrings<Result>(
    _ strings: [String?],
    _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let copies = strings.map { $0.flatMap { strdup($0) } }
    defer {
        for copy in copies { free(copy) }
    }
    return copies.map { UnsafePointer($0) }.withUnsafeBufferPointer(body)
}
