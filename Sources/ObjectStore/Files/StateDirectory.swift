#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The store's place on disk. None of its names comes from remote data.
///
/// ```
/// lock                    held by the writer; holds its process id while that runs
/// ledger                  session numbers and the newest serial served (see ``ServedLedger``)
/// store.sqlite            the index: what is where, and everything that is not an object
/// segments/00000001.seg   the objects
/// store.sqlite.damaged    a database that was found damaged, kept for a look at it
/// ```
struct StateDirectory: Sendable {
    let path: String

    init(path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    var lock: String { path + "/lock" }
    var ledger: String { path + "/ledger" }
    var database: String { path + "/store.sqlite" }
    var damagedDatabase: String { path + "/store.sqlite.damaged" }
    /// Its presence says that the database was found damaged while in use.
    var suspicion: String { path + "/store.sqlite.suspect" }
    var segments: String { path + "/segments" }

    func segment(_ number: UInt32) -> String {
        let digits = String(number)
        return segments + "/" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".seg"
    }

    /// The numbers of the segment files that exist, ascending.
    func segmentNumbers() throws(StoreError) -> [UInt32] {
        try FileSystem.names(in: segments).compactMap { name in
            guard name.hasSuffix(".seg"), let number = UInt32(name.dropLast(4)), segment(number).hasSuffix("/" + name)
            else { return nil }
            return number
        }.sorted()
    }

    /// Makes the directory, or makes sure that an existing one is ours and open to nobody else.
    func prepareForWriting() throws(StoreError) {
        do throws(StoreError) {
            try makePath()
            var status = stat()
            guard stat(path, &status) == 0 else { throw FileSystem.error(errno, path) }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw FileSystem.error(ENOTDIR, path) }
            if status.st_mode & 0o077 != 0 {
                // Somebody's home or /tmp, named by mistake, must not be taken away from its users.
                let isEmpty = try FileSystem.names(in: path).isEmpty
                guard isEmpty || FileSystem.exists(lock) else {
                    throw StoreError.directoryUnusable(
                        path: path,
                        reason: "it is open to other users and holds files that are not Apus'"
                    )
                }
                guard chmod(path, 0o700) == 0 else { throw FileSystem.error(errno, path) }
            }
            try FileSystem.makeDirectory(segments)
        } catch {
            guard case .failed(let path, let reason) = error else { throw error }
            throw .directoryUnusable(path: path, reason: reason)
        }
    }

    /// `mkdir -p`; only the last part is ours, but no part is made open to others.
    private func makePath() throws(StoreError) {
        var end = path.startIndex
        while end < path.endIndex {
            let next = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            let part = String(path[..<next])
            if !FileSystem.exists(part) { try FileSystem.makeDirectory(part) }
            end = next
        }
    }
}
