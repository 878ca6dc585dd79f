import DER
import Foundation
import Laboratory
import NumberResources
import RPKICrypto
import Testing

/// A directory that is removed with this value.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "apus-laboratory-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension LaboratoryConfiguration {
    /// Two trust anchors with two authorities each, few keys: made in about a second.
    static var small: LaboratoryConfiguration {
        var configuration = LaboratoryConfiguration()
        configuration.trustAnchors = ["lab-one", "lab-two"]
        configuration.authoritiesPerTrustAnchor = 2
        configuration.roasPerAuthority = 5
        configuration.endEntityKeys = 2
        return configuration
    }
}

extension RouteOrigin {
    static func example(_ text: String) throws -> RouteOrigin {
        try #require(RouteOrigin(parsing: text))
    }
}

/// A small laboratory at a fixed instant, and what it serves.
struct TestLaboratory {
    let directory: TemporaryDirectory
    let laboratory: Laboratory
    let clock: LaboratoryClock

    static let start = PosixTime(1_800_000_000)

    init(_ configuration: LaboratoryConfiguration = .small, clock: LaboratoryClock = .manual(Self.start)) throws {
        directory = try TemporaryDirectory()
        self.clock = clock
        laboratory = try Laboratory.create(directory: directory.path, configuration: configuration, clock: clock)
    }

    func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/\(path)")))
    }

    /// The published objects of a repository: paths below the module.
    func published(_ repository: String) throws -> [String: [UInt8]] {
        // A symbolic link, which is not entered by itself.
        let module = URL(fileURLWithPath: "\(directory.path)/rsync/\(repository)").resolvingSymlinksInPath().path
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: module) {
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: "\(module)/\(path)", isDirectory: &isDirectory),
                !isDirectory.boolValue
            {
                files[path] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(module)/\(path)")))
            }
        }
        return files
    }

    func notification(_ repository: String) throws -> Notification {
        try Notification(String(decoding: bytes("rrdp/\(repository)/notification.xml"), as: UTF8.self))
    }

    /// The file behind a URI of RRDP.
    func rrdpFile(_ uri: String) throws -> [UInt8] {
        let path = try #require(uri.firstRange(of: "/rrdp/"))
        return try bytes(String(uri[uri.index(after: path.lowerBound)...]))
    }
}

/// The fields of an RRDP document that tests look at, read by plain searching.
struct Notification: Equatable {
    struct Reference: Equatable {
        var serial: UInt64
        var uri: String
        var hash: String
    }

    var session: String
    var serial: UInt64
    var snapshot: Reference
    var deltas: [Reference]

    init(_ text: String) throws {
        session = try #require(text.attribute("session_id"))
        serial = try #require(text.attribute("serial").flatMap { UInt64($0) })
        let lines = text.split(separator: "\n").map(String.init)
        let snapshotLine = try #require(lines.first { $0.hasPrefix("<snapshot") })
        snapshot = Reference(
            serial: serial,
            uri: try #require(snapshotLine.attribute("uri")),
            hash: try #require(snapshotLine.attribute("hash"))
        )
        deltas = try lines.filter { $0.hasPrefix("<delta") }.map { line in
            Reference(
                serial: try #require(line.attribute("serial").flatMap { UInt64($0) }),
                uri: try #require(line.attribute("uri")),
                hash: try #require(line.attribute("hash"))
            )
        }
    }
}

extension String {
    func attribute(_ name: String) -> String? {
        guard let start = firstRange(of: " \(name)=\"") else { return nil }
        return String(self[start.upperBound...].prefix { $0 != "\"" })
    }
}

/// The contents of a repository, built from snapshots and deltas as a client does it.
struct RRDPClient {
    var objects: [String: [UInt8]] = [:]

    var hashes: [String: String] { objects.mapValues { SHA256Digest(hashing: $0).hex } }

    mutating func load(snapshot: [UInt8]) throws {
        objects = [:]
        try apply(delta: snapshot)
    }

    /// Applies every element, and checks the hash of what it replaces or withdraws.
    mutating func apply(delta: [UInt8]) throws {
        for line in String(decoding: delta, as: UTF8.self).split(separator: "\n").map(String.init) {
            guard line.hasPrefix("<publish") || line.hasPrefix("<withdraw") else { continue }
            let uri = try #require(line.attribute("uri"))
            let old = objects[uri].map { SHA256Digest(hashing: $0).hex }
            #expect(line.attribute("hash") == old)
            if line.hasPrefix("<withdraw") {
                objects[uri] = nil
            } else {
                let content = try #require(line.split(separator: ">", maxSplits: 1).last?.split(separator: "<").first)
                objects[uri] = [UInt8](try #require(Data(base64Encoded: String(content))))
            }
        }
    }
}

/// Runs a program and returns its exit status and what it printed.
func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}
