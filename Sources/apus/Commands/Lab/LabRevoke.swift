import ArgumentParser
import Laboratory

struct LabRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a ROA and take it off its manifest."
    )

    @OptionGroup var lab: LabDirectory

    @Argument(help: "What it says: PREFIX-MAXLENGTH-ASN.")
    var payload: RouteOriginArgument

    @Option(help: "The certification authority. (default: the one that issued it)")
    var ca: String?

    func run() throws {
        try Laboratory.open(directory: lab.directory).revoke(payload.origin, by: ca)
        print("revoked \(payload.origin)")
    }
}
