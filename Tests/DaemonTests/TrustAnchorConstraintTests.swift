import Daemon
import Foundation
import Testing

/// Which trust anchors are constrained: those with a file beside their TAL.
@Suite struct TrustAnchorConstraintTests {
    private let directory = NSTemporaryDirectory() + "apus-constraints-" + UUID().uuidString

    /// A configuration with two TAL files, `mine` and `extra`, the latter in the directory of extra TALs.
    private func configuration(_ files: [String: String]) throws -> Configuration {
        for folder in ["one", "many"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/\(folder)",
                withIntermediateDirectories: true
            )
        }
        // Constraints are read without a look into the TAL.
        for (name, text) in files.merging(["one/mine.tal": "", "many/extra.tal": ""], uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
        }
        var configuration = Configuration(stateDirectory: "/state")
        configuration.talFiles = ["\(directory)/one/mine.tal"]
        configuration.extraTALsDirectory = "\(directory)/many"
        return configuration
    }

    private func remove() { try? FileManager.default.removeItem(atPath: directory) }

    @Test func areFoundBesideTheTALs() throws {
        defer { remove() }
        let configuration = try configuration([
            "one/mine.constraints": "allow 192.0.2.0/24\n", "many/extra.constraints": "deny 64496\n",
            "many/ripe.constraints": "deny 64496\n", "many/nobody.constraints": "nonsense",
            "one/apnic.constraints": "nonsense",
        ])
        #expect(try TrustAnchorSources.constraints(configuration).keys.sorted() == ["extra", "mine", "ripe"])
        var alone = configuration
        alone.usesRIRTrustAnchors = false
        #expect(try TrustAnchorSources.constraints(alone).keys.sorted() == ["extra", "mine"])
    }

    @Test func areNotNeeded() throws {
        defer { remove() }
        #expect(try TrustAnchorSources.constraints(configuration([:])).isEmpty)
        #expect(try TrustAnchorSources.constraints(Configuration(stateDirectory: "/state")).isEmpty)
    }

    @Test func aMistakeNamesFileAndLine() throws {
        defer { remove() }
        let configuration = try configuration(["many/extra.constraints": "# comment\nallow everything\n"])
        #expect {
            try TrustAnchorSources.constraints(configuration)
        } throws: { error in
            "\(error)"
                == "\(directory)/many/extra.constraints: line 2: "
                + "\"everything\" is not a prefix, an AS number or a range of them"
        }
    }
}
