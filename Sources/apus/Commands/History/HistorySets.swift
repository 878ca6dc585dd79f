import ArgumentParser
import Flight

struct HistorySets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sets",
        abstract: "List the archived payload sets."
    )

    @OptionGroup var records: RecordOptions

    func run() throws {
        let configuration = try records.configuration()
        for set in try PayloadArchive(configuration: configuration).sets() {
            print(
                "\(ISOTime.text(set.published)) session \(set.session) serial \(set.serial)"
                    + " \(configuration.archiveDirectory)/\(set.file) \(set.fileBytes) octets"
            )
        }
    }
}
