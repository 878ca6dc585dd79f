import DER
import Foundation
import Laboratory
import RPKICrypto
import Testing

@Suite struct RRDPPublishingTests {
    @Test func `deltas are contiguous, hashed, and lead to the snapshot`() throws {
        var configuration = LaboratoryConfiguration.small
        configuration.trustAnchors = ["lab-one"]
        configuration.keptDeltas = 4
        let test = try TestLaboratory(configuration)
        configuration = test.laboratory.configuration
        var client = RRDPClient()
        try client.load(snapshot: test.rrdpFile(test.notification("lab-one").snapshot.uri))
        let session = try test.notification("lab-one").session
        for round in 1...6 {
            _ = try test.laboratory.issue(.example("10.0.\(200 + round).0/24-24-AS64500"))
            if round > 1 { try test.laboratory.revoke(.example("10.0.\(199 + round).0/24-24-AS64500")) }
            _ = try test.laboratory.publish()

            let notification = try test.notification("lab-one")
            let serial = UInt64(round + 1)
            #expect(notification.session == session)
            #expect(notification.serial == serial)
            let oldest = serial - UInt64(min(round, 4)) + 1
            #expect(notification.deltas.map(\.serial) == (oldest...serial).reversed())
            for reference in notification.deltas + [notification.snapshot] {
                #expect(SHA256Digest(hashing: try test.rrdpFile(reference.uri)).hex == reference.hash)
            }
            let newest = try #require(notification.deltas.first)
            try client.apply(delta: test.rrdpFile(newest.uri))
            var fresh = RRDPClient()
            try fresh.load(snapshot: test.rrdpFile(notification.snapshot.uri))
            #expect(client.hashes == fresh.hashes)
            // The rsync tree holds the same, and the trust anchor's certificate.
            let tree = try test.published("lab-one")
            let port = configuration.rsyncPort
            let published = tree.filter { $0.key != "lab-one.cer" }.map { path, bytes in
                ("rsync://localhost:\(port)/lab-one/\(path)", SHA256Digest(hashing: bytes).hex)
            }
            #expect(fresh.hashes == Dictionary(uniqueKeysWithValues: published))
        }
    }

    @Test func `files that nothing refers to are removed`() throws {
        var configuration = LaboratoryConfiguration.small
        configuration.trustAnchors = ["lab-one"]
        configuration.keptDeltas = 2
        let test = try TestLaboratory(configuration)
        for round in 1...6 {
            _ = try test.laboratory.issue(.example("10.0.\(200 + round).0/24-24-AS64500"))
            _ = try test.laboratory.publish()
        }
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(test.directory.path)/rrdp/lab-one")
        // Two deltas of each of the last two notifications, of which one is in both.
        #expect(files.filter { $0.hasSuffix("/delta.xml") }.count == 3)
        #expect(files.filter { $0.hasSuffix("/snapshot.xml") }.count == 2)
        let trees = try FileManager.default.contentsOfDirectory(atPath: "\(test.directory.path)/trees/lab-one")
        #expect(trees.sorted() == ["6", "7"])
    }

    @Test func `unchanged files keep their time`() throws {
        let test = try TestLaboratory()
        func modified(_ path: String) throws -> Date {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(test.directory.path)/rsync/lab-one/\(path)"
            )
            return try #require(attributes[.modificationDate] as? Date)
        }
        let name = try #require(test.laboratory.roas.first { $0.authority == "lab-one-ca-2" }?.fileName)
        let before = try modified("ca-2/\(name)")
        _ = try test.laboratory.issue(.example("10.0.200.0/24-24-AS64500"))
        _ = try test.laboratory.publish()
        #expect(try modified("ca-2/\(name)") == before)
    }

    @Test func `faults of a repository are in one notification, then gone`() throws {
        var configuration = LaboratoryConfiguration.small
        configuration.trustAnchors = ["lab-one"]
        let test = try TestLaboratory(configuration)
        func isRight(_ reference: Notification.Reference?) throws -> Bool {
            let reference = try #require(reference)
            return SHA256Digest(hashing: try test.rrdpFile(reference.uri)).hex == reference.hash
        }
        let first = try test.notification("lab-one")

        _ = try test.laboratory.fault(.wrongDeltaHash)
        _ = try test.laboratory.publish()
        #expect(try !isRight(test.notification("lab-one").deltas.first))
        #expect(try isRight(test.notification("lab-one").snapshot))

        _ = try test.laboratory.fault(.wrongSnapshotHash)
        _ = try test.laboratory.publish()
        #expect(try !isRight(test.notification("lab-one").snapshot))
        #expect(try test.notification("lab-one").deltas.allSatisfy { try isRight($0) })

        _ = try test.laboratory.fault(.deltaGap)
        _ = try test.laboratory.publish()
        #expect(try test.notification("lab-one").deltas.map(\.serial) == [4, 2])

        _ = try test.laboratory.fault(.serialRegression)
        _ = try test.laboratory.publish()
        let regressed = try test.notification("lab-one")
        #expect(regressed.session == first.session)
        #expect(regressed.serial == 1)
        #expect(regressed.deltas.isEmpty)

        _ = try test.laboratory.fault(.sessionChange)
        _ = try test.laboratory.publish()
        let changed = try test.notification("lab-one")
        #expect(changed.session != first.session)
        #expect(changed.serial == 1)

        _ = try test.laboratory.fault(.foreignOrigin)
        _ = try test.laboratory.publish()
        #expect(try test.notification("lab-one").snapshot.uri.hasPrefix("https://127.0.0.1:"))

        _ = try test.laboratory.fault(.missingSnapshot)
        _ = try test.laboratory.publish()
        let uri = try test.notification("lab-one").snapshot.uri
        #expect(throws: (any Error).self) { try test.rrdpFile(uri) }

        _ = try test.laboratory.fault(.missingNotification)
        _ = try test.laboratory.publish()
        #expect(throws: (any Error).self) { try test.notification("lab-one") }

        _ = try test.laboratory.fault(.malformedNotification)
        _ = try test.laboratory.publish()
        let text = try String(decoding: test.bytes("rrdp/lab-one/notification.xml"), as: UTF8.self)
        #expect(!text.contains("</notification>"))

        _ = try test.laboratory.publish()
        let last = try test.notification("lab-one")
        #expect(try isRight(last.snapshot))
        #expect(try last.deltas.allSatisfy { try isRight($0) })
    }
}
