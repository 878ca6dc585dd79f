import ArgumentParser
import Laboratory

struct LabFault: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Spoil something, to be published next.",
        discussion: "Faults: " + LaboratoryFault.allCases.map(\.rawValue).joined(separator: ", ") + "."
    )

    @OptionGroup var lab: LabDirectory

    @Argument(help: "The fault's name.")
    var name: String

    @Option(help: "The ROA to spoil: PREFIX-MAXLENGTH-ASN. (default: the first without a fault)")
    var payload: RouteOriginArgument?

    @Option(help: "The certification authority that is concerned.")
    var ca: String?

    func validate() throws {
        guard LaboratoryFault(rawValue: name) != nil else {
            throw ValidationError("no fault is named \(name); \"apus lab fault --help\" lists them")
        }
    }

    func run() throws {
        guard let fault = LaboratoryFault(rawValue: name) else { return }
        let laboratory = try Laboratory.open(directory: lab.directory)
        let report = try laboratory.fault(fault, origin: payload?.origin, authority: ca)
        print("\(name): \(report.uri ?? report.authority ?? report.repository)")
        for origin in report.origins { print("  concerns \(origin)") }
    }
}
