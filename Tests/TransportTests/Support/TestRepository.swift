import Foundation
import RPKICrypto

/// Writes the files of an RRDP repository, with deltas.
struct TestRepository {
    let server: HTTPSServer
    var session = "9df4b597-af9e-4dca-bdda-719cce2c4e28"
    private(set) var serial: UInt64 = 0
    private(set) var objects: [String: [UInt8]] = [:]
    private var deltas: [(serial: UInt64, file: String, hash: SHA256Digest)] = []

    init(_ server: HTTPSServer) {
        self.server = server
    }

    var notifyURI: String { server.base + "/notification.xml" }

    static func name(_ file: String) -> String { "rsync://repo.example/module/\(file)" }

    /// Publishes a new serial in which these objects are new or (nil) gone.
    mutating func publish(_ changes: [String: String?]) throws {
        serial += 1
        var elements: [String] = []
        for (file, content) in changes.sorted(by: { $0.key < $1.key }) {
            let name = Self.name(file)
            let old = objects[name].map { " hash=\"\(SHA256Digest(hashing: $0).hex)\"" } ?? ""
            if let content {
                objects[name] = Array(content.utf8)
                elements.append("<publish uri=\"\(name)\"\(old)>\(Data(content.utf8).base64EncodedString())</publish>")
            } else {
                objects[name] = nil
                elements.append("<withdraw uri=\"\(name)\"\(old)/>")
            }
        }
        if serial > 1 {
            let text = document("delta", elements)
            let file = "\(session)/\(serial)/delta.xml"
            try server.root.write(file, text)
            deltas.append((serial, file, SHA256Digest(hashing: Array(text.utf8))))
        }
        try writeSnapshotAndNotification()
    }

    /// Starts over with the same objects.
    mutating func changeSession(to session: String) throws {
        self.session = session
        serial = 1
        deltas = []
        try writeSnapshotAndNotification()
    }

    /// Goes back to an earlier serial without deltas.
    mutating func regress(to serial: UInt64) throws {
        self.serial = serial
        deltas = []
        try writeSnapshotAndNotification()
    }

    /// Writes another delta under the hash of the last.
    func replaceLastDelta(_ elements: [String], updatingHash: Bool) throws {
        guard let last = deltas.last else { throw SetupError("no delta") }
        let text = document("delta", elements)
        try server.root.write(last.file, text)
        if updatingHash {
            var copy = self
            copy.deltas[copy.deltas.count - 1].hash = SHA256Digest(hashing: Array(text.utf8))
            try copy.writeSnapshotAndNotification()
        }
    }

    func document(_ name: String, _ elements: [String], serial: UInt64? = nil, session: String? = nil) -> String {
        """
        <\(name) xmlns="http://www.ripe.net/rpki/rrdp" version="1" session_id="\(session ?? self.session)" \
        serial="\(serial ?? self.serial)">\(elements.joined(separator: "\n"))</\(name)>
        """
    }

    var snapshotFile: String { "\(session)/\(serial)/snapshot.xml" }

    func writeSnapshotAndNotification() throws {
        let elements = objects.sorted { $0.key < $1.key }.map { name, content in
            "<publish uri=\"\(name)\">\(Data(content).base64EncodedString())</publish>"
        }
        let snapshot = document("snapshot", elements)
        try server.root.write(snapshotFile, snapshot)
        try writeNotification(snapshotHash: SHA256Digest(hashing: Array(snapshot.utf8)))
    }

    func writeNotification(snapshotHash: SHA256Digest, snapshotURI: String? = nil) throws {
        let list = deltas.map {
            "<delta serial=\"\($0.serial)\" uri=\"\(server.base)/\($0.file)\" hash=\"\($0.hash.hex)\"/>"
        }
        let uri = snapshotURI ?? "\(server.base)/\(snapshotFile)"
        try server.root.write(
            "notification.xml",
            document("notification", ["<snapshot uri=\"\(uri)\" hash=\"\(snapshotHash.hex)\"/>"] + list)
        )
    }
}
