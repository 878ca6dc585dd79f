import ArgumentParser
import Flight

struct FlightTimelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Print the flights of a payload, stage by stage."
    )

    @Argument(help: "The payload: PREFIX-MAXLENGTH-ASN, such as 192.0.2.0/24-24-AS65000.")
    var payload: PayloadArgument

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var records: RecordOptions

    func run() throws {
        let timeline = try records.database().timeline(of: payload.vrp)
        guard json else {
            print(timeline.text, terminator: "")
            return
        }
        print(try timeline.json())
    }
}
