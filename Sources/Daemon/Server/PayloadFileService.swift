import FlightEvents
import Logging
import Payloads
import ServiceLifecycle

/// Why a payload file cannot be served, in one line.
package struct PayloadFileError: Error, CustomStringConvertible {
    let path: String
    let reason: VRPFileError

    package var description: String { "payload file \(path): \(reason)" }
}

/// Publishes the VRPs of a file instead of validating: at the start, and again whenever it is told to.
final class PayloadFileService: Service {
    private let path: String
    private let publisher: Publisher
    private let time: any TimeSource
    private let log: Logger

    /// Reads the file; throws when it cannot be used, so that the daemon does not start with nothing to say.
    init(path: String, publisher: Publisher, time: any TimeSource, log: Logger) throws(PayloadFileError) {
        self.path = path
        self.publisher = publisher
        self.time = time
        self.log = log
        try reload()
    }

    /// Publishes the file as it is now; throws, and leaves the set before in force, when it cannot be used.
    func reload() throws(PayloadFileError) {
        let listing: PayloadListing
        do {
            listing = try VRPFile.read(path: path)
        } catch {
            throw PayloadFileError(path: path, reason: error)
        }
        publisher.offer(PayloadCandidate(payloads: listing.payloads, computed: time.now()) { _ in [] })
        log.info("payload file read", metadata: ["path": "\(path)", "payloads": "\(listing.payloads.count)"])
    }

    func run() async throws {
        try? await gracefulShutdown()
    }
}
