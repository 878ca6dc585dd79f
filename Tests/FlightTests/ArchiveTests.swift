import DER
import Flight
import FlightEvents
import Foundation
import NumberResources
import Payloads
import RPKICrypto
import Testing

struct ArchiveTests {
    /// A scene whose recorder archived `serials` sets that differ by some VRPs each, and those sets.
    private func scene(
        serials: Int,
        change: (inout FlightConfiguration) -> Void = { _ in }
    ) async throws -> (scene: Scene, snapshots: [PayloadSnapshot]) {
        let scene = try Scene(change: change)
        var snapshots: [PayloadSnapshot] = []
        for step in 0..<serials {
            let announced = (0..<200).map { vrp("10.\(step).\($0).0/24-24-AS\(65_000 + $0)") }
            let withdrawn = step > 0 ? (0..<5).map { vrp("10.\(step - 1).\($0).0/24-24-AS\(65_000 + $0)") } : []
            snapshots.append(
                scene.publish(announced: announced.map { ($0, []) }, withdrawn: withdrawn.map { ($0, []) })
            )
            try await scene.flush()
            scene.time.advance(bySeconds: 60)
        }
        return (scene, snapshots)
    }

    @Test func everySetComesBackAsItWas() async throws {
        let (scene, snapshots) = try await scene(serials: 6) { $0.archiveChain = 3 }
        let archive = try PayloadArchive(configuration: scene.configuration)
        let sets = try archive.sets()
        #expect(sets.map(\.serial) == [1, 2, 3, 4, 5, 6])
        #expect(sets.map(\.isWhole) == [true, false, false, false, true, false])
        for (set, snapshot) in zip(sets, snapshots) {
            #expect(try archive.restore(set).payloads == snapshot.payloads)
            #expect(try scene.database.set(at: snapshot.published).vrps == snapshot.payloads.vrps)
        }
        #expect(sets[1].fileBytes < sets[1].textBytes)
    }

    @Test func theNewestSetBeforeAnInstantIsRestored() async throws {
        let (scene, snapshots) = try await scene(serials: 3)
        let archive = try PayloadArchive(configuration: scene.configuration)
        #expect(try archive.restore(at: snapshots[2].published - 1).set.serial == 2)
        #expect(try archive.restore(at: snapshots[2].published).set.serial == 3)
        let before = snapshots[0].published - 1
        #expect(throws: FlightError.nothingRecorded(at: before)) { try archive.restore(at: before) }
    }

    /// Restores with the `rdiff` program alone, along the file names in order.
    @Test func theRdiffProgramRestoresThemToo() async throws {
        let (scene, snapshots) = try await scene(serials: 4)
        let archive = try PayloadArchive(configuration: scene.configuration)
        let directory = URL(fileURLWithPath: scene.configuration.archiveDirectory)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        var text = directory.appendingPathComponent(try #require(names.first { $0.hasSuffix(".csv") }))
        for (index, delta) in names.filter({ $0.hasSuffix(".delta") }).enumerated() {
            let next = URL(fileURLWithPath: scene.configuration.directory).appendingPathComponent("restored-\(index)")
            let rdiff = Process()
            rdiff.executableURL = URL(fileURLWithPath: "/usr/bin/rdiff")
            rdiff.arguments = ["patch", text.path, directory.appendingPathComponent(delta).path, next.path]
            try rdiff.run()
            rdiff.waitUntilExit()
            #expect(rdiff.terminationStatus == 0)
            let restored = try archive.restore(at: snapshots[index + 1].published)
            #expect(try Data(contentsOf: next) == Data(restored.text))
            text = next
        }
        #expect(text.lastPathComponent == "restored-2")
    }

    @Test(arguments: ["flip", "cut", "remove", "append"])
    func aDamagedFileIsNamedAndGivesNoSet(damage: String) async throws {
        let (scene, snapshots) = try await scene(serials: 3)
        let archive = try PayloadArchive(configuration: scene.configuration)
        let victim = try archive.sets()[1]
        let path = scene.configuration.archiveDirectory + "/" + victim.file
        var data = try #require(FileManager.default.contents(atPath: path))
        switch damage {
        case "flip": data[data.count / 2] ^= 1
        case "cut": data.removeLast()
        case "append": data.append(0)
        default: break
        }
        try FileManager.default.removeItem(atPath: path)
        if damage != "remove" { try data.write(to: URL(fileURLWithPath: path)) }
        for snapshot in snapshots.dropFirst() {
            let error = #expect(throws: FlightError.self) { try archive.restore(at: snapshot.published) }
            #expect(error?.description.hasPrefix("archive file \(path) is damaged: ") == true)
        }
        #expect(try archive.restore(at: snapshots[0].published).payloads == snapshots[0].payloads)
    }

    @Test func aDamagedSignatureCostsOnlyAWholeSet() async throws {
        let (scene, _) = try await scene(serials: 2)
        let directory = scene.configuration.archiveDirectory
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".signature") }
        try #require(names.count == 1)
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: directory + "/" + names[0]))
        let snapshot = scene.publish(announced: [(vrp("192.0.2.0/24-24-AS65000"), [])])
        try await scene.flush()
        let archive = try PayloadArchive(configuration: scene.configuration)
        #expect(try archive.sets().map(\.isWhole) == [true, false, true])
        #expect(try archive.restore(at: snapshot.published).payloads == snapshot.payloads)
    }

    @Test func whatAnInterruptedWriteLeftIsRemoved() async throws {
        let (scene, _) = try await scene(serials: 1)
        let left = scene.configuration.archiveDirectory + "/20261123T120000.000Z-04711-0000000009.delta.tmp"
        try Data("half".utf8).write(to: URL(fileURLWithPath: left))
        try scene.crash()
        #expect(!FileManager.default.fileExists(atPath: left))
    }

    @Test func setsThatFollowTooSoonFormOne() async throws {
        let scene = try Scene { $0.archiveInterval = .seconds(3_600) }
        scene.publish(announced: [(vrp("192.0.2.0/24-24-AS65000"), [])])
        scene.publish(announced: [(vrp("198.51.100.0/24-24-AS65001"), [])])
        try await scene.flush()
        let archive = try PayloadArchive(configuration: scene.configuration)
        #expect(try archive.sets().map(\.serial) == [2])
    }

    @Test func oldChainsAreRemovedWhole() async throws {
        let (scene, snapshots) = try await scene(serials: 4) { $0.archiveChain = 1 }
        scene.time.advance(bySeconds: 91 * 86_400)
        try await scene.flush()
        let archive = try PayloadArchive(configuration: scene.configuration)
        #expect(try archive.sets().map(\.serial) == [3, 4])
        #expect(try archive.restore(at: snapshots[3].published).payloads == snapshots[3].payloads)
        let names = try FileManager.default.contentsOfDirectory(atPath: scene.configuration.archiveDirectory)
        #expect(names.count == 3)
    }

    @Test func theTextHoldsEveryTypeOfPayload() throws {
        let key = RouterKey(asn: ASN(65_000), subjectKeyIdentifier: [0, 255], subjectPublicKeyInfo: [1, 2, 3])
        let aspa = try #require(ASPA(customer: ASN(65_001), providers: [ASN(1), ASN(4_200_000_000)]))
        let set = PayloadSet(
            vrps: [vrp("2001:db8::/32-48-AS1"), vrp("192.0.2.0/24-24-AS65000")],
            routerKeys: [key],
            aspas: [aspa]
        )
        var text: [UInt8] = []
        try PayloadSetText.forEachPiece(of: set) { text += $0 }
        #expect(
            String(decoding: text, as: UTF8.self) == """
                vrp,AS65000,192.0.2.0/24,24
                vrp,AS1,2001:db8::/32,48
                router-key,AS65000,00ff,010203
                aspa,AS65001,AS1 AS4200000000

                """
        )
        #expect(PayloadSetText.parse(text) == set)
    }

    @Test(arguments: [
        "vrp,AS1,192.0.2.1/24,24", "vrp,AS1,192.0.2.0/24,33", "vrp,AS1,192.0.2.0/24", "vrp,1x,192.0.2.0/24,24",
        "router-key,AS1,0,00", "aspa,AS1,", "aspa,AS1,AS2 AS1", "other,AS1,x", "vrp",
    ])
    func aTextThatIsNoPayloadSetIsRefused(line: String) {
        #expect(PayloadSetText.parse(Array(line.utf8)) == nil)
    }
}
