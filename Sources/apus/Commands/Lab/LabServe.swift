import ArgumentParser
import Daemon
import FlightEvents
import Laboratory
import Logging
import ServiceLifecycle
import UnixSignals

struct LabServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the laboratory over HTTPS and rsync on the loopback interface, until SIGTERM or SIGINT."
    )

    @OptionGroup var lab: LabDirectory

    @Flag(name: .shortAndLong, help: "Say more. (repeatable)")
    var verbose: Int

    func run() async throws {
        var logging = Configuration(stateDirectory: lab.directory)
        logging.verbosity = min(verbose, 2)
        let log = StandardErrorLog.logger(for: logging, time: SystemTimeSource())
        let server = try LaboratoryServer(directory: lab.directory, logger: log) {
            log.notice("serving", metadata: ["directory": "\(lab.directory)"])
        }
        let group = ServiceGroup(
            configuration: .init(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        )
        try await group.run()
    }
}
