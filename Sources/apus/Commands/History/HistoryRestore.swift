import ArgumentParser
import Flight
import FlightEvents
import Payloads

struct HistoryRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Print the archived payload set that was served at a time."
    )

    @Option(help: "The time: RFC 3339 or POSIX seconds. (default: now)")
    var time: InstantArgument?

    @OptionGroup var output: OutputOptions
    @OptionGroup var records: RecordOptions

    func run() throws {
        let instant = time?.nanoseconds ?? SystemTimeSource().now().wall
        let restored = try PayloadArchive(configuration: records.configuration()).restore(at: instant)
        try output.write { $0.append(restored.text) }
    }
}
