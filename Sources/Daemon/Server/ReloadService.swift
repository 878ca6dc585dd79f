import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again on every SIGHUP. A new one that is wrong is said and leaves the old one in force.
struct ReloadService: Service {
    let log: Logger
    /// The configuration as it stands now.
    let read: @Sendable () throws -> Configuration
    /// Puts it in force.
    let apply: @Sendable (Configuration) async throws -> Void

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                try await apply(read())
                log.notice("configuration read again")
            } catch {
                log.error("configuration not changed", metadata: ["error": "\(error)"])
            }
        }
    }
}
