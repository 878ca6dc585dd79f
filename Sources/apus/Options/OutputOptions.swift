import ArgumentParser
import Daemon
import Foundation
import Payloads

/// Where a result goes.
struct OutputOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
    var output: String?

    /// Whether what is written goes to a person's screen.
    var isTerminal: Bool {
        (output == nil || output == "-") && isatty(STDOUT_FILENO) == 1
    }

    /// Writes through `body`; a file appears whole or not at all.
    func write(_ body: (inout ByteSink) throws -> Void) throws {
        guard let output, output != "-" else {
            try Self.write(to: .standardOutput, body)
            return
        }
        var status = stat()
        if stat(output, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            // A pipe or a device is written to, not replaced.
            guard let handle = FileHandle(forWritingAtPath: output) else { throw Failure("cannot write \(output)") }
            try Self.write(to: handle, body)
            return
        }
        let temporary = "\(output).\(getpid()).new"
        guard FileManager.default.createFile(atPath: temporary, contents: nil),
            let handle = FileHandle(forWritingAtPath: temporary)
        else { throw Failure("cannot write \(output)") }
        do {
            try Self.write(to: handle, body)
            try handle.synchronize()
            try handle.close()
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw Failure("cannot write \(output): \(error.localizedDescription)")
        }
        guard rename(temporary, output) == 0 else { throw Failure("cannot replace \(output)") }
    }

    private static func write(to handle: FileHandle, _ body: (inout ByteSink) throws -> Void) throws {
        var sink = ByteSink { try handle.write(contentsOf: $0) }
        try body(&sink)
        try sink.finish()
    }
}

/// The formats in which payloads are printed.
enum PayloadFormat: String, CaseIterable, ExpressibleByArgument {
    case csv, json, summary, none

    /// Writes `listing`, validated at `instant` (seconds), and for `summary` also `sections`.
    func write(
        _ listing: PayloadListing,
        instant: Int64,
        sections: [PayloadSummary.Section],
        to sink: inout ByteSink
    ) throws {
        switch self {
        case .csv: try CSVFormat.write(listing, to: &sink)
        case .json: try JSONFormat.write(listing, generated: instant, to: &sink)
        case .summary:
            let summary = PayloadSummary(instant: instant, sections: [PayloadSummary.payloads(of: listing)] + sections)
            try SummaryFormat.write(summary, to: &sink)
        case .none: break
        }
    }
}
