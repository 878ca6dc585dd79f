import RPKICrypto
import Synchronization

/// Reads objects out of segments, and keeps the segments open: a segment that is removed while it is read stays
/// readable to those who have it open.
final class SegmentReader: Sendable {
    enum Outcome: Sendable {
        case found([UInt8])
        /// The segment is gone: the object may have been moved to another one.
        case moved
        /// The octets at that place are not the object's.
        case damaged
        /// The segment is there and cannot be opened now, which says nothing about the object.
        case unreadable(StoreError)
    }

    private static let openLimit = 256
    private static let unsuspiciousLength: UInt32 = 4 << 20

    private let directory: StateDirectory
    private let files = Mutex<[UInt32: OpenFile]>([:])

    init(_ directory: StateDirectory) {
        self.directory = directory
    }

    func read(_ hash: SHA256Digest, at location: BlobLocation) -> Outcome {
        do throws(StoreError) {
            let (file, wasOpen) = try file(location.segment)
            guard let file else { return .moved }
            if let octets = octets(hash, at: location, in: file) { return .found(octets) }
            // A file that stayed open may have been removed since and its number used again after a crash.
            guard wasOpen else { return .damaged }
            forget(location.segment)
            guard let file = try self.file(location.segment).file else { return .moved }
            return octets(hash, at: location, in: file).map(Outcome.found) ?? .damaged
        } catch {
            return .unreadable(error)
        }
    }

    /// Lets go of a segment that was removed.
    func forget(_ segment: UInt32) {
        _ = files.withLock { $0.removeValue(forKey: segment) }
    }

    private func octets(_ hash: SHA256Digest, at location: BlobLocation, in file: OpenFile) -> [UInt8]? {
        // A damaged length must not make us ask for gigabytes of memory.
        if location.length > Self.unsuspiciousLength, ((try? file.size()) ?? 0) < location.end { return nil }
        guard let octets = try? file.read(at: Int(location.offset), count: Int(location.length)),
            octets.count == Int(location.length), SHA256Digest(hashing: octets) == hash
        else { return nil }
        return octets
    }

    private func file(_ segment: UInt32) throws(StoreError) -> (file: OpenFile?, wasOpen: Bool) {
        try files.withLock { (files) throws(StoreError) in
            if let file = files[segment] { return (file, true) }
            guard let file = try FileSystem.openIfPresent(directory.segment(segment)) else { return (nil, false) }
            if files.count >= Self.openLimit { files.removeAll() }
            files[segment] = file
            return (file, false)
        }
    }
}
