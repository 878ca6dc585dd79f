import ArgumentParser
import Flight

struct HistoryDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "What changed between two times?"
    )

    @Argument(help: "A time: RFC 3339 or POSIX seconds.")
    var from: InstantArgument

    @Argument(help: "Another time.")
    var to: InstantArgument

    @OptionGroup var records: RecordOptions

    func run() throws {
        let difference = try records.database().difference(from: from.nanoseconds, to: to.nanoseconds)
        print(difference.text, terminator: "")
    }
}
