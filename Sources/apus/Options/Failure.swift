import ArgumentParser
import Foundation

/// An error that ends the command with exit status 1 and one line on standard error.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension ExitCode {
    /// Done, but something is missing from the result.
    static let incomplete = ExitCode(2)
}
