extension String {
    /// The text with everything escaped that a terminal would not show as a character of its own: control characters,
    /// and those that reorder or hide others. `\x1b`, `\u{202e}`.
    package var printable: String {
        // Nearly all text is plain ASCII.
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
        var result = ""
        for scalar in unicodeScalars {
            if scalar.isPrintable {
                result.unicodeScalars.append(scalar)
            } else if scalar.value < 0x100 {
                result += "\\x" + [UInt8(truncatingIfNeeded: scalar.value)].hexDigits
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether a terminal shows a character of its own for it, that neither reorders nor hides others: not so control and
    /// format characters (bidirectional marks, tags, soft hyphens and the like), and what is no character.
    package var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

extension [UInt8] {
    fileprivate var hexDigits: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
