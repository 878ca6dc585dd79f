import ArgumentParser
import Laboratory
import RPKIObjects

struct LabFault: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Spoil something, to be published next.",
        discussion: """
            A fault of one object or certificate stays until "apus lab repair"; any other is gone with the publication \
            after the next. apus-reasons(7) explains the reasons for which a validator must refuse what is spoilt.
            """
    )

    @Argument(help: "The laboratory's directory.")
    var directory: String?

    @Argument(help: "The fault's name.")
    var name: String?

    @Flag(help: "List all faults: their names, what they spoil, and the reason for which it must be refused.")
    var list = false

    @Option(help: "The ROA to spoil: PREFIX-MAXLENGTH-ASN. (default: the first without a fault)")
    var payload: RouteOriginArgument?

    @Option(help: "The certification authority that is concerned.")
    var ca: String?

    func validate() throws {
        guard !list else { return }
        guard directory != nil else { throw ValidationError("the laboratory's directory is missing") }
        guard let name else { throw ValidationError("the fault's name is missing; --list shows them") }
        guard LaboratoryFault(name: name) != nil else {
            throw ValidationError("no fault is named \(name); --list shows them")
        }
    }

    func run() throws {
        guard !list else { return Self.printList() }
        guard let directory, let name, let fault = LaboratoryFault(name: name) else { return }
        let laboratory = try Laboratory.open(directory: directory)
        let report = try laboratory.fault(fault, origin: payload?.origin, authority: ca)
        print("\(name): \(report.uri ?? report.authority ?? report.repository)")
        for origin in report.origins { print("  concerns \(origin)") }
    }

    private static func printList() {
        let width = LaboratoryFault.all.map(\.name.count).max() ?? 0
        for scope in LaboratoryFault.Scope.allCases {
            print("\(scope.rawValue):")
            for fault in LaboratoryFault.all where fault.scope == scope {
                let padding = String(repeating: " ", count: width - fault.name.count)
                print("  \(fault.name)\(padding)  \(fault.reason?.rawValue ?? "-")")
            }
        }
    }
}
