/// Why the store cannot do what was asked. `description` is one line for the operator.
package enum StoreError: Error, Hashable, Sendable {
    /// The state directory cannot be made, read or written.
    case directoryUnusable(path: String, reason: String)
    /// Another process writes here.
    case locked(path: String, byPID: Int32?)
    /// There is nothing to read yet.
    case empty(path: String)
    /// The database's structure is damaged. The next writer that opens the store rebuilds it.
    case damaged(path: String, reason: String)
    /// The database was written by a newer version of this program.
    case newerVersion(path: String)
    case diskFull(path: String)
    /// A system call or a database statement failed otherwise.
    case failed(path: String, reason: String)
    /// A write was asked of a store opened for reading.
    case readOnly(path: String)
    /// What an update assumed about a name does not hold: the repository's delta does not fit what is stored.
    case unexpectedContent(uri: String)
    /// A name that is not usable as an object's URI: it has no directory or no file name.
    case unusableName(uri: String)
    /// The update was committed or abandoned before.
    case updateEnded
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .directoryUnusable(let path, let reason): "cannot use state directory \(path): \(reason)"
        case .locked(let path, let pid):
            "state directory \(path) is in use by another process" + (pid.map { " (pid \($0))" } ?? "")
        case .empty(let path): "state directory \(path) holds no data yet: run an update first"
        case .damaged(let path, let reason): "database \(path) is damaged (\(reason)): it is rebuilt at the next start"
        case .newerVersion(let path): "database \(path) was written by a newer version of this program"
        case .diskFull(let path): "no space left on the device that holds \(path)"
        case .failed(let path, let reason): "\(path): \(reason)"
        case .readOnly(let path): "state directory \(path) is open for reading only"
        case .unexpectedContent(let uri): "stored content of \(uri) is not what the delta replaces"
        case .unusableName(let uri): "not the URI of an object: \(uri)"
        case .updateEnded: "the update has ended"
        }
    }
}
