import RPKIObjects

/// The command line.
struct Options {
    private(set) var runs = 9
    private(set) var limit = Int.max
    private(set) var profile = Profile.default
    private(set) var only: String?
    private(set) var directories: [String] = []

    struct Problem: Error {
        let text: String
    }

    init(_ arguments: some Sequence<String>) throws(Problem) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "--runs": runs = try Self.positive(rest.next(), for: argument)
            case "--limit": limit = try Self.positive(rest.next(), for: argument)
            case "--only":
                guard let name = rest.next() else { throw Problem(text: "--only wants a name") }
                only = name
            case "--strict": profile = .strict
            case _ where argument.hasPrefix("-"): throw Problem(text: "unknown option \(argument)")
            default: directories.append(argument)
            }
        }
        guard !directories.isEmpty else { throw Problem(text: "no directory given") }
    }

    private static func positive(_ text: String?, for option: String) throws(Problem) -> Int {
        guard let text, let number = Int(text), number > 0 else { throw Problem(text: "\(option) wants a number") }
        return number
    }
}
