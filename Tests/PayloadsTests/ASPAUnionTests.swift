import NumberResources
import Payloads
import Testing

/// The ASPAs of a customer are one, however many objects state them.
@Suite struct ASPAUnionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Providers and trust anchor of each of the customer's ASPAs.
        let stated: [(ClosedRange<UInt32>, UInt16)]
        /// The union, and its trust anchor; nil when the customer is left out.
        let union: (providers: Set<UInt32>, trustAnchor: UInt16)?

        init(_ name: String, _ stated: [(ClosedRange<UInt32>, UInt16)], _ union: (Set<UInt32>, UInt16)?) {
            testDescription = name
            self.stated = stated
            self.union = union.map { (providers: $0.0, trustAnchor: $0.1) }
        }
    }

    static let cases: [Case] = [
        Case("one", [(7...9, 3)], ([7, 8, 9], 3)),
        Case("two apart", [(7...8, 0), (1...2, 0)], ([1, 2, 7, 8], 0)),
        Case("two that overlap", [(7...8, 0), (8...9, 0)], ([7, 8, 9], 0)),
        Case("under two trust anchors", [(1...1, 1), (2...2, 0)], ([1, 2], 0)),
        Case("the same under two trust anchors", [(1...1, 2), (1...1, 1)], ([1], 1)),
        Case("no provider", [(0...0, 0)], ([0], 0)),
        Case("no provider, twice", [(0...0, 0), (0...0, 1)], ([0], 0)),
        Case("no provider, and one", [(0...0, 0), (5...5, 1)], ([5], 0)),
        Case("as many as there may be", [(1...4_000, 0)], (Set(1...4_000), 0)),
        Case("as many as there may be, with none", [(0...0, 0), (1...4_000, 0)], (Set(1...4_000), 0)),
        Case("as many in two", [(1...2_500, 0), (2_000...4_000, 0)], (Set(1...4_000), 0)),
        Case("one too many", [(1...4_001, 0)], nil),
        Case("one too many in two", [(1...4_000, 0), (4_001...4_001, 0)], nil),
        Case("one too many under two trust anchors", [(1...4_000, 0), (4_001...4_001, 1)], nil),
    ]

    /// Each begins `step` after the one before.
    private static func many(_ count: UInt32, of length: UInt32, step: UInt32) -> [(ClosedRange<UInt32>, UInt16)] {
        (0..<count).map { ($0 * step + 1...$0 * step + length, 3) }
    }

    /// So many that they are not all put together before they are measured.
    static let manyCases: [Case] = [
        Case("many that are the same", many(10, of: 4_000, step: 0), (Set(1...4_000), 3)),
        Case("many that overlap", many(200, of: 1_015, step: 15), (Set(1...4_000), 3)),
        Case("one too many in many", many(200, of: 1_016, step: 15), nil),
        Case("far too many", many(200, of: 100, step: 100), nil),
        Case("many, and none", many(200, of: 1_015, step: 15) + [(0...0, 2)], (Set(1...4_000), 2)),
    ]

    @Test(arguments: cases + manyCases)
    func joins(_ test: Case) throws {
        let stated = try test.stated.map { providers, trustAnchor in
            let aspa = try #require(ASPA(customer: ASN(64496), providers: providers.map { ASN($0) }))
            return TrustedASPA(aspa: aspa, trustAnchor: trustAnchor)
        }
        let neighbours = [
            TrustedASPA(aspa: try aspa(64495, 1), trustAnchor: 4),
            TrustedASPA(aspa: try aspa(64497, 1), trustAnchor: 5),
        ]
        for statements in [stated + neighbours, (stated + neighbours).reversed()] {
            let union = ASPAUnion(of: statements)
            let joined = union.aspas.filter { $0.aspa.customer == ASN(64496) }
            #expect(union.aspas.filter { $0.aspa.customer != ASN(64496) } == neighbours)
            #expect(PayloadSet(vrps: [], aspas: statements.map(\.aspa)).aspas == union.aspas.map(\.aspa))
            if let expected = test.union {
                #expect(joined.map { Set($0.aspa.providers.map(\.value)) } == [expected.providers])
                #expect(joined.map(\.trustAnchor) == [expected.trustAnchor])
                #expect(union.excessive.isEmpty)
            } else {
                #expect(joined.isEmpty)
                #expect(union.excessive == [ASN(64496)])
            }
        }
    }
}
