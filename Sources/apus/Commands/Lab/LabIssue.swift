import ArgumentParser
import Laboratory

struct LabIssue: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "issue", abstract: "Sign a ROA.")

    @OptionGroup var lab: LabDirectory

    @Argument(help: "What it says: PREFIX-MAXLENGTH-ASN, such as 10.0.0.0/24-24-AS64512.")
    var payload: RouteOriginArgument

    @Option(help: "The certification authority. (default: one that holds the prefix)")
    var ca: String?

    func run() throws {
        let laboratory = try Laboratory.open(directory: lab.directory)
        let roa = try laboratory.issue(payload.origin, by: ca)
        print("issued \(payload.origin) by \(roa.authority) as \(roa.uri)")
    }
}
