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
            "many/ripe.constraints": "deny 64496\n",
            // Of a trust anchor that lies there and is not in use.
            "one/other.tal": "", "one/other.constraints": "nonsense",
            "one/.hidden.constraints": "nonsense", "many/extra.constraints.old": "nonsense",
        ])
        #expect(try TrustAnchorSources.constraints(configuration).keys.sorted() == ["extra", "mine", "ripe"])
    }

    @Test func areFoundWhereBothKindsOfTALsLie() throws {
        defer { remove() }
        var configuration = try configuration([
            "one/mine.constraints": "deny 64496\n", "one/apnic.constraints": "deny 64496\n",
        ])
        configuration.extraTALsDirectory = "\(directory)/many/../one/"
        #expect(try TrustAnchorSources.constraints(configuration).keys.sorted() == ["apnic", "mine"])
    }

    /// Whoever wrote them counts on them.
    @Test(
        arguments: [
            ("many/nobody.constraints", true), ("many/RIPE.constraints", true), ("many/ripe.Constraints", true),
            ("many/mine.constraints", true), ("many/ripe.constraints", false),
            ("one/apnic.constraints", true), ("one/Mine.constraints", true), ("one/extra.constraints", true),
        ]
    )
    func ofNoTrustAnchorAreAMistake(_ file: String, _ usesRIRs: Bool) throws {
        defer { remove() }
        var configuration = try configuration([file: "deny 64496\n"])
        configuration.usesRIRTrustAnchors = usesRIRs
        #expect {
            try TrustAnchorSources.constraints(configuration)
        } throws: { error in
            "\(error)" == "constraints file \(directory)/\(file) belongs to no trust anchor"
        }
    }

    @Test(arguments: ["one/mine", "many/extra", "many/arin"])
    func thatCannotBeReadAreAMistake(_ name: String) throws {
        defer { remove() }
        let configuration = try configuration([:])
        try FileManager.default.createSymbolicLink(
            atPath: "\(directory)/\(name).constraints",
            withDestinationPath: "\(directory)/nowhere"
        )
        #expect {
            try TrustAnchorSources.constraints(configuration)
        } throws: { error in
            "\(error)" == "cannot read constraints file \(directory)/\(name).constraints"
        }
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
