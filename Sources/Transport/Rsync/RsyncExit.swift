package import FlightEvents

/// How a run of rsync ended.
package enum RsyncExit: Hashable, Sendable {
    case code(Int32)
    case signal(Int32)
    /// Ended by us: the time was spent.
    case timedOut
    /// Ended by us: it brought more than a module may hold.
    case tooMuch
    /// Ended by us: the daemon is stopping.
    case cancelled
    /// The program could not be started.
    case notStarted(String)

    /// Whether the working copy is what the server has.
    package var isComplete: Bool { self == .code(0) }

    /// Whether what arrived is worth reading although something is missing: some files could not be transferred (23), or
    /// vanished on the server meanwhile (24).
    package var isPartial: Bool { self == .code(23) || self == .code(24) }

    /// Whether nothing was heard at the address: another one may do (socket I/O, connection timed out).
    package var isConnectionFailure: Bool { self == .code(10) || self == .code(35) }

    package var exitStatus: Int? {
        if case .code(let code) = self { Int(code) } else { nil }
    }

    /// The class of the failure (rsync(1), EXIT VALUES).
    package func errorClass(standardError: String) -> FetchRecord.ErrorClass {
        switch self {
        case .timedOut: return .total
        case .tooMuch: return .tooBig
        case .cancelled: return .cancelled
        case .signal, .notStarted: return .rsync
        case .code(10):
            if standardError.contains("getaddrinfo") { return .dns }
            return standardError.contains("refused") ? .refused : .rsync
        // EFBIG: a file grew beyond what `RsyncCommand` lets one have.
        case .code(11): return standardError.contains("File too large") ? .tooBig : .disk
        case .code(30): return .idle
        case .code(35): return .connectTimeout
        case .code: return .rsync
        }
    }

    /// One line: what rsync said first, or what its exit means.
    package func text(standardError: String) -> String {
        switch self {
        case .timedOut: return "rsync took too long"
        case .tooMuch: return "the module holds too much"
        case .cancelled: return "cancelled"
        case .signal(let signal): return "rsync was ended by signal \(signal)"
        case .notStarted(let reason): return "rsync cannot be started: \(reason)"
        case .code(126), .code(127):
            return "rsync cannot be started" + (firstLine(standardError).map { ": \($0)" } ?? "")
        case .code(let code):
            return "rsync exit status \(code)" + (firstLine(standardError).map { ": \($0)" } ?? "")
        }
    }

    private func firstLine(_ text: String) -> String? {
        text.split(whereSeparator: \.isNewline).first { !$0.isEmpty }.map { printable($0) }
    }

    private func printable(_ line: Substring) -> String {
        String(line.unicodeScalars.prefix(200).map { $0.value >= 0x20 && $0.value < 0x7F ? Character($0) : "?" })
    }
}
