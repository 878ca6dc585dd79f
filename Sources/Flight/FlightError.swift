/// Why flight records or archived sets cannot be read or written. Each describes itself in one line.
package enum FlightError: Error, Hashable, Sendable {
    /// There are no flight records at this path: no daemon has run with this state directory yet.
    case noRecords(path: String)
    /// A file or directory cannot be used.
    case unusable(path: String, reason: String)
    /// The database was written by a later version of this program.
    case newerSchema(path: String, version: Int)
    /// A query or a write failed.
    case database(reason: String)
    /// An archive file is missing, or its content is not what was written.
    case damagedArchive(path: String, reason: String)
    /// Nothing is recorded for the instant that was asked for.
    case nothingRecorded(at: Int64)
}

extension FlightError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noRecords(let path): "no flight records at \(path)"
        case .unusable(let path, let reason): "cannot use \(path): \(reason)"
        case .newerSchema(let path, let version):
            "\(path) has schema version \(version), which is newer than this program's"
        case .database(let reason): "flight records: \(reason)"
        case .damagedArchive(let path, let reason): "archive file \(path) is damaged: \(reason)"
        case .nothingRecorded(let instant): "no payload set is recorded for \(ISOTime.text(instant))"
        }
    }
}
