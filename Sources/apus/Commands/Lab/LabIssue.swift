import ArgumentParser
import Laboratory

struct LabIssue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Sign a ROA or another object, to be published next."
    )

    @OptionGroup var lab: LabDirectory
    @OptionGroup var options: LabObjectOptions

    @Option(help: "The certification authority. (default: one that holds the prefix or AS number)")
    var ca: String?

    func run() throws {
        let laboratory = try Laboratory.open(directory: lab.directory)
        if let origin = options.payload?.origin {
            let roa = try laboratory.issue(origin, by: ca)
            print("issued \(origin) by \(roa.authority) as \(roa.uri)")
        } else if let object = options.object {
            let issued = try laboratory.issue(object, by: ca)
            print("issued \(object) by \(issued.authority) as \(issued.uri)")
        }
    }
}
