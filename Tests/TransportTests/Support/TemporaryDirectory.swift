import Foundation

/// A directory of its own that is gone with the last reference.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/apus-transport-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // Servers that drop their privileges must be able to read it.
        try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ file: String, _ content: String) throws {
        try write(file, Array(content.utf8))
    }

    func write(_ file: String, _ content: [UInt8]) throws {
        let url = URL(fileURLWithPath: path + "/" + file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: url)
    }

    /// Makes a program of a script; returns its path.
    ///
    /// It is copied by another program: a file that this process wrote cannot be executed while any child that was forked
    /// in the meantime still has it open.
    func installScript(_ name: String, _ text: String) throws -> String {
        try write("script", text)
        try ServerProcess.run("install", ["-m", "755", path + "/script", "\(path)/\(name)"])
        return "\(path)/\(name)"
    }

    func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + file)
    }
}
