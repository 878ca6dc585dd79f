import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The regular files below a directory that rsync filled: what a server chose is looked at with distrust.
///
/// Links and special files are passed over, as are names beginning with a dot. Nothing outside of the directory is
/// touched, whatever the names are.
package struct WorkingCopy: Sendable {
    /// How a file looks without reading it. While all of these stay the same its content does: rsync writes a new file
    /// (inode) for new content, and the kernel, not the server, sets the time of change.
    package struct Stamp: Hashable, Sendable {
        package var size: Int64
        /// Nanoseconds since 1970: of the content, set by rsync to the server's; and of the last change here.
        package var modified: Int64
        package var changed: Int64
        package var inode: UInt64

        package init(size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
            self.size = size
            self.modified = modified
            self.changed = changed
            self.inode = inode
        }
    }

    /// One regular file.
    package struct File: Sendable {
        /// Relative to the directory, without a leading slash.
        package var path: String
        package var stamp: Stamp
    }

    package enum Failure: Error, Hashable, Sendable {
        case tooManyFiles
        case tooManyOctets
        case tooDeep
        case unreadable(path: String, reason: String)
    }

    /// Absolute, without a trailing slash.
    package let directory: String
    package let maximumFiles: Int
    package let maximumOctets: Int64

    package static let maximumDepth = 32

    package init(directory: String, maximumFiles: Int, maximumOctets: Int64) {
        self.directory = directory
        self.maximumFiles = maximumFiles
        self.maximumOctets = maximumOctets
    }

    /// Every regular file, in no order.
    package func files() throws(Failure) -> [File] {
        var files: [File] = []
        var octets: Int64 = 0
        var entries = 0
        var pending: [(path: String, depth: Int)] = [("", 0)]
        while let (path, depth) = pending.popLast() {
            for name in try names(in: path) {
                entries += 1
                guard entries <= maximumFiles else { throw .tooManyFiles }
                let child = path.isEmpty ? name : "\(path)/\(name)"
                var status = stat()
                // A file that has vanished meanwhile is none.
                guard lstat("\(directory)/\(child)", &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR:
                    guard depth < Self.maximumDepth else { throw .tooDeep }
                    pending.append((child, depth + 1))
                case S_IFREG:
                    octets += Int64(status.st_size)
                    guard octets <= maximumOctets else { throw .tooManyOctets }
                    files.append(File(path: child, stamp: Stamp(status)))
                default:
                    break
                }
            }
        }
        return files
    }

    /// Whether all that is there, unfinished and hidden files included, is more than the limits allow. Names that come and
    /// go meanwhile do not matter.
    package func exceedsLimits() -> Bool {
        var octets: Int64 = 0
        var entries = 0
        var pending: [(path: String, depth: Int)] = [("", 0)]
        while let (path, depth) = pending.popLast() {
            let names: [String]
            do throws(Failure) {
                names = try self.names(in: path, hidden: true)
            } catch {
                if error == .tooManyFiles { return true }
                continue
            }
            entries += names.count
            guard entries <= maximumFiles else { return true }
            for name in names {
                let child = path.isEmpty ? name : "\(path)/\(name)"
                var status = stat()
                guard lstat("\(directory)/\(child)", &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    if depth < Self.maximumDepth { pending.append((child, depth + 1)) }
                } else {
                    octets += Int64(status.st_size)
                    guard octets <= maximumOctets else { return true }
                }
            }
        }
        return false
    }

    /// The content of a file; nil when it is no longer there, no regular file, or longer than `maximumSize`.
    package func read(_ file: File, maximumSize: Int) -> [UInt8]? {
        let descriptor = open("\(directory)/\(file.path)", O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= maximumSize,
            Stamp(status) == file.stamp
        else { return nil }
        let size = Int(status.st_size)
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Self.read(
                    descriptor,
                    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                )
                if got <= 0 {
                    isWhole = false
                    return
                }
                count += got
            }
        }
        return isWhole ? bytes : nil
    }

    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        var got = 0
        repeat {
            #if canImport(Glibc)
            got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            got = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
            got = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
        } while got < 0 && errno == EINTR
        return got
    }

    /// The names in one directory, but for those that are not UTF-8 and, unless `hidden`, those beginning with a dot.
    private func names(in path: String, hidden: Bool = false) throws(Failure) -> [String] {
        guard let stream = opendir(path.isEmpty ? directory : "\(directory)/\(path)") else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name: String? = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                let octets = bytes.prefix { $0 != 0 }
                return octets.first == 0x2E && !hidden ? nil : String(validating: octets, as: UTF8.self)
            }
            guard let name, name != ".", name != ".." else { continue }
            names.append(name)
            guard names.count <= maximumFiles else { throw .tooManyFiles }
        }
        return names
    }
}

extension WorkingCopy.Stamp {
    init(_ status: stat) {
        size = Int64(status.st_size)
        inode = UInt64(status.st_ino)
        #if canImport(Darwin)
        let (modification, change) = (status.st_mtimespec, status.st_ctimespec)
        #else
        let (modification, change) = (status.st_mtim, status.st_ctim)
        #endif
        modified = Self.nanoseconds(modification)
        changed = Self.nanoseconds(change)
    }

    /// Wraps for times that nanoseconds cannot hold: a server may set any; only equality matters.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
