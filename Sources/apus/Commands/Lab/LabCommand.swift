import ArgumentParser
import Laboratory
import Payloads

struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "A private RPKI for demonstrations, tests and time-of-flight beacons.",
        discussion: """
            A laboratory lives in a directory of its own. What is issued, revoked or spoiled becomes visible with
            "publish"; "serve" publishes over HTTPS (RRDP) and rsync on the loopback interface.
            """,
        subcommands: [
            LabInit.self, LabIssue.self, LabRevoke.self, LabPublish.self, LabFault.self, LabRepair.self, LabList.self,
            LabServe.self,
        ]
    )
}

/// The directory that every command but `init` works on.
struct LabDirectory: ParsableArguments {
    @Argument(help: "The laboratory's directory.")
    var directory: String
}

/// A route origin as the command line states it.
struct RouteOriginArgument: ExpressibleByArgument {
    let origin: RouteOrigin

    init?(argument: String) {
        guard let origin = RouteOrigin(parsing: argument) else { return nil }
        self.origin = origin
    }
}

/// Prints what `publish` made visible.
func printPublication(_ reports: [PublicationReport]) {
    for report in reports {
        print(
            "\(report.published) \(report.repository) serial \(report.serial):"
                + " \(report.added.count) added, \(report.replaced.count) replaced, \(report.withdrawn.count) withdrawn"
        )
    }
    if reports.isEmpty { print("nothing to publish") }
}
