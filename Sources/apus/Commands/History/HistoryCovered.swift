import ArgumentParser
import Flight
import FlightEvents

struct HistoryCovered: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "covered",
        abstract: "Was this prefix covered at that time, and by which VRPs?"
    )

    @Argument(help: "The prefix.")
    var prefix: PrefixArgument

    @Option(help: "The time: RFC 3339 or POSIX seconds. (default: now)")
    var time: InstantArgument?

    @OptionGroup var records: RecordOptions

    func run() throws {
        let instant = time?.nanoseconds ?? SystemTimeSource().now().wall
        print(try records.database().covered(prefix.prefix, at: instant).text, terminator: "")
    }
}
