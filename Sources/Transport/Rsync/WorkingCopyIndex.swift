import Foundation
package import RPKICrypto

/// What the files of a working copy looked like when they were last taken into the store, so that only those that look
/// different are read again.
///
/// A file of lines beside the working copy: the SHA-256 of the rest; then for each file its hash, size, times, inode and
/// path. A damaged or missing one costs time only: every file is read.
package struct WorkingCopyIndex: Sendable, Equatable {
    package struct Entry: Hashable, Sendable {
        package var hash: SHA256Digest
        package var stamp: WorkingCopy.Stamp

        package init(hash: SHA256Digest, stamp: WorkingCopy.Stamp) {
            self.hash = hash
            self.stamp = stamp
        }
    }

    /// By path.
    package var entries: [String: Entry] = [:]

    package init() {}

    /// The index stored at `path`; an empty one when there is none or it is damaged.
    package init(path: String) {
        guard let data = FileManager.default.contents(atPath: path), let end = data.firstIndex(of: 0x0A) else { return }
        let body = data[data.index(after: end)...]
        guard SHA256Digest(hashing: body).hex == String(decoding: data[..<end], as: UTF8.self) else { return }
        for line in body.split(separator: 0x0A) {
            let fields = line.split(separator: 0x20, maxSplits: 5).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 6, let hash = SHA256Digest(hex: fields[0]), let size = Int64(fields[1]),
                let modified = Int64(fields[2]), let changed = Int64(fields[3]), let inode = UInt64(fields[4])
            else { continue }
            let stamp = WorkingCopy.Stamp(size: size, modified: modified, changed: changed, inode: inode)
            entries[fields[5]] = Entry(hash: hash, stamp: stamp)
        }
    }

    /// Replaces the index at `path`.
    package func write(to path: String) throws {
        var body = ""
        body.reserveCapacity(entries.count * 160)
        // A path with a line end is no URI and never comes here.
        for (file, entry) in entries where !file.utf8.contains(0x0A) {
            let stamp = entry.stamp
            body += "\(entry.hash.hex) \(stamp.size) \(stamp.modified) \(stamp.changed) \(stamp.inode) \(file)\n"
        }
        let data = Data(body.utf8)
        try (Data("\(SHA256Digest(hashing: data).hex)\n".utf8) + data).write(
            to: URL(fileURLWithPath: path),
            options: .atomic
        )
    }
}
