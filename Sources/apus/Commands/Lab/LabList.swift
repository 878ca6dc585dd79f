import ArgumentParser
import Laboratory

struct LabList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List ROAs and other objects by trust anchor."
    )

    @OptionGroup var lab: LabDirectory

    func run() throws {
        let laboratory = try Laboratory.open(directory: lab.directory)
        let origins = laboratory.routeOrigins
        let objects = Dictionary(grouping: laboratory.objects.filter { $0.fault == nil }, by: \.trustAnchor)
        for trustAnchor in Set(origins.keys).union(objects.keys).sorted() {
            print(trustAnchor)
            for origin in (origins[trustAnchor] ?? []).sorted() { print("  \(origin)") }
            for issued in objects[trustAnchor] ?? [] { print("  \(issued.object)") }
        }
    }
}
