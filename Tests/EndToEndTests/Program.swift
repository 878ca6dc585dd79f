import Foundation
import Subprocess
import SystemPackage
import Testing

/// The built `apus`, run as a user runs it.
enum Program {
    struct Outcome {
        let status: Int32?
        let output: String
        let errors: String

        /// Standard error's lines.
        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    }

    /// The executable beside the test bundle.
    static var path: String {
        get throws {
            let products = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
                .deletingLastPathComponent()
            let candidates = [products, products.deletingLastPathComponent()].map {
                $0.appendingPathComponent("apus").path
            }
            return try #require(
                candidates.first { FileManager.default.isExecutableFile(atPath: $0) },
                "the program must be built beside the tests: \(candidates)"
            )
        }
    }

    /// Runs to the end and collects what it prints. `input` is its standard input.
    static func run(_ arguments: [String], input: [UInt8] = []) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(FilePath(path)),
            arguments: Arguments(arguments),
            input: .array(input),
            output: .string(limit: 64_000_000),
            error: .string(limit: 4_000_000)
        )
        let status: Int32? =
            switch result.terminationStatus {
            case .exited(let code): code
            default: nil
            }
        return Outcome(status: status, output: result.standardOutput, errors: result.standardError)
    }
}

extension Program {
    /// Runs until `body` has ended, then asks it to end and returns its exit status (nil: a signal ended it).
    ///
    /// `body` may end it another way by the action it is given.
    static func running(
        _ arguments: [String],
        _ body: (_ signal: (Signal) throws -> Void) async throws -> Void
    ) async throws -> Int32? {
        let result = try await Subprocess.run(
            .path(FilePath(path)),
            arguments: Arguments(arguments),
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            do {
                try await body { try execution.send(signal: $0) }
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
            // Already gone when the body ended it.
            try? execution.send(signal: .terminate)
        }
        if case .exited(let code) = result.terminationStatus { return code }
        return nil
    }

    /// Repeats `condition` until it holds, for a minute at most.
    static func wait(for what: String, until condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await !condition() {
            try #require(ContinuousClock.now < end, "waited in vain for \(what)")
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// A directory of its own that is gone when the test ends.
struct TemporaryDirectory: ~Copyable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("apus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
