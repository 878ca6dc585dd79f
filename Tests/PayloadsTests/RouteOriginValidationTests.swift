import NumberResources
import Payloads
import Testing

@Suite struct RouteOriginValidationTests {
    /// RFC 6811 section 2, case by case.
    @Test(
        arguments: [
            // prefix, origin, state, reason, matched, unmatched by AS, unmatched by length
            ("192.0.2.0/24", 64496, "valid", nil, 1, 1, 1),
            ("192.0.2.0/25", 64496, "invalid", "as", 0, 1, 2),
            ("192.0.2.0/25", 64497, "valid", nil, 1, 0, 2),
            ("192.0.2.0/26", 64497, "invalid", "length", 0, 0, 3),
            ("192.0.2.0/24", 64499, "invalid", "as", 0, 2, 1),
            ("192.0.0.0/16", 64498, "valid", nil, 1, 0, 0),
            ("192.0.3.0/24", 64498, "invalid", "length", 0, 0, 1),
            ("192.0.0.0/15", 64498, "not-found", nil, 0, 0, 0),
            ("198.51.100.0/24", 64496, "not-found", nil, 0, 0, 0),
            // AS 0 authorises nobody, not even a route whose origin is 0 (RFC 6483 section 4).
            ("203.0.113.0/24", 64496, "invalid", "as", 0, 1, 0),
            ("203.0.113.0/24", 0, "invalid", "as", 0, 1, 0),
            // A route without an origin matches nothing.
            ("192.0.2.0/24", nil, "invalid", "as", 0, 2, 1),
            ("198.51.100.0/24", nil, "not-found", nil, 0, 0, 0),
            ("2001:db8:1::/48", 64496, "valid", nil, 1, 0, 0),
            ("2001:db8:1::/49", 64496, "invalid", "length", 0, 0, 1),
            ("::/0", 64496, "not-found", nil, 0, 0, 0),
        ] as [(String, UInt32?, String, String?, Int, Int, Int)]
    )
    func judges(
        _ prefix: String,
        _ origin: UInt32?,
        _ state: String,
        _ reason: String?,
        _ matched: Int,
        _ unmatchedAS: Int,
        _ unmatchedLength: Int
    ) throws {
        let validation = RouteOriginValidation(
            vrps: try vrps(
                "192.0.2.0/24-24-AS64496",
                "192.0.2.0/24-25-AS64497",
                "192.0.0.0/16-16-AS64498",
                "203.0.113.0/24-32-AS0",
                "2001:db8::/32-48-AS64496"
            )
        )
        let validity = validation.validity(of: try #require(IPPrefix(parsing: prefix)), origin: origin.map { ASN($0) })
        #expect(validity.state.rawValue == state)
        #expect(validity.reason?.rawValue == reason)
        #expect(validity.matched.count == matched)
        #expect(validity.unmatchedAS.count == unmatchedAS)
        #expect(validity.unmatchedLength.count == unmatchedLength)
    }

    @Test func unsortedAndRepeatedVRPsMakeNoDifference() throws {
        let list = try vrps("10.0.0.0/8-24-AS2", "10.0.0.0/8-8-AS1", "10.0.0.0/8-24-AS2")
        let validity = RouteOriginValidation(vrps: list).validity(of: list[0].prefix, origin: ASN(2))
        #expect(validity.matched == [list[0]])
        #expect(validity.unmatchedAS == [list[1]])
    }
}
