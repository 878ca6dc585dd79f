import Foundation
import RPKIObjects
import Testing

/// The manual page apus-reasons(7) is written by hand: these tests keep it complete.
@Suite("Manual page of the reasons")
struct ReasonsManualTests {
    @Test("each reason is listed once, with its clause")
    func reasons() throws {
        let listed = try Self.items(of: "REASONS")
        #expect(Set(listed.map(\.code)).count == listed.count)
        let clauses = Dictionary(listed.map { ($0.code, $0.last) }, uniquingKeysWith: { first, _ in first })
        #expect(Set(clauses.keys) == Set(RejectionReason.allCases.map(\.rawValue)))
        for reason in RejectionReason.allCases {
            #expect(clauses[reason.rawValue] == "\(reason.clause).", "\(reason.rawValue)")
        }
    }

    @Test("the tolerances of the default profile are listed, and no others")
    func tolerances() throws {
        let listed = try Self.items(of: "PROFILES").map(\.code)
        #expect(listed.sorted() == Profile.default.tolerances.map(\.rawValue).sorted())
    }

    /// The items of the lists in one section: their codes, and the last line of each.
    private static func items(of section: String) throws -> [(code: String, last: String)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("man/apus-reasons.7"), encoding: .utf8)
        let lines = page.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex(of: ".Sh \(section)"))
        var items: [(code: String, last: String)] = []
        var isInList = false
        for line in lines[(start + 1)...].prefix(while: { !$0.hasPrefix(".Sh ") }) {
            if line.hasPrefix(".It Cm ") {
                isInList = true
                items.append((String(line.dropFirst(7)), ""))
            } else if line == ".El" {
                isInList = false
            } else if isInList, !line.hasPrefix("."), let last = items.indices.last {
                items[last].last = line
            }
        }
        return items
    }
}
