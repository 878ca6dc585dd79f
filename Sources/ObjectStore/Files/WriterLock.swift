#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The right to write, held by one process at a time and given up with its life at the latest.
final class WriterLock: Sendable {
    /// A child that was forked and has not begun its own program yet shares the lock of a process that has ended, and a
    /// service manager may start the next process while the last one is still ending.
    private static let attempts = 10
    /// Microseconds.
    private static let pause: UInt32 = 50_000

    private let file: OpenFile

    /// Whether the last writer went without closing the store: killed, crashed, or its machine was.
    let lastWriterCrashed: Bool

    init(_ directory: StateDirectory) throws(StoreError) {
        file = try FileSystem.open(directory.lock, writing: true)
        var attempts = Self.attempts
        while flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK else { throw FileSystem.error(errno, directory.lock) }
            attempts -= 1
            guard attempts > 0 else { throw .locked(path: directory.path, byPID: try Self.holder(file)) }
            usleep(Self.pause)
        }
        lastWriterCrashed = try file.size() > 0
        try file.truncate(to: 0)
        try file.write(Array("\(getpid())\n".utf8), at: 0)
    }

    /// Says that everything was left in order. The lock itself goes with the file.
    func noteOrderlyEnd() throws(StoreError) {
        try file.truncate(to: 0)
    }

    private static func holder(_ file: OpenFile) throws(StoreError) -> Int32? {
        let text = String(decoding: try file.read(at: 0, count: 16), as: UTF8.self)
        return Int32(text.prefix { $0.isNumber })
    }
}
