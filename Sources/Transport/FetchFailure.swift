package import FlightEvents

/// Why something could not be fetched.
package struct FetchFailure: Error, Hashable, Sendable {
    /// What was asked for.
    package let uri: String
    package let errorClass: FetchRecord.ErrorClass
    /// One line for a person.
    package let text: String
    /// Seconds for which the server will not be asked again, for this or anything else; nil when nothing speaks against
    /// it.
    package var retryAfter: Double?

    package init(uri: String, _ errorClass: FetchRecord.ErrorClass, _ text: String) {
        self.uri = uri
        self.errorClass = errorClass
        self.text = text
    }
}

extension FetchFailure: CustomStringConvertible {
    package var description: String { "\(uri): \(text) (\(errorClass.rawValue))" }
}

extension FetchRecord.ErrorClass {
    /// Whether the server is to blame whatever was asked for: nothing was heard of it.
    var isOfServer: Bool {
        switch self {
        case .dns, .refused, .connectTimeout, .tls: true
        default: false
        }
    }
}
