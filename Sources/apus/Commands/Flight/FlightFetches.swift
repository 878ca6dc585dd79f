import ArgumentParser
import Flight

struct FlightFetches: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetches",
        abstract: "Print transfers with the time of each phase."
    )

    @Option(name: .shortAndLong, help: "table or csv.")
    var format = ReportFormat.table

    @Option(help: "Only repositories whose URI contains this.")
    var repository: String?

    @Option(help: "The newest so many.")
    var limit = 100

    @OptionGroup var range: RecordRange
    @OptionGroup var records: RecordOptions

    func run() throws {
        let report = try records.database().fetches(in: range.range(), repository: repository, limit: limit)
        print(format == .csv ? report.csv : report.text, terminator: "")
    }
}
