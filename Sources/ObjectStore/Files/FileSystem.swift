#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The system calls that the store makes, with whole reads and writes and with errors that name the path.
enum FileSystem {
    /// Opens a file for reading and writing with mode 0600 and made if missing, or for reading alone.
    static func open(_ path: String, writing: Bool) throws(StoreError) -> OpenFile {
        let descriptor: Int32
        if writing {
            #if canImport(Darwin)
            descriptor = Darwin.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            #elseif canImport(Musl)
            descriptor = Musl.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            #else
            descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            #endif
        } else {
            #if canImport(Darwin)
            descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
            #elseif canImport(Musl)
            descriptor = Musl.open(path, O_RDONLY | O_CLOEXEC)
            #else
            descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
            #endif
        }
        guard descriptor >= 0 else { throw error(errno, path) }
        return OpenFile(descriptor: descriptor, path: path)
    }

    /// Opens a file for reading; nil when there is none. A process or system without free descriptors is an error:
    /// it says nothing about the file.
    static func openIfPresent(_ path: String) throws(StoreError) -> OpenFile? {
        do {
            return try open(path, writing: false)
        } catch {
            if access(path, F_OK) != 0, errno == ENOENT { return nil }
            throw error
        }
    }

    /// Makes sure that the names in a directory are on disk.
    static func synchronizeDirectory(_ path: String) throws(StoreError) {
        let directory = try open(path, writing: false)
        try directory.synchronize()
    }

    static func makeDirectory(_ path: String) throws(StoreError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw error(errno, path) }
    }

    static func remove(_ path: String) throws(StoreError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw error(errno, path) }
    }

    static func move(_ source: String, to target: String) throws(StoreError) {
        guard rename(source, target) == 0 || errno == ENOENT else { throw error(errno, source) }
    }

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The names in a directory without `.` and `..`.
    static func names(in path: String) throws(StoreError) -> [String] {
        guard let directory = opendir(path) else { throw error(errno, path) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The typed error of a failed system call.
    static func error(_ code: Int32, _ path: String) -> StoreError {
        switch code {
        case ENOSPC, EDQUOT: .diskFull(path: path)
        case EACCES, EPERM, EROFS, ENOTDIR, ELOOP, ENAMETOOLONG:
            .directoryUnusable(path: path, reason: String(cString: strerror(code)))
        default: .failed(path: path, reason: String(cString: strerror(code)))
        }
    }
}
