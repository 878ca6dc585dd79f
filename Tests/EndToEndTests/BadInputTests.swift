import Foundation
import Testing

/// Every mistake an operator can make is answered by one clear line and the right exit status.
@Suite struct BadInputTests {
    private static let malformedTAL = "this is not a TAL\n"

    @Test(arguments: [
        (["vrps", "--no-rir-tals", "--tal-file", "/nonexistent/x.tal"], 1, "cannot read TAL file /nonexistent/x.tal"),
        (["vrps", "--no-rir-tals"], 1, "no trust anchor: give --tal-file"),
        (["vrps", "--no-rir-tals", "--extra-tals-dir", "/nonexistent"], 1, "cannot read directory /nonexistent"),
        (["vrps", "--config", "/nonexistent/apus.conf"], 1, "cannot read configuration file /nonexistent/apus.conf"),
        (["vrps", "--format", "yaml"], 64, "The value 'yaml' is invalid for '--format <format>'"),
        (["vrps", "-f", "ccr", "-a", "65000"], 64, "ccr is of the whole cache: --select-… does not apply"),
        (["vrps", "-f", "ccr", "-p", "192.0.2.0/24"], 64, "ccr is of the whole cache: --select-… does not apply"),
        (["vrps", "--frobnicate"], 64, "Unknown option '--frobnicate'"),
        (
            ["vrps", "--at", "yesterday"], 64,
            "--at wants a time such as 2026-01-31T12:00:00Z or POSIX seconds, not yesterday"
        ),
        (["vrps", "--rrdp-fallback", "maybe"], 64, "--rrdp-fallback must be one of never, stale, new"),
        (["server", "--refresh", "59"], 64, "--refresh must be 60 to 86400, not 59"),
        (["validate", "--prefix", "192.0.2.0/24"], 64, "give either --prefix and --asn, or --input"),
        (["validate", "--prefix", "192.0.2.1/24", "--asn", "65000"], 64, "192.0.2.1/24 is not a prefix"),
        (["rtr-client", "localhost"], 64, "localhost is not HOST:PORT"),
        (["rtr-client", "127.0.0.1:1"], 1, "cannot connect to RTR cache 127.0.0.1:1"),
    ])
    func isSaidInOneLine(arguments: [String], status: Int32, message: String) async throws {
        let directory = try TemporaryDirectory()
        let takesState = ["vrps", "server", "validate"].contains(arguments[0])
        let outcome = try await Program.run(arguments + (takesState ? ["--repository-dir", directory.path] : []))
        #expect(outcome.status == status)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        // ArgumentParser adds the usage to its own messages.
        if status == 1 { #expect(outcome.errorLines.count == 1, "\(outcome.errors)") }
    }

    @Test func aMalformedTALIsNamed() async throws {
        let directory = try TemporaryDirectory()
        let tal = directory.path + "/bad.tal"
        try Self.malformedTAL.write(toFile: tal, atomically: true, encoding: .utf8)
        let outcome = try await Program.run([
            "vrps", "--no-rir-tals", "--tal-file", tal, "--repository-dir", directory.path + "/state",
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains(tal), "\(outcome.errors)")
    }

    @Test func anUnknownConfigurationKeyNamesTheNearest() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/apus.conf"
        try "rtr-refesh = 60\n".write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(["config", "--config", file])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("unknown key rtr-refesh; the nearest is rtr-refresh"), "\(outcome.errors)")
    }

    @Test func aStateDirectoryThatCannotBeOneIsNamed() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/file"
        try "".write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(["vrps", "--repository-dir", file + "/state", "--disable-rrdp"])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains(file + "/state"), "\(outcome.errors)")
    }

    @Test func anEmptyStoreHasNothingToPrintWithoutUpdate() async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await Program.run(["vrps", "--noupdate", "--repository-dir", directory.path + "/state"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("holds no data yet: run an update first"), "\(outcome.errors)")
    }
}
