import ArgumentParser
import Laboratory

struct LabList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List authorities and ROAs.")

    @OptionGroup var lab: LabDirectory

    func run() throws {
        let laboratory = try Laboratory.open(directory: lab.directory)
        for (authority, origins) in laboratory.routeOrigins.sorted(by: { $0.key < $1.key }) {
            print(authority)
            for origin in origins.sorted() { print("  \(origin)") }
        }
    }
}
