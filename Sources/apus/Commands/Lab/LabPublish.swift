import ArgumentParser
import Laboratory

struct LabPublish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Sign new manifests and CRLs where something changed, and make it visible."
    )

    @OptionGroup var lab: LabDirectory

    @Flag(help: "Re-issue every publication point's manifest and CRL.")
    var everything = false

    func run() throws {
        printPublication(try Laboratory.open(directory: lab.directory).publish(everything: everything))
    }
}
