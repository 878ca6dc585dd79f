import Foundation
import Testing

@Suite("lab: objects other than ROAs")
struct LaboratoryCommandTests {
    @Test("what is issued is listed until it is revoked, and is published in between")
    func life() async throws {
        let temporary = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: temporary.path)
        let objects: [(options: [String], row: String, file: String)] = [
            (["--aspa", "AS64512", "--providers", "64514,AS64513"], "ASPA AS64512: AS64514, AS64513", "AS64512.asa"),
            (["--aspa", "64513", "--providers", "0"], "ASPA AS64513: AS0", "AS64513.asa"),
            (["--router-key", "64512", "--router", "7"], "router key AS64512 7", "ROUTER-0000FC00.cer"),
            (
                ["--prefix-list", "64512", "--prefixes", "10.0.0.0/24,2001:db8::/48"],
                "prefix list AS64512: 10.0.0.0/24, 2001:db8::/48", "AS64512.spl"
            ),
            (["--contact", "Ada", "--email", "a@b.example"], "contact Ada", "contact.gbr"),
            (["--trust-anchor-keys", "--successor"], "trust anchor keys with successor", "keys.tak"),
        ]
        for object in objects { try await lab.lab("issue", object.options) }
        try await lab.lab("publish")
        let listed = try await lab.rows()
        let published = Set(lab.publishedFiles())
        for object in objects {
            #expect(listed.contains(object.row))
            #expect(published.contains(object.file))
        }
        for object in objects { try await lab.lab("revoke", object.options) }
        try await lab.lab("publish")
        #expect(try await lab.rows() == lab.rows)
        #expect(Set(lab.publishedFiles()).isDisjoint(with: objects.map(\.file)))
    }

    @Test(
        "what makes no sense is said, and nothing is issued",
        arguments: [
            ([], "give one thing"), (["10.0.0.0/24-24-AS64512", "--router-key", "64512"], "give one thing"),
            (["--aspa", "64512"], "--aspa needs --providers"),
            (["--providers", "64512", "--router-key", "64512"], "--providers goes with --aspa"),
            (["--contact", "Ada"], "--contact needs --email or --telephone"),
            (["--aspa", "64512", "--providers", "64513,"], "'64513,' is invalid"),
            (["--trust-anchor-keys", "--router", "1"], "--router goes with --router-key"),
        ]
    )
    func usage(options: [String], complaint: String) async throws {
        let outcome = try await Program.run(["lab", "issue", "/nonexistent"] + options)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    }
}

extension LaboratoryFixture {
    /// What `lab list` lists below trust anchors.
    fileprivate func rows() async throws -> [String] {
        try await Program.run(["lab", "list", directory]).output.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The names of the files in the rsync trees that are in force.
    fileprivate func publishedFiles() -> [String] {
        let root = directory + "/rsync"
        return ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).flatMap { module in
            let tree = URL(fileURLWithPath: "\(root)/\(module)").resolvingSymlinksInPath().path
            return ((try? FileManager.default.subpathsOfDirectory(atPath: tree)) ?? [])
                .map { ($0 as NSString).lastPathComponent }
        }
    }
}
