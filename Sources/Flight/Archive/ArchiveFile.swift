import RPKICrypto

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that comes into being whole or not at all: written under a temporary name, synced, renamed.
final class ArchiveFile {
    static let temporarySuffix = ".tmp"

    private let path: String
    private let descriptor: Int32
    private var hasher = SHA256Hasher()
    private(set) var byteCount = 0
    private var isOpen = true

    /// Creates the temporary file beside `path`.
    init(path: String) throws(FlightError) {
        self.path = path
        descriptor = open(path + Self.temporarySuffix, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.error(path) }
    }

    deinit {
        if isOpen {
            close(descriptor)
            unlink(path + Self.temporarySuffix)
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(FlightError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Self.put(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.error(path)
            }
            rest = rest.dropFirst(count)
        }
        hasher.update(bytes)
        byteCount += bytes.count
    }

    /// write(2), which this type's own method of that name would hide.
    private static func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes, count)
        #else
        Darwin.write(descriptor, bytes, count)
        #endif
    }

    /// Makes the content durable under its name (the caller syncs the directory) and gives its digest.
    func commit() throws(FlightError) -> SHA256Digest {
        guard fsync(descriptor) == 0 else { throw Self.error(path) }
        close(descriptor)
        isOpen = false
        guard rename(path + Self.temporarySuffix, path) == 0 else {
            let error = Self.error(path)
            unlink(path + Self.temporarySuffix)
            throw error
        }
        return hasher.finalize()
    }

    /// Makes the names in a directory durable.
    static func syncDirectory(_ path: String) throws(FlightError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw error(path) }
    }

    private static func error(_ path: String) -> FlightError {
        .unusable(path: path, reason: String(cString: strerror(errno)))
    }
}
