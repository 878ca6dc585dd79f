import Payloads

extension HistoryPoint {
    /// `2026-11-23T12:00:00.000Z (session 4711 serial 3)`
    package var text: String { "\(ISOTime.text(published)) (session \(session) serial \(serial))" }
}

extension PayloadInterval {
    /// `192.0.2.0/24-24-AS65000  from … until …, cause: revoked`
    package var text: String {
        let end = withdrawn.map { "until \($0.text)\(cause.map { ", cause: \($0)" } ?? "")" } ?? "still served"
        return "\(vrp)  from \(announced.text) \(withdrawn == nil ? "and " : "")\(end)"
    }
}

extension Coverage {
    /// The answer in one line, then one line for each covering VRP.
    package var text: String {
        let answer = isCovered ? "covered by \(covering.count) VRP\(covering.count == 1 ? "" : "s")" : "not covered"
        let lines = ["\(prefix) at \(ISOTime.text(instant)): \(answer), in the set of \(point.text)"]
        return (lines + covering.map { "  \($0.text)" }).joined(separator: "\n") + "\n"
    }
}

extension HistoryDifference {
    /// The two sets, then `+` and `-` lines in order.
    package var text: String {
        let changes =
            announced.map { (vrp: $0, line: "+ \($0)") } + withdrawn.map { (vrp: $0, line: "- \($0)") }
        let lines = ["from \(from.text) to \(to.text): \(announced.count) announced, \(withdrawn.count) withdrawn"]
        return (lines + changes.sorted { $0.vrp < $1.vrp }.map(\.line)).joined(separator: "\n") + "\n"
    }
}
