import ArgumentParser
import DER
import Daemon
import NumberResources
import Payloads
import RPKIObjects

struct VRPsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vrps",
        abstract: "Update once, then print the validated payloads."
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .shortAndLong, help: "csv, json, summary, none, or ccr (binary; of the whole cache).")
    var format = CacheFormat.payloads(.csv)

    @OptionGroup var output: OutputOptions

    @Flag(name: [.short, .customLong("noupdate")], help: "Fetch nothing; validate what is stored, read-only.")
    var noUpdate = false

    @Flag(help: "Exit with status 2 when any repository could not be updated.")
    var complete = false

    @Option(name: [.customShort("a"), .customLong("select-asn")], help: "Only VRPs of this AS. (repeatable)")
    var selectASN: [String] = []

    @Option(name: [.customShort("p"), .long], help: "Only VRPs that cover this prefix. (repeatable)")
    var selectPrefix: [String] = []

    @Flag(name: .shortAndLong, help: "With --select-prefix: also VRPs of more specific prefixes.")
    var moreSpecifics = false

    func validate() throws {
        let selection = try selection()
        guard format == .ccr else { return }
        guard selection == nil else { throw ValidationError("ccr is of the whole cache: --select-… does not apply") }
        guard !output.isTerminal else { throw ValidationError("ccr is binary: name a file with -o, or redirect") }
    }

    func run() async throws {
        let configuration = try global.configuration()
        let result = try await OneShot.run(configuration, updating: !noUpdate)
        switch format {
        case .payloads(let format):
            let listing = try selection().map { result.listing.filtered(by: $0) } ?? result.listing
            try output.write { sink in
                try format.write(listing, instant: result.instant.seconds, sections: result.summary, to: &sink)
            }
        case .ccr:
            let octets = try await result.cache.representation(at: result.instant).encoded()
            try output.write { $0.append(octets) }
        }
        if complete, !result.isComplete { throw ExitCode.incomplete }
    }

    /// nil when everything is wanted.
    private func selection() throws -> PayloadSelection? {
        guard !selectASN.isEmpty || !selectPrefix.isEmpty else { return nil }
        var selection = PayloadSelection(includesMoreSpecifics: moreSpecifics)
        for text in selectASN {
            guard let asn = ASN(parsing: text) else { throw ValidationError("\(text) is not an AS number") }
            selection.asns.insert(asn)
        }
        for text in selectPrefix {
            guard let prefix = IPPrefix(parsing: text) else { throw ValidationError("\(text) is not a prefix") }
            selection.prefixes.append(prefix)
        }
        return selection
    }
}
