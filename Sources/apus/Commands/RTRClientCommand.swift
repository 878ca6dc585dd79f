import ArgumentParser
import DER
import Daemon
import FlightEvents
import Foundation
import Logging
import Payloads
import RTR

struct RTRClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rtr-client",
        abstract: "Print what a router would learn from an RTR cache."
    )

    @Argument(help: "The cache, as HOST:PORT.")
    var cache: String

    @Option(name: .shortAndLong, help: "csv, json or summary.")
    var format = PayloadFormat.csv

    @Option(help: "The highest protocol version to ask for: 0 to 2.")
    var rtrVersion: UInt8 = 1

    @Flag(help: "Stay connected and print one line for each serial.")
    var follow = false

    @OptionGroup var output: OutputOptions

    @Flag(name: .shortAndLong, help: "Say more. (repeatable)")
    var verbose: Int

    func validate() throws {
        guard Endpoint(parsing: cache) != nil else { throw ValidationError("\(cache) is not HOST:PORT") }
        guard ProtocolVersion(rawValue: rtrVersion) != nil else {
            throw ValidationError("--rtr-version must be 0 to 2, not \(rtrVersion)")
        }
    }

    func run() async throws {
        guard let endpoint = Endpoint(parsing: cache), let version = ProtocolVersion(rawValue: rtrVersion) else {
            return
        }
        var configuration = RTRClientConfiguration(endpoint: endpoint)
        configuration.highestVersion = version
        var logging = Configuration(stateDirectory: "/")
        logging.verbosity = verbose
        let time = SystemTimeSource()
        let client = RTRClient(configuration: configuration, log: StandardErrorLog.logger(for: logging, time: time))
        guard follow else {
            let set = try await client.fetch()
            let payloads = set.payloads
            let listing = PayloadListing(
                trustAnchors: ["rtr"],
                vrps: payloads.vrps.map { TrustedVRP(vrp: $0, trustAnchor: 0) },
                routerKeys: payloads.routerKeys.isEmpty
                    ? nil : payloads.routerKeys.map { TrustedRouterKey(routerKey: $0, trustAnchor: 0) },
                aspas: payloads.aspas.isEmpty ? nil : payloads.aspas.map { TrustedASPA(aspa: $0, trustAnchor: 0) }
            )
            let session = PayloadSummary.Section(
                title: "Session",
                rows: [
                    .init("protocol version", Int(set.version.rawValue)),
                    .init("session", Int(set.session)),
                    .init("serial", Int(set.serial)),
                ]
            )
            try output.write { sink in
                try format.write(listing, instant: time.now().posix.seconds, sections: [session], to: &sink)
            }
            return
        }
        for try await set in client.updates() {
            let kind = set.isDelta ? "delta" : "full"
            // Whoever follows wants each line at once, through a pipe too.
            let line =
                "\(time.now()) version \(set.version) session \(set.session) serial \(set.serial)"
                + " \(kind) +\(set.announced) -\(set.withdrawn) total \(set.payloads.count)\n"
            try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
        }
    }
}
