import ArgumentParser
import Daemon
import RTR

struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Run the daemon: fetch, validate, serve routers.",
        discussion: """
            SIGTERM and SIGINT end it cleanly. SIGHUP reads the configuration, the TAL files and the payload file
            again; RTR sessions stay.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .customLong("rtr"), help: "Serve RTR over TCP on HOST:PORT. (repeatable)")
    var rtr: [String] = []

    @Option(help: "Serve the VRPs of this JSON file instead of validating.")
    var payloadFile: String?

    @Option(help: "Seconds after which a repository is polled again at the latest. (default: 600)")
    var refresh: Int?

    @Option(help: "RTR refresh interval in seconds. (default: 3600)")
    var rtrRefresh: Int?

    @Option(help: "RTR retry interval in seconds. (default: 600)")
    var rtrRetry: Int?

    @Option(help: "RTR expire interval in seconds. (default: 7200)")
    var rtrExpire: Int?

    @Option(help: "Deltas kept for routers. (default: 1000)")
    var history: Int?

    @Option(help: "Days for which flight records and past sets are kept. (default: 90)")
    var retention: Int?

    func validate() throws {
        for listener in rtr where Endpoint(parsing: listener) == nil {
            throw ValidationError("--rtr: \(listener) is not HOST:PORT")
        }
    }

    func run() async throws {
        let configuration = try serverConfiguration()
        try await Server.run(configuration) { try serverConfiguration() }
    }

    /// The configuration as it stands now; read again on SIGHUP.
    private func serverConfiguration() throws -> Configuration {
        try global.configuration(overrides: [
            ("rtr", .init(rtr)),
            ("payload-file", .init(payloadFile)),
            ("refresh", .init(refresh)),
            ("rtr-refresh", .init(rtrRefresh)),
            ("rtr-retry", .init(rtrRetry)),
            ("rtr-expire", .init(rtrExpire)),
            ("history", .init(history)),
            ("retention", .init(retention)),
        ])
    }
}
