import ArgumentParser

@main
struct Apus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "Validates the RPKI as it changes and feeds routers.",
        discussion: """
            Results go to standard output, everything else to standard error.
            Exit status: 0 done, 1 failed, 2 done but incomplete, 64 usage.
            """,
        subcommands: [
            ServerCommand.self, VRPsCommand.self, UpdateCommand.self, ValidateCommand.self, InspectCommand.self,
            FlightCommand.self, HistoryCommand.self, LabCommand.self, RTRClientCommand.self, ConfigCommand.self,
            TALsCommand.self, VersionCommand.self,
        ]
    )

    static func main() async {
        await main(GlobalOptions.moved(behindCommandIn: Array(CommandLine.arguments.dropFirst())))
    }
}
