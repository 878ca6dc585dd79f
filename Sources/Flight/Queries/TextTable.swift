/// Lines of cells in aligned columns, for terminals; the same cells as RFC 4180 lines, for programs.
struct TextTable {
    let columns: [String]
    /// Columns that hold numbers and stand right.
    var rightAligned: Set<String> = []
    var rows: [[String]] = []

    var text: String {
        let widths = columns.indices.map { index in
            ([columns] + rows).map { index < $0.count ? $0[index].count : 0 }.max() ?? 0
        }
        return ([columns] + rows).map { row in
            zip(row.indices, row).map { index, cell in
                let padding = String(repeating: " ", count: max(0, widths[index] - cell.count))
                return rightAligned.contains(columns[index]) ? padding + cell : cell + padding
            }
            .joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }
        .joined()
    }

    var csv: String {
        ([columns] + rows).map { Self.csvLine($0) }.joined()
    }

    /// One RFC 4180 line (with LF). A cell that a spreadsheet would take for a formula is text all the same:
    /// cells hold remote data, so such a cell gets a leading apostrophe.
    static func csvLine(_ cells: [String]) -> String {
        cells.map { cell in
            let isFormula = cell.first.map { "=+@".contains($0) } ?? false
            let cell = isFormula ? "'" + cell : cell
            let needsQuotes = cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
            return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }
        .joined(separator: ",") + "\n"
    }
}

extension String {
    /// Remote text for a terminal: control characters become U+FFFD, so that no server can steer it.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
            )
        )
    }
}
