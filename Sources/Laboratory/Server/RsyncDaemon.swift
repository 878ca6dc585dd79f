import Foundation
import Subprocess
import SystemPackage

/// The rsync daemon that serves a laboratory's published trees, as a child process.
struct RsyncDaemon: Sendable {
    let directory: LaboratoryDirectory
    let configuration: LaboratoryConfiguration

    private var configurationFile: String { "\(directory.path)/rsyncd.conf" }

    func writeConfiguration() throws(LaboratoryError) {
        var lines = ["use chroot = no", "read only = yes", "list = yes", "log file = \(directory.path)/rsyncd.log"]
        if geteuid() == 0 {
            // By default a daemon of the super-user becomes nobody, who may not see the directory.
            lines += ["uid = 0", "gid = 0"]
        }
        for name in configuration.trustAnchors {
            lines += ["", "[\(name)]", "path = \(directory.rsyncModule(name))", "comment = laboratory"]
        }
        try LaboratoryDirectory.write((lines.joined(separator: "\n") + "\n").utf8, to: configurationFile)
    }

    /// Runs the daemon until this task is cancelled.
    func run() async throws {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        let result = try await Subprocess.run(
            .name("rsync"),
            arguments: [
                "--daemon", "--no-detach", "--address=127.0.0.1", "--port=\(configuration.rsyncPort)",
                "--config=\(configurationFile)",
            ],
            platformOptions: options,
            output: .discarded,
            error: .string(limit: 65_536)
        )
        if Task.isCancelled { return }
        throw LaboratoryError.rsyncEnded(
            why: "\(result.terminationStatus) \(result.standardError.trimmingCharacters(in: .whitespacesAndNewlines))"
        )
    }

    /// Returns when the daemon accepts connections; throws after ten seconds.
    func waitUntilListening() async throws {
        for _ in 0..<200 {
            if LoopbackPorts.isListening(configuration.rsyncPort) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw LaboratoryError.rsyncEnded(why: "it does not accept connections")
    }
}
