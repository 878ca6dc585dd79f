import ArgumentParser
import Flight
import Payloads

extension FlightExport.Format: ExpressibleByArgument {}

struct FlightExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print every payload flight with all its instants and delays.",
        discussion: "Columns:\n"
            + FlightExport.columns.map { "  \($0.name): \($0.meaning)" }.joined(separator: "\n")
    )

    @Option(name: .shortAndLong, help: "csv or ndjson.")
    var format = FlightExport.Format.csv

    @OptionGroup var output: OutputOptions
    @OptionGroup var range: RecordRange
    @OptionGroup var records: RecordOptions

    func run() throws {
        let database = try records.database()
        let range = try range.range()
        try output.write { sink in
            try database.export(format, in: range) { line in
                sink.append(line)
                try sink.handOnIfFull()
            }
        }
    }
}
