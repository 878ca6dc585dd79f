/// The part of TOML that a configuration file is made of: a key and a value on a line, values being numbers, booleans,
/// strings on one line, and lists of them over any number of lines. Tables and strings over several lines are left out:
/// no setting has such a value.
///
/// It is checked before the TOML parser sees the text, because that parser ends the program on some malformed tables
/// instead of reporting them.
struct ConfigurationShape {
    /// What is outside of the shape, and the line where it stands, counted from 1.
    struct Fault: Error, Equatable {
        let line: Int
        let detail: String
    }

    private var line = 0
    /// Whether a list is open.
    private var isInList = false

    /// Throws the first thing in `text` that no configuration file has.
    static func check(_ text: String) throws(Fault) {
        var shape = ConfigurationShape()
        for line in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd) {
            shape.line += 1
            try shape.check(line)
        }
    }

    private mutating func check(_ scalars: Substring.UnicodeScalarView) throws(Fault) {
        var rest = scalars.drop { $0.properties.isWhitespace || $0.value == 0xFEFF }
        if rest.first == "[", !isInList { throw fault("a table, which no setting has") }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "#": return
            case "\"", "'": try skipString(scalar, &rest)
            case "{", "}": throw fault("a table, which no setting has")
            case "[":
                if isInList { throw fault("a list in a list, which no setting has") }
                isInList = true
            case "]": isInList = false
            default: break
            }
        }
    }

    /// Steps over the rest of a string. In single quotes, a backslash is a character like any other.
    private func skipString(_ quote: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) throws(Fault) {
        if rest.starts(with: [quote, quote]) { throw fault("a string over several lines, which no setting has") }
        while let scalar = rest.popFirst() {
            if scalar == quote { return }
            if scalar == "\\", quote == "\"" { _ = rest.popFirst() }
        }
        throw fault("a string without an end")
    }

    private func fault(_ detail: String) -> Fault { Fault(line: line, detail: detail) }

    /// The line feed, with or without a carriage return before it, and what else is taken for a line end.
    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0C, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
