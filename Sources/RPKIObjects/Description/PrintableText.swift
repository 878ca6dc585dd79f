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

    /// The text that `octets` spell in UTF-8; when they are none, what is not ASCII is escaped: `\xe9`.
    package init(lossless octets: some Collection<UInt8>) {
        if let text = String(validating: octets, as: UTF8.self) {
            self = text
        } else {
            self = octets.reduce(into: "") { text, octet in
                if octet < 0x80 {
                    text.unicodeScalars.append(Unicode.Scalar(octet))
                } else {
                    text += "\\x" + [octet].hexDigits
                }
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
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
