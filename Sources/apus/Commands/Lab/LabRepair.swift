import ArgumentParser
import Laboratory

struct LabRepair: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Issue anew what has a fault, to be published next."
    )

    @OptionGroup var lab: LabDirectory

    func run() throws {
        try Laboratory.open(directory: lab.directory).repair()
    }
}
