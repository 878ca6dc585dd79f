import Foundation

/// Counted results in titled sections, for a person to read.
package struct PayloadSummary: Sendable {
    package struct Row: Sendable {
        package let label: String
        package let value: Int
        /// Said behind the number, such as what it consists of.
        package let note: String?

        package init(_ label: String, _ value: Int, note: String? = nil) {
            self.label = label
            self.value = value
            self.note = note
        }
    }

    package struct Section: Sendable {
        package let title: String
        package var rows: [Row]

        package init(title: String, rows: [Row]) {
            self.title = title
            self.rows = rows
        }
    }

    /// The instant at which the payloads were validated, in seconds since 1970-01-01 UTC.
    package let instant: Int64
    package var sections: [Section]

    package init(instant: Int64, sections: [Section] = []) {
        self.instant = instant
        self.sections = sections
    }

    /// One section that counts the payloads of each trust anchor and of each type.
    package static func payloads(of listing: PayloadListing) -> Section {
        var counts = [Int](repeating: 0, count: listing.trustAnchors.count)
        for entry in listing.vrps where Int(entry.trustAnchor) < counts.count {
            counts[Int(entry.trustAnchor)] += 1
        }
        var rows = zip(listing.trustAnchors, counts).map { Row("VRPs of \($0)", $1) }
        rows.append(Row("VRPs", listing.vrps.count))
        if let routerKeys = listing.routerKeys { rows.append(Row("router keys", routerKeys.count)) }
        if let aspas = listing.aspas { rows.append(Row("ASPAs", aspas.count)) }
        return Section(title: "Payloads", rows: rows)
    }
}

/// `summary`: labels and numbers in aligned columns.
package enum SummaryFormat {
    package static func write(_ summary: PayloadSummary, to sink: inout ByteSink) throws {
        let rows = summary.sections.flatMap(\.rows)
        let labelWidth = rows.map { $0.label.count + 1 }.max() ?? 0
        let valueWidth = rows.map { String($0.value).count }.max() ?? 0
        let time = Date(timeIntervalSince1970: Double(summary.instant)).formatted(.iso8601)
        sink.append("Summary at \(time)")
        try sink.endLine()
        for section in summary.sections {
            try sink.endLine()
            sink.append(section.title)
            try sink.endLine()
            for row in section.rows {
                let label = "\(row.label):"
                let value = String(row.value)
                sink.append("  \(label)\(spaces(labelWidth - label.count)) \(spaces(valueWidth - value.count))\(value)")
                if let note = row.note { sink.append("  (\(note))") }
                try sink.endLine()
            }
        }
    }

    private static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(count, 0))
    }
}
