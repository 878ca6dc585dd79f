/// Why an ``RTRServer`` cannot serve.
package enum RTRServerError: Error, Hashable, Sendable {
    /// Nothing can listen on `endpoint`: the port is in use, the address is not ours, or permission is missing.
    case cannotListen(Endpoint, reason: String)
}

extension RTRServerError: CustomStringConvertible {
    /// One line for the operator.
    package var description: String {
        switch self {
        case .cannotListen(let endpoint, let reason): "cannot listen for RTR on \(endpoint): \(reason)"
        }
    }
}
