import Foundation

/// The files of a laboratory.
///
///     laboratory.json        state
///     lock                   held by the process that changes the laboratory
///     keys/NAME.pem          keys of the authorities; ee-N.pem: keys for end entity certificates
///     objects/REPOSITORY/POINT/FILE   certificates and ROAs as issued
///     trees/REPOSITORY/N/    what was published by the Nth publication
///     rsync/REPOSITORY       link to the tree in force
///     rrdp/REPOSITORY/       notification.xml, SESSION/SERIAL/HASH/{snapshot,delta}.xml
///     ta/NAME.cer            certificates of the trust anchors
///     tals/NAME.tal          trust anchor locators
///     tls/                   ca.pem, server.pem and their keys
struct LaboratoryDirectory: Sendable {
    let path: String

    var state: String { "\(path)/laboratory.json" }
    var lock: String { "\(path)/lock" }

    func key(_ name: String) -> String { "\(path)/keys/\(name).pem" }
    func tal(_ name: String) -> String { "\(path)/tals/\(name).tal" }
    func trustAnchorCertificate(_ name: String) -> String { "\(path)/ta/\(name).cer" }
    func tls(_ file: String) -> String { "\(path)/tls/\(file)" }
    func objects(_ authority: AuthorityState) -> String { "\(path)/objects/\(authority.repository)/\(authority.point)" }
    func rsyncModule(_ repository: String) -> String { "\(path)/rsync/\(repository)" }
    var trees: String { "\(path)/trees" }
    func rrdp(_ repository: String) -> String { "\(path)/rrdp/\(repository)" }

    // MARK: Files

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func makeDirectory(_ path: String, mode: Int? = nil) throws(LaboratoryError) {
        try wrap(path) {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: mode.map { [.posixPermissions: $0] }
            )
        }
    }

    static func read(_ path: String) throws(LaboratoryError) -> [UInt8] {
        try wrap(path) { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
    }

    /// Writes a file so that readers see the old content or the new; its directory is made if missing.
    static func write(_ bytes: some Collection<UInt8>, to path: String, mode: Int = 0o644) throws(LaboratoryError) {
        try makeDirectory((path as NSString).deletingLastPathComponent)
        let temporary = "\(path).new"
        try wrap(path) {
            try Data(bytes).write(to: URL(fileURLWithPath: temporary))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: temporary)
        }
        try rename(temporary, to: path)
    }

    /// Replaces what is at `target` in one step.
    static func rename(_ path: String, to target: String) throws(LaboratoryError) {
        guard Foundation.rename(path, target) == 0 else { throw .file(path: target, why: lastError()) }
    }

    /// A second name for a file, which is never changed in place.
    static func link(_ path: String, as target: String) throws(LaboratoryError) {
        guard Foundation.link(path, target) == 0 else { throw .file(path: target, why: lastError()) }
    }

    /// Makes the symbolic link `path` point to `target`, in one step.
    static func pointLink(_ path: String, to target: String) throws(LaboratoryError) {
        let temporary = "\(path).new"
        unlink(temporary)
        guard symlink(target, temporary) == 0 else { throw .file(path: path, why: lastError()) }
        try rename(temporary, to: path)
    }

    static func remove(_ path: String) throws(LaboratoryError) {
        guard exists(path) else { return }
        try wrap(path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// Names in a directory, ascending; none when it does not exist.
    static func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    private static func lastError() -> String { String(cString: strerror(errno)) }

    private static func wrap<Result>(_ path: String, _ body: () throws -> Result) throws(LaboratoryError) -> Result {
        do {
            return try body()
        } catch let error as CocoaError {
            let underlying = error.underlying as? POSIXError
            throw .file(
                path: path,
                why: underlying.map { String(cString: strerror($0.code.rawValue)) } ?? error.localizedDescription
            )
        } catch {
            throw .file(path: path, why: "\(error)")
        }
    }
}
