import ArgumentParser
import Laboratory

struct LabRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a ROA or another object and take it off its manifest."
    )

    @OptionGroup var lab: LabDirectory
    @OptionGroup var options: LabObjectOptions

    @Option(help: "The certification authority. (default: the one that issued it)")
    var ca: String?

    func run() throws {
        let laboratory = try Laboratory.open(directory: lab.directory)
        if let origin = options.payload?.origin {
            try laboratory.revoke(origin, by: ca)
            print("revoked \(origin)")
        } else if let object = options.object {
            try laboratory.revoke(object, by: ca)
            print("revoked \(object)")
        }
    }
}
