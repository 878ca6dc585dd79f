#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file, closed when the last reference to it goes. Reading and writing at stated offsets needs no lock.
final class OpenFile: Sendable {
    let descriptor: Int32
    let path: String

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Length in octets.
    func size() throws(StoreError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileSystem.error(errno, path) }
        return Int(status.st_size)
    }

    /// Up to `count` octets at `offset`: fewer where the file ends.
    func read(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        var failure: Int32 = 0
        let octets = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let base = buffer.baseAddress {
                let result = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
                if result < 0, errno == EINTR { continue }
                if result < 0 { failure = errno }
                if result <= 0 { break }
                filled += result
            }
        }
        if failure != 0 { throw FileSystem.error(failure, path) }
        return octets
    }

    /// Writes all octets at `offset`.
    func write(_ octets: [UInt8], at offset: Int) throws(StoreError) {
        var failure: Int32 = 0
        octets.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count, let base = buffer.baseAddress {
                let result = pwrite(descriptor, base + written, buffer.count - written, off_t(offset + written))
                if result < 0, errno == EINTR { continue }
                if result <= 0 {
                    failure = result < 0 ? errno : ENOSPC
                    break
                }
                written += result
            }
        }
        if failure != 0 { throw FileSystem.error(failure, path) }
    }

    func truncate(to size: Int) throws(StoreError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw FileSystem.error(errno, path) }
    }

    /// Returns once everything written so far is on disk.
    func synchronize() throws(StoreError) {
        guard fsync(descriptor) == 0 else { throw FileSystem.error(errno, path) }
    }
}
