import Foundation
import Testing
import Transport

/// The manual page apus-reasons(7) lists what may be wrong with an RRDP document.
struct RRDPReasonsManualTests {
    @Test func eachCodeIsListed() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("man/apus-reasons.7"), encoding: .utf8)
        let listed = page.split(separator: "\n").filter { $0.hasPrefix(".It Cm rrdp-") }.map { $0.dropFirst(12) }
        #expect(listed.sorted() == RRDPError.Code.allCases.map { $0.rawValue[...] }.sorted())
    }
}
