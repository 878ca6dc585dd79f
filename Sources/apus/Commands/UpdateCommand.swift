import ArgumentParser
import DER
import Daemon
import Payloads

struct UpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Update once and print a summary, or ask a running daemon to fetch a repository now."
    )

    @OptionGroup var global: GlobalOptions

    @OptionGroup var output: OutputOptions

    @Option(help: "Ask the running daemon to fetch the repositories whose URI starts with this, now.")
    var now: String?

    @Flag(help: "Print the running daemon's status.")
    var status = false

    @Flag(help: "Exit with status 2 when any repository could not be updated.")
    var complete = false

    func validate() throws {
        guard now == nil && !status || output.output == nil && !complete else {
            throw ValidationError("--now and --status ask the daemon; --output and --complete are not for them")
        }
    }

    func run() async throws {
        let configuration = try global.configuration()
        if now != nil || status {
            let request = now.map { ControlRequest.update(repository: $0) } ?? .status
            let response = try await ControlClient.ask(request, stateDirectory: configuration.stateDirectory)
            guard response.isSuccess else { throw Failure(response.text) }
            print(response.text)
            return
        }
        let result = try await OneShot.run(configuration, updating: true)
        try output.write { sink in
            try PayloadFormat.summary.write(
                result.listing,
                instant: result.instant.seconds,
                sections: result.summary,
                to: &sink
            )
        }
        if complete, !result.isComplete { throw ExitCode.incomplete }
    }
}
