import ArgumentParser

struct FlightCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flight",
        abstract: "Time of flight: from signature to router.",
        subcommands: [FlightTimelineCommand.self, FlightCycles.self, FlightFetches.self, FlightExportCommand.self]
    )
}
