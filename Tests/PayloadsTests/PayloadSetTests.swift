import NumberResources
import Payloads
import Testing

@Suite struct PayloadSetTests {
    @Test func sortsAndRemovesDuplicates() throws {
        let set = PayloadSet(
            vrps: try vrps(
                "2001:db8::/32-48-AS1",
                "192.0.2.0/24-24-AS2",
                "192.0.2.0/24-24-AS1",
                "192.0.2.0/24-24-AS2",
                "10.0.0.0/8-8-AS3"
            ),
            routerKeys: [routerKey(2, 9), routerKey(1, 9), routerKey(2, 9)]
        )
        #expect(
            set.vrps.map(\.description) == [
                "10.0.0.0/8-8-AS3", "192.0.2.0/24-24-AS1", "192.0.2.0/24-24-AS2", "2001:db8::/32-48-AS1",
            ]
        )
        #expect(set.routerKeys.map(\.asn.value) == [1, 2])
    }

    @Test func joinsTheASPAsOfOneCustomer() throws {
        let set = PayloadSet(vrps: [], aspas: [try aspa(7, 3, 4), try aspa(5, 1), try aspa(7, 1, 4), try aspa(7, 9)])
        #expect(set.aspas == [try aspa(5, 1), try aspa(7, 1, 3, 4, 9)])
    }

    @Test func listsAPayloadUnderItsFirstTrustAnchor() throws {
        let vrp = try vrps("192.0.2.0/24-24-AS1")[0]
        let other = try vrps("10.0.0.0/8-8-AS1")[0]
        let listing = PayloadListing(
            trustAnchors: ["a", "b"],
            vrps: [
                TrustedVRP(vrp: vrp, trustAnchor: 1), TrustedVRP(vrp: vrp, trustAnchor: 0),
                TrustedVRP(vrp: other, trustAnchor: 1), TrustedVRP(vrp: vrp, trustAnchor: 1),
            ]
        )
        #expect(
            listing.vrps == [TrustedVRP(vrp: other, trustAnchor: 1), TrustedVRP(vrp: vrp, trustAnchor: 0)]
        )
        #expect(listing.payloads == PayloadSet(vrps: [vrp, other]))
        #expect(listing.trustAnchorName(1) == "b")
        #expect(listing.trustAnchorName(2) == "N/A")
    }

    @Test(arguments: [
        ("192.0.2.0/24-24-AS1", true), ("192.0.2.0/24-32-AS1", true), ("192.0.2.0/24-33-AS1", false),
        ("192.0.2.0/24-23-AS1", false), ("2001:db8::/32-128-AS4294967295", true), ("2001:db8::/32-129-AS1", false),
        ("192.0.2.0/24-24-AS4294967296", false), ("192.0.2.1/24-24-AS1", false), ("192.0.2.0/24-24", false),
        ("192.0.2.0/24--24-AS1", false),
    ])
    func readsVRPs(_ text: String, _ isValid: Bool) {
        #expect((VRP(parsing: text) != nil) == isValid)
    }
}
