package import FlightEvents

/// Why something could not be fetched.
package struct FetchFailure: Error, Hashable, Sendable {
    /// What was asked for.
    package let uri: String
    package let errorClass: FetchRecord.ErrorClass
    /// One line for a person.
    package let text: String

    package init(uri: String, _ errorClass: FetchRecord.ErrorClass, _ text: String) {
        self.uri = uri
        self.errorClass = errorClass
        self.text = text
    }
}

extension FetchFailure: CustomStringConvertible {
    package var description: String { "\(uri): \(text) (\(errorClass.rawValue))" }
}
