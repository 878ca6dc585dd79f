import ArgumentParser
import Flight
import NumberResources
import Payloads

struct HistoryPayload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payload",
        abstract: "From when until when was this payload served, or any of this prefix?"
    )

    @Argument(help: "A payload (PREFIX-MAXLENGTH-ASN) or a prefix.")
    var subject: String

    @OptionGroup var records: RecordOptions

    func run() throws {
        let intervals: [PayloadInterval]
        if let vrp = VRP(parsing: subject) {
            intervals = try records.database().intervals(of: vrp)
        } else if let prefix = IPPrefix(parsing: subject) {
            intervals = try records.database().intervals(of: prefix)
        } else {
            throw ValidationError("\(subject) is neither PREFIX-MAXLENGTH-ASN nor a prefix")
        }
        for interval in intervals { print(interval.text) }
        if intervals.isEmpty { print("\(subject): never served on record") }
    }
}
