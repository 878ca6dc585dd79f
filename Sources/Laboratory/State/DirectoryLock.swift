import Foundation

/// The right to change a laboratory, held by at most one process at a time for as long as this value lives.
struct DirectoryLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Waits up to `patience` seconds for another holder.
    init(path: String, patience: Double = 30) throws(LaboratoryError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, why: String(cString: strerror(errno))) }
        var waited = 0.0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard waited < patience, errno == EWOULDBLOCK || errno == EINTR else {
                close(descriptor)
                throw .locked(path: path)
            }
            Thread.sleep(forTimeInterval: 0.05)
            waited += 0.05
        }
    }

    deinit {
        close(descriptor)
    }
}
