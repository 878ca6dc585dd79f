import NumberResources
import Payloads
import Testing

@Suite struct LocalExceptionSetTests {
    // MARK: Several files (RFC 8416 section 4.2)

    @Test(arguments: [
        (#"{"prefix": "10.0.0.0/8"}"#, #"{"prefix": "10.1.0.0/16"}"#, true),
        (#"{"prefix": "10.1.0.0/16"}"#, #"{"prefix": "10.0.0.0/8", "asn": 1}"#, true),
        (#"{"prefix": "10.1.0.0/16"}"#, #"{"prefix": "10.1.0.0/16"}"#, true),
        (#"{"prefix": "10.1.0.0/16"}"#, #"{"prefix": "10.2.0.0/16"}"#, false),
        (#"{"prefix": "0.0.0.0/0"}"#, #"{"prefix": "::/0"}"#, false),
        // The section names no overlap of filters that have only an AS number.
        (#"{"asn": 1}"#, #"{"asn": 1}"#, false),
        (#"{"prefix": "10.1.0.0/16"}"#, #"{"asn": 1}"#, false),
    ])
    func prefixFiltersOfTwoFilesMustNotOverlap(first: String, second: String, isConflict: Bool) throws {
        let files = try [("a.json", first), ("b.json", second)].map { name, entry in
            try read(name, filters: #""prefixFilters": [\#(entry)], "bgpsecFilters": []"#)
        }
        expectConflict(isConflict, files)
    }

    @Test func filtersAndAssertionsOfTwoFilesMustNotOverlapEither() throws {
        let filters = try read(
            "a.json",
            filters: #""prefixFilters": [{"prefix": "10.0.0.0/8"}], "bgpsecFilters": []"#
        )
        let assertions = try read(
            "b.json",
            assertions: #""prefixAssertions": [{"prefix": "10.0.0.0/16", "asn": 1}], "bgpsecAssertions": []"#
        )
        expectConflict(true, [filters, assertions])
        let error = #expect(throws: LocalExceptionsError.self) { try LocalExceptionSet([filters, assertions]) }
        #expect(
            error?.description
                == "b.json: line 4: prefixAssertions[0]: 10.0.0.0/16 overlaps with 10.0.0.0/8 of a.json: line 3: "
                + "prefixFilters[0]; none of the files is used (RFC 8416 section 4.2)"
        )
    }

    @Test(arguments: [(1, 1, true), (1, 2, false)])
    func routerKeyRulesOfTwoFilesMustNotShareAnAS(first: Int, second: Int, isConflict: Bool) throws {
        let filters = try read(
            "a.json",
            filters: #""prefixFilters": [], "bgpsecFilters": [{"asn": \#(first)}]"#
        )
        let assertions = try read(
            "b.json",
            assertions: """
                "prefixAssertions": [], "bgpsecAssertions": [
                {"asn": \(second), "SKI": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", "routerPublicKey": "\(routerPublicKey)"}]
                """
        )
        expectConflict(isConflict, [filters, assertions])
    }

    @Test(arguments: [(1, 1, true), (1, 2, false)])
    func aspaRulesOfTwoFilesMustNotShareACustomer(first: Int, second: Int, isConflict: Bool) throws {
        let files = try [("a.json", first), ("b.json", second)].map { name, customer in
            try read(
                name,
                version: 2,
                filters: #""prefixFilters": [], "bgpsecFilters": [], "aspaFilters": [{"customerAsn": \#(customer)}]"#
            )
        }
        expectConflict(isConflict, files)
    }

    @Test func overlapsWithinOneFileAreNoConflict() throws {
        let file = try read(
            filters: #""prefixFilters": [{"prefix": "10.0.0.0/8"}, {"prefix": "10.0.0.0/16"}], "bgpsecFilters": []"#,
            assertions: #""prefixAssertions": [{"prefix": "10.0.0.0/16", "asn": 1}], "bgpsecAssertions": []"#
        )
        expectConflict(false, [file])
    }

    private func expectConflict(_ isConflict: Bool, _ files: [LocalExceptions]) {
        for order in [files, files.reversed()] {
            if isConflict {
                #expect(throws: LocalExceptionsError.self) { try LocalExceptionSet(order) }
            } else {
                #expect(throws: Never.self) { try LocalExceptionSet(order) }
            }
        }
    }

    // MARK: Application

    @Test(arguments: [
        (#"{"prefix": "10.0.0.0/8"}"#, ["192.0.2.0/24-24-AS1", "2001:db8::/32-48-AS2"]),
        (#"{"prefix": "10.1.0.0/16"}"#, ["10.0.0.0/8-8-AS1", "192.0.2.0/24-24-AS1", "2001:db8::/32-48-AS2"]),
        (#"{"asn": 1}"#, ["10.1.0.0/16-24-AS2", "2001:db8::/32-48-AS2"]),
        (
            #"{"prefix": "10.0.0.0/8", "asn": 2}"#,
            ["10.0.0.0/8-8-AS1", "192.0.2.0/24-24-AS1", "2001:db8::/32-48-AS2"]
        ),
        (#"{"prefix": "::/0", "asn": 1}"#, validated),
        (#"{"prefix": "10.1.0.0/24"}"#, validated),
        (#"{"prefix": "10.0.0.0/8"}, {"prefix": "2001:db8::/32"}, {"asn": 1}"#, []),
        (
            #"{"prefix": "10.0.0.0/8", "asn": 2}, {"prefix": "10.0.0.0/8", "asn": 1}"#,
            ["192.0.2.0/24-24-AS1", "2001:db8::/32-48-AS2"]
        ),
    ])
    func prefixFiltersTakeWhatLiesWithinThem(filters: String, left: [String]) throws {
        let set = try LocalExceptionSet([read(filters: #""prefixFilters": [\#(filters)], "bgpsecFilters": []"#)])
        #expect(try set.applied(to: listing()).listing.vrps.map(\.vrp.description) == left)
    }

    @Test func eachRuleSaysWhatItDid() throws {
        let file = try read(
            version: 2,
            filters: """
                "prefixFilters": [{"prefix": "10.0.0.0/8", "comment": "ours"}, {"asn": 2}, {"asn": 99}],
                "bgpsecFilters": [{"asn": 1}], "aspaFilters": [{"customerAsn": 1}]
                """,
            assertions: """
                "prefixAssertions": [{"prefix": "10.1.0.0/16", "maxPrefixLength": 24, "asn": 2},
                  {"prefix": "192.0.2.0/24", "asn": 1}],
                "bgpsecAssertions": [],
                "aspaAssertions": [{"customerAsn": 1, "providerAsns": [5, 6]}, {"customerAsn": 2, "providerAsns": [9]}]
                """
        )
        let before = try listing()
        let outcome = try LocalExceptionSet([file]).applied(to: before)
        let anchor = LocalExceptionSet.noTrustAnchor
        #expect(
            outcome.listing.vrps.map(\.vrp.description) == ["10.1.0.0/16-24-AS2", "192.0.2.0/24-24-AS1"]
        )
        // Asserted again after it was filtered; the other one was validated and stays so.
        #expect(outcome.listing.vrps.map(\.trustAnchor) == [anchor, 0])
        #expect(outcome.listing.trustAnchorName(anchor) == "N/A")
        #expect(outcome.listing.routerKeys?.map(\.routerKey.asn) == [ASN(2)])
        // An assertion is no filter: the customer has the providers of both.
        #expect(try outcome.listing.aspas?.map(\.aspa) == [aspa(1, 5, 6), aspa(2, 8, 9)])
        #expect(outcome.listing.aspas?.map(\.trustAnchor) == [anchor, 0])
        #expect(outcome.excessiveCustomers.isEmpty)
        #expect(
            outcome.effects.map(\.place.entry).prefix(3) == [
                "prefixFilters[0]", "prefixFilters[1]", "prefixFilters[2]",
            ]
        )
        #expect(outcome.effects.first?.comment == "ours")
        #expect(
            try outcome.effects.map(\.change) == [
                .filteredVRPs([before.vrps[0], before.vrps[1]]),
                .filteredVRPs([before.vrps[1], before.vrps[3]]),
                .filteredVRPs([]),
                .filteredRouterKeys([#require(before.routerKeys?[0])]),
                .filteredASPAs([#require(before.aspas?[0])]),
                .assertedVRP(#require(VRP(parsing: "10.1.0.0/16-24-AS2")), isNew: true),
                .assertedVRP(#require(VRP(parsing: "192.0.2.0/24-24-AS1")), isNew: false),
                .assertedASPA(aspa(1, 5, 6), isNew: true),
                .assertedASPA(aspa(2, 9), isNew: true),
            ]
        )
    }

    @Test func routerKeyFiltersMatchAllThatTheyGive() throws {
        let identifier = "AgICAgICAgICAgICAgICAgICAgI"
        for (filter, left) in [
            (#"{"SKI": "\#(identifier)"}"#, [1]), (#"{"asn": 2, "SKI": "\#(identifier)"}"#, [1]),
            (#"{"asn": 1, "SKI": "\#(identifier)"}"#, [1, 2]), (#"{"asn": 1}"#, [2]),
        ] as [(String, [UInt32])] {
            let set = try LocalExceptionSet([read(filters: #""prefixFilters": [], "bgpsecFilters": [\#(filter)]"#)])
            #expect(try set.applied(to: listing()).listing.routerKeys?.map(\.routerKey.asn.value) == left, "\(filter)")
        }
    }

    @Test(
        arguments: [
            ("[5]", [5, 7], true), ("[7]", [7], false), ("[0]", [7], false), ("[5, 7, 9]", [5, 7, 9], true),
        ] as [(String, [UInt32], Bool)]
    )
    func assertedProvidersJoinTheValidatedOnes(asserted: String, listed: [UInt32], isNew: Bool) throws {
        let file = try assertions(of: asserted)
        let outcome = try LocalExceptionSet([file]).applied(to: listing())
        let providers = outcome.listing.aspas?.map { $0.aspa.providers.map(\.value) }
        #expect(providers == [listed, [8]])
        #expect(outcome.listing.payloads.aspas == outcome.listing.aspas?.map(\.aspa))
        let assertion = try #require(file.aspaAssertions.first?.content)
        #expect(outcome.effects.map(\.change) == [.assertedASPA(assertion, isNew: isNew)])
    }

    @Test func aCustomerWithTooManyProvidersIsLeftOutAndNamed() throws {
        let most = (8..<8 + ASPAUnion.maximumProviders).map(String.init).joined(separator: ", ")
        let outcome = try LocalExceptionSet([assertions(of: "[\(most)]")]).applied(to: listing())
        #expect(try outcome.listing.aspas?.map(\.aspa) == [aspa(2, 8)])
        #expect(outcome.excessiveCustomers == [ASN(1)])
        let error = #expect(throws: LocalExceptionsError.self) { try assertions(of: "[5, \(most)]") }
        #expect(error?.description.contains("more than 4000 providers") == true)
    }

    /// A version 2 file that asserts providers of customer 1.
    private func assertions(of providers: String) throws -> LocalExceptions {
        try read(
            version: 2,
            assertions: #""aspaAssertions": [{"customerAsn": 1, "providerAsns": \#(providers)}]"#
        )
    }

    /// Time that grows with filters times payloads, or with the square of the filters of a prefix, would not end here.
    @Test func manyFiltersOfOnePrefixAreNotTriedOneByOne() throws {
        let (filters, payloads) = (100_000, 20_000)
        let prefixFilters = (0..<filters).map { #"{"prefix": "10.0.0.0/8", "asn": \#($0)}"# }
        let routerKeyFilters = (0..<filters).map { #"{"asn": \#($0)}"# }
        let file = try read(
            filters: """
                "prefixFilters": [\(prefixFilters.joined(separator: ","))],
                "bgpsecFilters": [\(routerKeyFilters.joined(separator: ","))]
                """
        )
        let prefix = try #require(IPPrefix(parsing: "10.1.0.0/16"))
        let asns = (0..<payloads).map { ASN(UInt32(filters - payloads / 2 + $0)) }
        let listing = PayloadListing(
            trustAnchors: ["test"],
            vrps: try asns.map {
                TrustedVRP(vrp: try #require(VRP(prefix: prefix, maxLength: 16, asn: $0)), trustAnchor: 0)
            },
            routerKeys: asns.map { TrustedRouterKey(routerKey: routerKey($0.value, 1), trustAnchor: 0) }
        )
        let outcome = try LocalExceptionSet([file]).applied(to: listing)
        #expect(outcome.listing.vrps.map(\.vrp.asn) == Array(asns.suffix(payloads / 2)))
        #expect(outcome.listing.routerKeys?.map(\.routerKey.asn) == Array(asns.suffix(payloads / 2)))
        #expect(outcome.effects.count == 2 * filters)
        #expect(outcome.effects.first?.change == .filteredVRPs([]))
        #expect(outcome.effects[filters - 1].change == .filteredVRPs([listing.vrps[payloads / 2 - 1]]))
    }

    @Test func filtersThatSayTheSameMatchTheSame() throws {
        let files = try ["a.json", "b.json"].map { name in
            try read(name, filters: #""prefixFilters": [{"asn": 2}], "bgpsecFilters": []"#)
        }
        let before = try listing()
        #expect(
            try LocalExceptionSet(files).applied(to: before).effects.map(\.change)
                == Array(repeating: .filteredVRPs([before.vrps[1], before.vrps[3]]), count: 2)
        )
    }

    @Test func nothingIsChangedWithoutFiles() throws {
        let outcome = try LocalExceptionSet.none.applied(to: listing())
        #expect(try outcome.listing == listing())
        #expect(outcome.effects.isEmpty)
    }

    @Test func whatIsLeftOutStaysOut() throws {
        let file = try read(
            version: 2,
            assertions: #""aspaAssertions": [{"customerAsn": 1, "providerAsns": [5]}]"#
        )
        let outcome = try LocalExceptionSet([file]).applied(to: PayloadListing(trustAnchors: [], vrps: []))
        #expect(outcome.listing.aspas == nil)
        #expect(outcome.effects.isEmpty)
    }
}

private let validated = ["10.0.0.0/8-8-AS1", "10.1.0.0/16-24-AS2", "192.0.2.0/24-24-AS1", "2001:db8::/32-48-AS2"]

/// ``validated``, router keys of AS1 and AS2, ASPAs of customers 1 and 2, all of one trust anchor.
private func listing() throws -> PayloadListing {
    PayloadListing(
        trustAnchors: ["test"],
        vrps: try validated.map { TrustedVRP(vrp: try #require(VRP(parsing: $0)), trustAnchor: 0) },
        routerKeys: [1, 2].map { TrustedRouterKey(routerKey: routerKey(UInt32($0), $0), trustAnchor: 0) },
        aspas: try [aspa(1, 7), aspa(2, 8)].map { TrustedASPA(aspa: $0, trustAnchor: 0) }
    )
}
