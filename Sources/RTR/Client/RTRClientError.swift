/// Why a synchronisation with a cache failed.
package enum RTRClientError: Error, Hashable, Sendable {
    /// No connection came about.
    case cannotConnect(Endpoint, reason: String)
    /// The connection ended in the middle of an exchange.
    case connectionLost(reason: String)
    /// The whole answer did not arrive in time.
    case timedOut
    /// The cache has no data yet (error code 2): try again later.
    case noDataAvailable
    /// The cache sent an Error Report.
    case reported(ErrorReport)
    /// The cache broke the protocol; this Error Report was sent to it.
    case protocolViolation(ErrorReport)
    /// The cache speaks no version that we know.
    case unsupportedVersion
}

extension RTRClientError: CustomStringConvertible {
    /// One line for the operator.
    package var description: String {
        switch self {
        case .cannotConnect(let endpoint, let reason): "cannot connect to RTR cache \(endpoint): \(reason)"
        case .connectionLost(let reason): "RTR connection lost: \(reason)"
        case .timedOut: "the RTR cache did not answer in time"
        case .noDataAvailable: "the RTR cache has no data yet"
        case .reported(let report): "the RTR cache reports \(report)"
        case .protocolViolation(let report): "the RTR cache broke the protocol: \(report)"
        case .unsupportedVersion: "the RTR cache speaks no common protocol version"
        }
    }
}
