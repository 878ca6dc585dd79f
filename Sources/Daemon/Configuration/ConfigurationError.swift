/// What is wrong with a configuration, in one line that names the place.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package enum Code: Equatable, Sendable {
        case unreadableFile, malformedFile, unknownKey, wrongType, badValue
    }

    package let code: Code
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
