import RPKIObjects
import Testing

@Suite("Rejection reasons")
struct RejectionReasonTests {
    @Test("codes are kebab-case, and each is explained by a clause and a line", arguments: RejectionReason.allCases)
    func explained(reason: RejectionReason) {
        let words = reason.rawValue.split(separator: "-", omittingEmptySubsequences: false)
        #expect(words.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowercase || $0.isNumber } })
        #expect(reason.clause.hasPrefix("RFC ") || reason.clause.hasPrefix("draft-ietf-sidrops-"))
        #expect(reason.clause.contains(" section "))
        #expect(!reason.text.isEmpty && reason.text.count <= 120 && !reason.text.contains("\n"))
    }

    @Test("a rejection says what, why and where")
    func description() {
        #expect(
            Rejection(.certificateBasicConstraints, "pathLenConstraint is present", at: 312).description
                == "certificate-basic-constraints: pathLenConstraint is present (RFC 6487 section 4.8.1, at offset 312)"
        )
        #expect(
            Rejection(.crlStale).description
                == "crl-stale: the CRL's nextUpdate has passed (RFC 5280 section 5.1.2.5)"
        )
    }

    @Test("a profile turns exactly its tolerances into warnings")
    func profile() throws {
        var inspection = Inspection(profile: Profile(name: "test", tolerances: [.crlNumber]))
        try inspection.report(.crlNumber, "seen")
        try inspection.require(true, .crlVersion)
        #expect(inspection.warnings.map(\.reason) == [.crlNumber] && inspection.warnings.map(\.detail) == ["seen"])
        #expect(throws: Rejection(.crlVersion, "x", at: 3)) { try inspection.report(.crlVersion, "x", at: 3) }
    }
}
