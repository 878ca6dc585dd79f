import Foundation

/// What a command asks of a running daemon, over the socket in its state directory.
package enum ControlRequest: Codable, Sendable, Equatable {
    /// Fetch the repositories whose notification or rsync URI starts with this, now.
    case update(repository: String)
    /// The state of every repository and of the payload set.
    case status
}

/// The daemon's answer.
package struct ControlResponse: Codable, Sendable, Equatable {
    package let isSuccess: Bool
    /// One or more lines for the operator.
    package let text: String

    package init(isSuccess: Bool, text: String) {
        self.isSuccess = isSuccess
        self.text = text
    }
}

/// Why a daemon could not be asked.
package enum ControlError: Error, Equatable, CustomStringConvertible {
    /// No daemon listens in that state directory.
    case notRunning(path: String)
    /// The socket's path is longer than the system allows.
    case pathTooLong(path: String)
    case unusable(path: String, why: String)

    package var description: String {
        switch self {
        case .notRunning(let path): "no daemon answers at \(path)"
        case .pathTooLong(let path): "\(path) is too long for a socket's name"
        case .unusable(let path, let why): "\(path): \(why)"
        }
    }
}

/// One JSON document on a line of its own each way.
enum ControlCodec {
    /// Bytes of the longest request or answer.
    static let limit = 4_000_000

    static func socketPath(stateDirectory: String) throws(ControlError) -> String {
        let path = stateDirectory + "/control.sock"
        // sun_path holds 108 octets with the terminating zero.
        guard path.utf8.count < 108 else { throw .pathTooLong(path: path) }
        return path
    }

    static func encode(_ message: some Encodable) throws -> [UInt8] {
        try Array(JSONEncoder().encode(message)) + [0x0A]
    }
}
