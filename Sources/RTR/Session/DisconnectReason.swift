/// Why a session with a router ended.
package enum DisconnectReason: Hashable, Sendable {
    /// The router closed the connection, or it broke.
    case connectionEnded(String)
    /// The router sent an Error Report.
    case reported(ErrorReport)
    /// The router broke the protocol; it was sent this Error Report.
    case protocolViolation(ErrorReport)
    /// The router's Error Report was malformed; such a PDU is not answered.
    case malformedErrorReport
    /// No acceptable query in time.
    case handshakeTimeout
    /// The router accepted no data, or not all of an answer, in time.
    case readerTooSlow
    /// The set that the router was still reading was replaced too often.
    case setTooOld
    /// The payload history began a new session.
    case historyRestarted
    case shutdown
}

extension DisconnectReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .connectionEnded(let text): text
        case .reported(let report): "router reports \(report)"
        case .protocolViolation(let report): "protocol violation: \(report)"
        case .malformedErrorReport: "malformed Error Report"
        case .handshakeTimeout: "no query in time"
        case .readerTooSlow: "reader too slow"
        case .setTooOld: "reader fell too many sets behind"
        case .historyRestarted: "the payload history started anew"
        case .shutdown: "shutdown"
        }
    }
}
