import ArgumentParser
import Daemon
import Foundation
import NumberResources
import Payloads

struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Is this route valid, and why?",
        discussion: """
            Judges routes by the stored payloads (RFC 6811), also beside a running daemon. Routes are one
            -p PREFIX -a ASN, or the lines of a file or of standard input, each "PREFIX => ASN"
            (blanks or a comma instead of the arrow do too).
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .shortAndLong, help: "The route's prefix.")
    var prefix: String?

    @Option(name: .shortAndLong, help: "The route's origin AS.")
    var asn: String?

    @Option(name: .shortAndLong, help: "Read routes from this file; - for standard input.")
    var input: String?

    @Flag(help: "Print JSON, as Routinator's validity API does.")
    var json = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (prefix == nil) == (asn == nil), (prefix == nil) != (input == nil) else {
            throw ValidationError("give either --prefix and --asn, or --input")
        }
        if let prefix, let asn {
            do { _ = try route(prefix, asn) } catch { throw ValidationError(error.description) }
        }
    }

    func run() async throws {
        let configuration = try global.configuration()
        let routes: [(IPPrefix, ASN)] =
            if let prefix, let asn { [try route(prefix, asn)] } else { try readRoutes() }
        let update = try await OneShot.run(configuration, updating: false)
        let validation = RouteOriginValidation(vrps: update.listing.payloads.vrps)
        try output.write { sink in
            if json {
                try ValidityFormat.writeJSON(routes.lazy.map { validation.validity(of: $0, origin: $1) }, to: &sink)
            } else {
                for (prefix, asn) in routes {
                    let validity = validation.validity(of: prefix, origin: asn)
                    try ValidityFormat.writeText(validity, explained: input == nil, to: &sink)
                }
            }
        }
    }

    private func readRoutes() throws -> [(IPPrefix, ASN)] {
        let name = input == "-" ? "standard input" : input ?? ""
        let data: Data? =
            input == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: name)
        guard let data else { throw Failure("cannot read \(name)") }
        var routes: [(IPPrefix, ASN)] = []
        for (index, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            let fields = text.split { " \t,=>\r".contains($0) }
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            do {
                guard fields.count == 2 else { throw Failure("not a prefix and an AS number") }
                routes.append(try route(String(fields[0]), String(fields[1])))
            } catch {
                throw Failure("\(name): line \(index + 1): \(error)")
            }
        }
        return routes
    }

    private func route(_ prefix: String, _ asn: String) throws(Failure) -> (IPPrefix, ASN) {
        guard let parsed = IPPrefix(parsing: prefix) else {
            throw Failure("\(prefix) is not a prefix (or has host bits set)")
        }
        guard let number = ASN(parsing: asn) else { throw Failure("\(asn) is not an AS number") }
        return (parsed, number)
    }
}
