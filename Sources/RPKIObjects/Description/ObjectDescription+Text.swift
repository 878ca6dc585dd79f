import NumberResources

extension ObjectDescription {
    /// The column in which values stand.
    private static let valueColumn = 26

    /// The fields in aligned lines, without a line feed at the end. Whatever a terminal might take for anything but a
    /// character to show is escaped.
    package func text(indentation: Int = 0) -> String {
        var lines: [String] = []
        write(to: &lines, indentation)
        return lines.joined(separator: "\n")
    }

    private func write(to lines: inout [String], _ indentation: Int) {
        for field in fields { Self.write(field.label, field.value, to: &lines, indentation) }
    }

    private static func write(_ label: String, _ value: Value, to lines: inout [String], _ indentation: Int) {
        let start = String(repeating: " ", count: indentation) + label + ":"
        switch value {
        case .fields(let nested):
            lines.append(start)
            nested.write(to: &lines, indentation + 2)
        case .list(let values) where values.contains(where: \.hasFields):
            for (index, value) in values.enumerated() {
                write("\(label) \(index + 1)", value, to: &lines, indentation)
            }
        case .list(let values):
            guard let first = values.first else { return lines.append(padded(start) + "none") }
            lines.append(padded(start) + first.line)
            let blanks = String(repeating: " ", count: valueColumn)
            for value in values.dropFirst() { lines.append(blanks + value.line) }
        default:
            lines.append(padded(start) + value.line)
        }
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, valueColumn - text.count))
    }
}

extension ObjectDescription.Value {
    fileprivate var hasFields: Bool {
        if case .fields = self { true } else { false }
    }

    /// Fields as one line of a table: `prefix 192.0.2.0/24, AS AS64496`.
    package static func row(_ fields: ObjectDescription) -> Self {
        .shown(fields.fields.map { "\($0.label) \($0.value.line)" }.joined(separator: ", "), .fields(fields))
    }

    /// The value on one line.
    fileprivate var line: String {
        switch self {
        case .text(let text), .shown(let text, _): text.printable
        case .number(let number): String(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .list(let values): values.map(\.line).joined(separator: ", ")
        case .fields(let nested): nested.fields.map { "\($0.label): \($0.value.line)" }.joined(separator: ", ")
        }
    }
}
