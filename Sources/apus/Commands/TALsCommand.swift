import ArgumentParser
import Daemon
import RPKIObjects

struct TALsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tals",
        abstract: "List the trust anchors in force."
    )

    @OptionGroup var global: GlobalOptions

    func run() throws {
        for locator in try TrustAnchorSources.load(try global.configuration()) {
            for uri in locator.uris {
                print("\(locator.name)\t\(uri)")
            }
        }
    }
}
