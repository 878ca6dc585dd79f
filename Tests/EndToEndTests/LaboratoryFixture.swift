import Foundation
import Testing

/// A small laboratory, and the options with which the program validates it.
struct LaboratoryFixture {
    let directory: String
    let state: String
    /// What the laboratory issued at the start.
    let rows: [String]

    /// Makes a laboratory of one trust anchor, two authorities and six ROAs below `directory`.
    init(in directory: String) async throws {
        self.directory = directory + "/lab"
        state = directory + "/state"
        let made = try await Program.run([
            "lab", "init", self.directory, "--trust-anchors", "1", "--authorities", "2", "--roas", "3",
        ])
        #expect(made.status == 0, "\(made.errors)")
        let listed = try await Program.run(["lab", "list", self.directory])
        rows = listed.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        try #require(rows.count >= 6, "\(listed.output)")
    }

    /// `--repository-dir` and everything that a private RPKI needs.
    var options: [String] {
        [
            "--repository-dir", state, "--no-rir-tals", "--extra-tals-dir", directory + "/tals", "--rrdp-root-cert",
            directory + "/tls/ca.pem", "--allow-dubious-hosts",
        ]
    }

    /// Runs a `lab` command that must succeed.
    func lab(_ command: String, _ arguments: String...) async throws {
        try await lab(command, arguments)
    }

    /// Runs a `lab` command that must succeed.
    func lab(_ command: String, _ arguments: [String]) async throws {
        let outcome = try await Program.run(["lab", command, directory] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// The payloads that the program prints, as PREFIX-MAXLENGTH-ASN, ascending as texts.
    func vrps(_ arguments: String...) async throws -> [String] {
        let outcome = try await Program.run(["vrps"] + options + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return Self.payloads(outcome.output)
    }

    /// CSV as PREFIX-MAXLENGTH-ASN, ascending as texts.
    static func payloads(_ csv: String) -> [String] {
        csv.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",")
            return "\(fields[1])-\(fields[2])-\(fields[0])"
        }.sorted()
    }
}

/// A TCP port of the loopback interface that was free a moment ago.
func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
        }
    }
    try #require(bound)
    return UInt16(bigEndian: address.sin_port)
}
