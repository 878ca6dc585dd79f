extension FlightTimeline {
    /// For a terminal: one block for each flight, one line for each stage, two for an interval.
    package var text: String {
        guard !flights.isEmpty else { return "\(payload): no flight on record\n" }
        return "\(payload)\n\n" + flights.map(\.text).joined(separator: "\n")
    }
}

extension PayloadFlight {
    /// One block without the payload's name.
    package var text: String {
        var lines = ["\(kind.rawValue) in session \(session) serial \(serial)\(withdrawalCause)"]
        for object in objects {
            lines.append("  object     \((object.uri ?? "(name not recorded)").printable)")
            lines.append("             sha256 \(object.hash)")
            if let notBefore = object.notBeforeNs, let notAfter = object.notAfterNs {
                lines.append("             valid \(ISOTime.text(notBefore)) to \(ISOTime.text(notAfter))")
            }
        }
        let rows = stages.flatMap(\.rows)
        let width = rows.map(\.delay.count).max() ?? 0
        for row in rows {
            let line = [
                "  " + row.name.padded(to: 9), row.instant.padded(to: 26), row.delay.padded(to: width),
                row.source.printable,
            ]
            lines.append(line.joined(separator: "  ").trimmingTrailingSpaces)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var withdrawalCause: String {
        kind == .withdrawn ? ", cause: \(cause ?? "not in the objects (local exception or not recorded)")" : ""
    }
}

extension FlightStage {
    fileprivate struct Line {
        let name: String
        let instant: String
        let delay: String
        let source: String
    }

    fileprivate var rows: [Line] {
        let delay = delayNs.map { " " + ISOTime.delay($0) } ?? ""
        guard isInterval else {
            return [Line(name: name.rawValue, instant: " " + (instant ?? "-"), delay: delay, source: source)]
        }
        let from = after ?? "unknown"
        let atLeast = delayAfterNs.map(ISOTime.delay) ?? (delayNs == nil ? "" : "unknown")
        return [
            Line(
                name: name.rawValue,
                instant: "[" + from,
                delay: atLeast.isEmpty ? "" : "[" + atLeast,
                source: after == nil
                    ? "no fetch before on record" : "request of the fetch before, which saw it otherwise"
            ),
            Line(
                name: "",
                instant: " " + (instant ?? "unknown") + "]",
                delay: delay.isEmpty ? "" : delay + "]",
                source: source
            ),
        ]
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
