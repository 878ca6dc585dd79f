import NumberResources

/// Why a file of local exceptions, or several together, cannot be used.
package struct LocalExceptionsError: Error, Hashable, Sendable {
    package let file: String
    /// Counted from 1; nil when the file could not be read at all.
    package let line: Int?
    /// The member at fault, as `validationOutputFilters.prefixFilters[3].prefix`; nil outside of members.
    package let member: String?
    /// What is wrong there, with the rule's section if it is one of SLURM's.
    package let detail: String
}

extension LocalExceptionsError: CustomStringConvertible {
    /// `exceptions.json: line 17: validationOutputFilters.prefixFilters[3].prefix: "192.0.2.1/24" is ...`; names and values in the file come escaped.
    package var description: String {
        [file, line.map { "line \($0)" }, member, detail].compactMap { $0 }.joined(separator: ": ")
            .printable
    }
}

/// A deviation from the standard that changes nothing of what the file says, and is tolerated unless the file is read
/// strictly.
package struct LocalExceptionsWarning: Hashable, Sendable {
    /// Where it was seen first, and what it is.
    package let first: LocalExceptionsError
    /// How often the same was seen, at least 1.
    package internal(set) var count: Int
}

extension LocalExceptionsWarning: CustomStringConvertible {
    package var description: String { count == 1 ? "\(first)" : "\(first) (and \(count - 1) more like it)" }
}
