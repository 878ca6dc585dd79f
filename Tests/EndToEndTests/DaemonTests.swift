import Foundation
import NumberResources
import RPKIObjects
import Subprocess
import Testing

/// The main job with real servers and processes: laboratory → daemon → router.
@Suite(.serialized) struct DaemonTests {
    private static let new = "10.0.0.0/24-24-AS65551"

    /// What a router learns from the daemon; nil while there is nothing to learn.
    private func learned(_ port: UInt16) async throws -> [String]? {
        let outcome = try await Program.run(["rtr-client", "127.0.0.1:\(port)"])
        return outcome.status == 0 ? LaboratoryFixture.payloads(outcome.output) : nil
    }

    /// Session and serial, as the client tells them.
    private func position(_ port: UInt16) async throws -> [String] {
        let outcome = try await Program.run(["rtr-client", "127.0.0.1:\(port)", "--format", "summary"])
        return outcome.output.split(separator: "\n").map(String.init).filter {
            $0.contains("session:") || $0.contains("serial:")
        }
    }

    @Test func aROAIsServedAndWithdrawnAndItsFlightIsOnRecord() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let port = try freePort()
        let server = ["server"] + lab.options + ["--rtr", "127.0.0.1:\(port)"]
        let labStatus = try await Program.running(["lab", "serve", lab.directory]) { _ in
            try await Program.wait(for: "the laboratory to be fetched") { try await !lab.vrps().isEmpty }
            var before: [String] = []
            let status = try await Program.running(server) { signal in
                try await Program.wait(for: "the first set") { try await learned(port) == lab.rows.sorted() }
                #expect(try await lab.vrps("--noupdate") == lab.rows.sorted())

                try await lab.lab("issue", Self.new)
                try await lab.lab("publish")
                let asked = try await Program.run(["update"] + lab.options + ["--now", "https://"])
                #expect(asked.status == 0, "\(asked.errors)")
                try await Program.wait(for: "the new VRP") { try await learned(port)?.contains(Self.new) ?? false }

                // A file that is read again changes nothing for those who are connected.
                try signal(Signal(rawValue: SIGHUP))
                let second = try await Program.run(["server"] + lab.options)
                #expect(second.status == 1)
                #expect(second.errors.contains("is in use by another process"), "\(second.errors)")

                try await lab.lab("revoke", Self.new)
                try await lab.lab("publish")
                _ = try await Program.run(["update"] + lab.options + ["--now", "https://"])
                try await Program.wait(for: "its withdrawal") { try await learned(port) == lab.rows.sorted() }
                before = try await position(port)
                #expect(before.count == 2)
                try await Program.wait(for: "the flight's record") {
                    let timeline = try await Program.run(["flight", "timeline", Self.new] + lab.options)
                    return timeline.output.contains("withdrawn in session")
                }
            }
            #expect(status == 0)

            let timeline = try await Program.run(["flight", "timeline", Self.new] + lab.options)
            for stage in ["signed", "published", "fetched", "validated", "served", "cause: revoked"] {
                #expect(timeline.output.contains(stage), "\(timeline.output)")
            }
            let covered = try await Program.run(["history", "covered", "10.0.0.0/24"] + lab.options)
            #expect(covered.output.contains("covered by"), "\(covered.output) \(covered.errors)")

            // Started again, it goes on in the same session with the same serial: nothing changed.
            let again = try await Program.running(server) { _ in
                try await Program.wait(for: "the set after the restart") {
                    try await learned(port) == lab.rows.sorted()
                }
                #expect(try await position(port) == before)
            }
            #expect(again == 0)
        }
        #expect(labStatus == 0)
    }

    @Test func rsyncAloneGivesTheSame() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let file = directory.path + "/cache.ccr"
        _ = try await Program.running(["lab", "serve", lab.directory]) { _ in
            try await Program.wait(for: "the laboratory to be fetched") {
                try await lab.vrps("--disable-rrdp") == lab.rows.sorted()
            }
            let summary = try await Program.run(["vrps", "--noupdate", "--format", "summary"] + lab.options)
            let verified = summary.output.split(separator: "\n").first { $0.contains("signatures verified:") }
            #expect(verified?.split(separator: " ").last == "0", "\(summary.output)")

            let cache = try await Program.run(["vrps", "-n", "-f", "ccr", "-o", file] + lab.options)
            #expect(cache.status == 0 && cache.output.isEmpty, "\(cache.errors)")
            let octets = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            let representation = try CanonicalCacheRepresentation(decoding: octets)
            let payloads = (representation.roaPayloads?.sets ?? []).flatMap { set in
                set.addresses.map { "\($0.prefix)-\($0.effectiveMaxLength)-\(set.asn)" }
            }
            #expect(payloads.sorted() == lab.rows.sorted())
        }
    }

    @Test func aFaultyObjectLosesItsPayloadsAlone() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        let victim = try #require(lab.rows.first)
        _ = try await Program.running(["lab", "serve", lab.directory]) { _ in
            try await Program.wait(for: "the laboratory to be fetched") { try await lab.vrps() == lab.rows.sorted() }
            try await lab.lab("fault", "bad-signature", "--payload", victim)
            try await lab.lab("publish")
            #expect(try await lab.vrps() == lab.rows.filter { $0 != victim }.sorted())
            try await lab.lab("repair")
            try await lab.lab("fault", "missing-file")
            try await lab.lab("publish")
            // The publication point is at fault: its last valid state, without the victim, stays.
            #expect(try await lab.vrps() == lab.rows.filter { $0 != victim }.sorted())
        }
    }

    @Test func aKilledUpdateCostsNothing() async throws {
        let directory = try TemporaryDirectory()
        let lab = try await LaboratoryFixture(in: directory.path)
        _ = try await Program.running(["lab", "serve", lab.directory]) { _ in
            for milliseconds in [0, 20, 60, 120, 250] {
                let status = try await Program.running(["vrps"] + lab.options) { signal in
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    try? signal(.kill)
                }
                #expect(status == nil || status == 0)
            }
            try await Program.wait(for: "the whole set") { try await lab.vrps() == lab.rows.sorted() }
        }
    }
}
