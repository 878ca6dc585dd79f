import Foundation
import Testing

/// `apus inspect` on what a laboratory published, with issuers from files and from the store.
@Suite struct InspectTests {
    /// One line of `--json`, as far as the tests look at it.
    private struct Report: Decodable {
        struct Finding: Decodable {
            let reason: String
            let clause: String
            let detail: String
            let offset: Int?
        }

        let file: String
        let type: String?
        let verdict: String
        let rejection: Finding?
        let warnings: [Finding]
        let chain: String
        let notes: [String]
    }

    private func reports(_ arguments: [String], status: Int32) async throws -> [Report] {
        let outcome = try await Program.run(["inspect", "--json"] + arguments)
        #expect(outcome.status == status, "\(outcome.errors)")
        return try outcome.output.split(separator: "\n").map {
            try JSONDecoder().decode(Report.self, from: Data($0.utf8))
        }
    }

    @Test func everythingPublishedIsValidByTheStoreAlone() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let served = try await Program.running(["lab", "serve", lab.directory]) { _ in
            try await Program.wait(for: "the laboratory to be fetched") { try await !lab.vrps().isEmpty }
        }
        #expect(served == 0)
        let files = lab.published("")
        #expect(files.count == 15)
        let reports = try await reports(lab.options + files, status: 0)
        #expect(reports.map(\.file) == files)
        for report in reports {
            #expect(report.verdict == "valid" && report.chain == "valid", "\(report)")
            // All but trust anchors themselves are below a trust anchor, and the store says where it has them.
            let isStored = report.notes.contains { $0.hasPrefix("stored as rsync://") }
            #expect(isStored || report.file.contains("/lab-afrinic.cer"), "\(report)")
        }
        #expect(Set(reports.compactMap(\.type)) == ["certificate", "crl", "manifest", "roa"])

        let locators = try await Program.run(["inspect"] + lab.options + lab.files("tals", ".tal"))
        #expect(locators.status == 0)
        #expect(locators.output.hasSuffix("\nValidation: valid\n"))
        #expect(locators.output.contains("Chain:                    valid\n"), "\(locators.output)")
    }

    @Test func issuersCanBeGivenAsFiles() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let roa = try #require(lab.published(".roa").first { $0.contains("/ca-1/") })
        let locator = try #require(lab.files("tals", ".tal").first)
        let authorities = lab.published("ca-1.cer") + lab.published("/ta/ta.crl") + lab.published("ca-1.crl")
        let anchor = try #require(lab.files("ta", ".cer").first)

        let nothing = try await reports(["-r", directory.path + "/none", roa], status: 0)
        #expect(nothing.map(\.chain) == ["unchecked"])
        #expect(nothing.flatMap(\.notes).first?.hasSuffix("(no --issuer given, and no store)") == true, "\(nothing)")

        let whole = issuers(authorities + [anchor, locator])
        let text = try await Program.run(["inspect", "-r", directory.path + "/none"] + whole + [roa])
        #expect(text.status == 0)
        #expect(text.output.contains("\nAS:                       AS"), "\(text.output)")
        #expect(text.output.contains("(\(anchor))\n"), "\(text.output)")
        #expect(text.output.hasSuffix("\nValidation: valid\n"), "\(text.output)")
        #expect(try await reports(whole + [roa], status: 0).map(\.chain) == ["valid"])

        // What a person gives is trusted, although nothing leads on from it.
        let part = try await reports(["-r", directory.path + "/none"] + issuers(authorities) + [roa], status: 0)
        #expect(part.map(\.chain) == ["valid"])
        #expect(part.flatMap(\.notes).contains { $0.hasPrefix("trusted: ") }, "\(part)")

        // Another authority's certificate is not the issuer.
        let other = try await reports(
            ["-r", directory.path + "/none"] + issuers(lab.published("ca-2.cer")) + [roa],
            status: 1
        )
        #expect(other.map(\.rejection?.reason) == ["certificate-issuer-mismatch"])
        #expect(other.map(\.chain) == ["invalid"])
    }

    @Test func aRevokedObjectIsToldByTheIssuersList() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let roa = try #require(lab.published("AS64512_10-0-0-0_24-24.roa").first)
        let kept = directory.path + "/kept"
        try FileManager.default.copyItem(atPath: roa, toPath: kept)
        try await lab.lab("revoke", "10.0.0.0/24-24-AS64512")
        try await lab.lab("publish")
        let issuers = issuers(lab.published("ca-1.cer") + lab.published("ca-1.crl"))
        let base = ["-r", directory.path + "/none"] + issuers
        let report = try #require(try await reports(base + [kept], status: 1).first)
        #expect(report.type == "roa")
        #expect(report.rejection?.reason == "certificate-revoked")
        let tolerated = try await reports(base + ["--tolerate", "certificate-revoked", kept], status: 0)
        #expect(tolerated.flatMap(\.warnings).map(\.reason) == ["certificate-revoked"])
    }

    @Test func timeIsJudgedLast() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let roa = try #require(lab.published(".roa").first)
        let later = ["-r", directory.path + "/none", "--at", "2090-01-01T00:00:00Z"]
        let expired = try #require(try await reports(later + [roa], status: 1).first)
        #expect(expired.rejection?.reason == "certificate-expired")

        // The signature's last octet.
        var octets = [UInt8](try Data(contentsOf: URL(fileURLWithPath: roa)))
        octets[octets.count - 1] ^= 1
        let damaged = directory.path + "/damaged.cer"
        try Data(octets).write(to: URL(fileURLWithPath: damaged))
        let outcome = try await Program.run(["inspect"] + later + [damaged])
        #expect(outcome.status == 1)
        let verdict = try #require(outcome.output.split(separator: "\n").last)
        #expect(verdict.hasPrefix("Validation: invalid: signed-object-signature-invalid: "), "\(verdict)")
        #expect(verdict.contains(", at offset \(octets.count - 256))"), "\(verdict)")
        #expect(outcome.output.contains("\nOctets at \(octets.count - 256):"), "\(outcome.output)")
    }

    @Test func filesAreToldByContentAndReadFromStandardInput() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let octets = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try #require(lab.published("ca-1.crl").first))))
        let arguments = ["inspect", "-r", directory.path + "/none", "--json", "-"]
        for input in [octets, Array(Data(octets).base64EncodedString().utf8)] {
            let outcome = try await Program.run(arguments, input: input)
            #expect(outcome.output.hasPrefix(#"{"file":"-","type":"crl","sha256":""#), "\(outcome.output)")
            #expect(outcome.status == 0)
        }
        for (text, type) in [
            ("<notification/>", #""rrdp-notification""#), (#"{"slurmVersion": 3}"#, #""slurm""#),
            ("rsync://host.example/a/b.cer\n", #""tal""#), ("nothing known", "null"), ("", "null"),
        ] {
            let outcome = try await Program.run(arguments, input: Array(text.utf8))
            #expect(outcome.output.hasPrefix(#"{"file":"-","type":\#(type),"#), "\(outcome.output)")
            #expect(outcome.output.contains(#""verdict":"invalid""#), "\(outcome.output)")
            #expect(outcome.status == 1)
        }
    }

    @Test func whatCannotBeReadDoesNotKeepTheOthersBack() async throws {
        let directory = try TemporaryDirectory()
        let exceptions = directory.path + "/exceptions"
        let text = """
            {"slurmVersion": 1, "validationOutputFilters": {"prefixFilters": [], "bgpsecFilters": []},
             "locallyAddedAssertions": {"prefixAssertions": [], "bgpsecAssertions": []}}
            """
        try text.write(toFile: exceptions, atomically: true, encoding: .utf8)
        let outcome = try await Program.run([
            "inspect", "-r", directory.path + "/none", "/nonexistent/a.roa", directory.path, exceptions,
        ])
        #expect(outcome.status == 1)
        #expect(
            outcome.errorLines == [
                "apus: cannot read /nonexistent/a.roa: No such file or directory",
                "apus: cannot read \(directory.path): it is a directory",
            ]
        )
        #expect(outcome.output.hasSuffix("\nValidation: valid\n"))
    }

    @Test(arguments: [
        (["inspect"], 64, "Missing expected argument '<files> ...'"),
        (
            ["inspect", "--tolerate", "certificate-policy", "a"], 64,
            "there is no reason certificate-policy; the nearest is certificate-policies"
        ),
        (["inspect", "--type", "zip", "a"], 64, "The value 'zip' is invalid for '--type <type>'"),
        (["inspect", "--issuer", "/nonexistent/ca.cer", "a"], 1, "cannot read /nonexistent/ca.cer"),
        (["inspect", "--tal-file", "/nonexistent/a.tal", "a"], 1, "cannot read TAL file /nonexistent/a.tal"),
        (["inspect", "/nonexistent/a\u{1B}]0;x\u{7}"], 1, #"cannot read /nonexistent/a\x1b]0;x\x07: "#),
        (["inspect", "--issuer", "/dev/null", "a"], 1, "cannot use issuer /dev/null: object-type-unknown"),
    ])
    func mistakesAreSaidInOneLine(arguments: [String], status: Int32, message: String) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == status)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        if status == 1 { #expect(outcome.errorLines.count == 1, "\(outcome.errors)") }
    }

    private func issuers(_ files: [String]) -> [String] {
        files.flatMap { ["--issuer", $0] }
    }
}

extension LaboratoryFixture {
    /// The published files whose paths end so.
    fileprivate func published(_ suffix: String) -> [String] {
        files("rsync", suffix)
    }

    /// The files of a part of the laboratory whose paths end so, in their order.
    fileprivate func files(_ part: String, _ suffix: String) -> [String] {
        let top = "\(directory)/\(part)"
        // The tree of each repository is a link.
        let roots = ((try? FileManager.default.contentsOfDirectory(atPath: top)) ?? []).map { name in
            URL(fileURLWithPath: "\(top)/\(name)").resolvingSymlinksInPath().path
        }
        let files = roots.flatMap { root -> [String] in
            let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
            return names.isEmpty ? [root] : names.map { "\(root)/\($0)" }
        }
        return files.filter { $0.hasSuffix(suffix) && ($0 as NSString).pathExtension.count == 3 }.sorted()
    }
}
