import Foundation
import RPKICrypto

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where working copies and their indexes are: under names that are hashes of URIs, which remote data cannot choose.
package struct WorkingCopyStorage: Sendable {
    private let directory: String

    /// - Parameter directory: of the transport; working copies are in its subdirectory `rsync`.
    package init(directory: String) {
        self.directory = directory + "/rsync"
    }

    /// The directory for what is at `uri`.
    package func path(of uri: String) -> String { "\(directory)/\(Self.name(uri))" }

    package func indexPath(of uri: String) -> String { path(of: uri) + ".index" }

    /// Removes every working copy but those of `uris` that was last written to before `instant` (seconds since 1970).
    ///
    /// - Returns: how many files and directories were removed.
    package func removeAll(but uris: [String], changedBefore instant: Int64) -> Int {
        let kept = Set(uris.map(Self.name))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        var removed = 0
        for name in names where !kept.contains(String(name.prefix(while: { $0 != "." }))) {
            var status = stat()
            // The time of change: that of modification is the server's to choose.
            guard lstat("\(directory)/\(name)", &status) == 0 else { continue }
            guard WorkingCopy.Stamp(status).changed / 1_000_000_000 < instant else { continue }
            if (try? FileManager.default.removeItem(atPath: "\(directory)/\(name)")) != nil { removed += 1 }
        }
        return removed
    }

    private static func name(_ uri: String) -> String {
        SHA256Digest(hashing: Array(uri.utf8)).hex
    }
}
