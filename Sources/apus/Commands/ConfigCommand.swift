import ArgumentParser
import Daemon

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the configuration in force, as a configuration file."
    )

    @OptionGroup var global: GlobalOptions

    func run() throws {
        print(ConfigurationFile.render(try global.configuration()), terminator: "")
    }
}
