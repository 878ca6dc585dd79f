import ArgumentParser
import Flight

/// How a report is printed.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case table, csv
}

struct FlightCycles: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cycles",
        abstract: "Print each repository's updates and the engine's passes, with their times."
    )

    @Option(name: .shortAndLong, help: "table or csv.")
    var format = ReportFormat.table

    @Option(help: "Only repositories whose URI contains this.")
    var repository: String?

    @Option(help: "The newest so many of each.")
    var limit = 100

    @OptionGroup var range: RecordRange
    @OptionGroup var records: RecordOptions

    func run() throws {
        let report = try records.database().cycles(in: range.range(), repository: repository, limit: limit)
        print(format == .csv ? report.csv : report.text, terminator: "")
    }
}
