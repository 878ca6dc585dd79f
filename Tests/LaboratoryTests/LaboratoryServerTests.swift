import Foundation
import Laboratory
import Logging
import RPKICrypto
import ServiceLifecycle
import Testing

/// With the real clients: curl and rsync.
@Suite struct LaboratoryServerTests {
    /// Runs `body` while the laboratory in `directory` is served; the server must end by itself when cancelled.
    private func serving(_ directory: String, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let (running, signal) = AsyncStream<Void>.makeStream()
        let server = try LaboratoryServer(directory: directory) { signal.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { signal.finish() }
                try await server.run()
            }
            for await _ in running {}
            do {
                try await body()
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func `RRDP over HTTPS, with conditional requests`() async throws {
        let test = try TestLaboratory(clock: .system)
        try await serving(test.directory.path) {
            let authority = test.laboratory.tlsAuthorityFile
            let port = test.laboratory.configuration.httpsPort
            let base = "https://localhost:\(port)"
            func curl(_ arguments: String...) throws -> String {
                try run(["curl", "-sS", "--cacert", authority] + arguments).output
            }
            func status(_ arguments: String...) throws -> String {
                let fixed = ["curl", "-sS", "--cacert", authority, "-o", "/dev/null", "-w", "%{http_code}"]
                return try run(fixed + arguments).output
            }
            let notification = try Notification(curl("\(base)/rrdp/lab-one/notification.xml"))
            #expect(notification == (try test.notification("lab-one")))
            let snapshot = try curl(notification.snapshot.uri)
            #expect(SHA256Digest(hashing: snapshot.utf8).hex == notification.snapshot.hash)

            let head = try curl("-I", "\(base)/rrdp/lab-one/notification.xml")
            func header(_ name: String) throws -> String {
                let line = try #require(
                    head.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("\(name):") }
                )
                return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
            }
            let uri = "\(base)/rrdp/lab-one/notification.xml"
            #expect(try status("-H", "If-None-Match: \(header("etag"))", uri) == "304")
            #expect(try status("-H", "If-None-Match: \"other\"", uri) == "200")
            #expect(try status("-H", "If-Modified-Since: \(header("last-modified"))", uri) == "304")
            #expect(try status("https://127.0.0.1:\(port)/ta/lab-one.cer") == "200")
            #expect(try status("\(base)/ta/lab-three.cer") == "404")
            #expect(try status("-X", "POST", uri) == "405")
            // Nothing beside what is meant for clients.
            for path in ["/laboratory.json", "/keys/lab-one.pem", "/rrdp/../laboratory.json", "/rrdp/%2e%2e/lock", "/"]
            {
                #expect(try status("--path-as-is", "\(base)\(path)") == "404", "\(path)")
            }
            // A publication by another process is served at once.
            _ = try test.laboratory.issue(.example("10.0.200.0/24-24-AS64500"))
            _ = try test.laboratory.publish()
            #expect(try Notification(curl(uri)).serial == 2)
            #expect(try status("-H", "If-None-Match: \(header("etag"))", uri) == "200")
        }
    }

    @Test func `rsync serves the published trees`() async throws {
        let test = try TestLaboratory(clock: .system)
        let copy = try TemporaryDirectory()
        try await serving(test.directory.path) {
            let module = "rsync://localhost:\(test.laboratory.configuration.rsyncPort)/lab-one/"
            #expect(try run(["rsync", "-rt", "--delete", module, copy.path]).status == 0)
            #expect(try Self.files(copy.path) == test.published("lab-one"))
            _ = try test.laboratory.issue(.example("10.0.200.0/24-24-AS64500"))
            _ = try test.laboratory.publish()
            let (status, output) = try run(["rsync", "-rt", "--delete", "-i", module, copy.path])
            #expect(status == 0)
            #expect(try Self.files(copy.path) == test.published("lab-one"))
            // Only what changed is transferred.
            #expect(output.split(separator: "\n").filter { $0.hasPrefix(">f") }.count == 3)
        }
    }

    @Test func `a port in use is said, and both servers end with the service`() async throws {
        let test = try TestLaboratory(clock: .system)
        try await serving(test.directory.path) {
            await #expect(
                throws: LaboratoryError.portUnavailable(test.laboratory.configuration.httpsPort)
            ) {
                try await LaboratoryServer(directory: test.directory.path).run()
            }
        }
        // Again at once: the ports are free.
        try await serving(test.directory.path) {}
    }

    @Test func `a graceful shutdown ends the service without an error`() async throws {
        let test = try TestLaboratory(clock: .system)
        let (running, signal) = AsyncStream<Void>.makeStream()
        let server = try LaboratoryServer(directory: test.directory.path) { signal.finish() }
        let group = ServiceGroup(configuration: .init(services: [server], logger: .init(label: "test")))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await _ in running {}
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static func files(_ directory: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
            if let data = try? Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(path)")) {
                files[path] = [UInt8](data)
            }
        }
        return files
    }
}
