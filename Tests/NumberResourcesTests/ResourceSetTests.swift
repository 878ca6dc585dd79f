import NumberResources
import Testing

struct IPResourceSetTests {
    @Test func joinsAdjacentPrefixesOfEachFamily() throws {
        let set = try IPResourceSet(prefixes: [
            prefix("2001:db8:1::/48"), prefix("192.0.2.128/25"), prefix("2001:db8::/48"), prefix("192.0.2.0/25"),
            prefix("198.51.100.0/24"),
        ])
        #expect(
            set.description
                == "192.0.2.0-192.0.2.255, 198.51.100.0-198.51.100.255, 2001:db8::-2001:db8:1:ffff:ffff:ffff:ffff:ffff"
        )
        #expect(
            try set
                == IPResourceSet(prefixes: [
                    prefix("192.0.2.0/24"), prefix("198.51.100.0/24"), prefix("2001:db8::/47"),
                ])
        )
    }

    @Test(arguments: [
        ("192.0.2.0/24", true), ("192.0.2.64/26", true), ("192.0.2.0/23", true), ("192.0.0.0/22", false),
        ("192.0.3.0/24", true),
        ("192.0.2.0/32", true), ("0.0.0.0/0", false), ("::/0", false), ("2001:db8::/32", true),
        ("2001:db8:ffff::/48", true), ("2001:db9::/48", false),
        // The same 128 bits in the other family.
        ("c000:200::/24", false),
    ])
    func containsPrefixes(text: String, expected: Bool) throws {
        let set = try IPResourceSet(ranges: [
            range("192.0.2.0", "192.0.3.255"), range("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ])
        #expect(try set.contains(prefix: prefix(text)) == expected)
    }

    @Test func rangesThatAreNoPrefixesHaveExactEnds() throws {
        let set = try IPResourceSet(ranges: [range("10.0.0.1", "10.0.0.6")])
        #expect(try set.contains(prefix: prefix("10.0.0.2/31")))
        #expect(try set.contains(range: range("10.0.0.1", "10.0.0.6")))
        #expect(try !set.contains(prefix: prefix("10.0.0.0/31")))
        #expect(try !set.contains(range: range("10.0.0.1", "10.0.0.7")))
    }

    @Test func everythingContainsEverything() throws {
        #expect(IPResourceSet.all.contains(.all))
        #expect(IPResourceSet.all.contains(.empty))
        #expect(!IPResourceSet.empty.contains(.all))
        #expect(IPResourceSet.all.subtracting(.all).isEmpty)
        #expect(try IPResourceSet(prefixes: [prefix("0.0.0.0/0"), prefix("::/0")]) == .all)
        #expect(try IPResourceSet.all.contains(prefix: prefix("255.255.255.255/32")))
    }

    @Test func familiesAreApart() throws {
        let set = try IPResourceSet(prefixes: [prefix("192.0.2.0/24"), prefix("2001:db8::/32")])
        #expect(try set.restricted(to: .ipv4) == IPResourceSet(prefixes: [prefix("192.0.2.0/24")]))
        #expect(try set.restricted(to: .ipv6) == IPResourceSet(prefixes: [prefix("2001:db8::/32")]))
        #expect(!set.isEmpty(.ipv4) && set.restricted(to: .ipv6).isEmpty(.ipv4))
        #expect(set.restricted(to: .ipv4).union(set.restricted(to: .ipv6)) == set)
        #expect(set.restricted(to: .ipv4).intersection(set.restricted(to: .ipv6)).isEmpty)
    }

    @Test func subtractionLeavesBothSides() throws {
        let rest = try IPResourceSet(prefixes: [prefix("10.0.0.0/8")])
            .subtracting(IPResourceSet(prefixes: [prefix("10.1.0.0/16")]))
        #expect(rest.description == "10.0.0.0-10.0.255.255, 10.2.0.0-10.255.255.255")
    }

    @Test func aRangeNeedsOrderAndOneFamily() throws {
        let low = try #require(IPAddress(parsing: "192.0.2.1"))
        let high = try #require(IPAddress(parsing: "192.0.2.9"))
        let other = try #require(IPAddress(parsing: "2001:db8::"))
        #expect(IPRange(first: high, last: low) == nil)
        #expect(IPRange(first: low, last: other) == nil)
        #expect(IPRange(first: low, last: low) != nil)
    }
}

struct ASResourceSetTests {
    @Test func joinsAndCompares() {
        let set = ASResourceSet(ranges: [ASN(5)...ASN(9), ASN(1)...ASN(4), ASN(20)...ASN(20)])
        #expect(set.description == "AS1-AS9, AS20")
        #expect(set.contains(ASN(9)) && !set.contains(ASN(10)))
        #expect(set.contains(range: ASN(1)...ASN(9)) && !set.contains(range: ASN(9)...ASN(20)))
        #expect(ASResourceSet.all.contains(set) && !set.contains(.all))
    }

    @Test func theLastNumberDoesNotWrap() {
        let last = ASResourceSet(ranges: [ASN(.max)...ASN(.max)])
        #expect(ASResourceSet.all.contains(last))
        #expect(ASResourceSet.all.subtracting(last).ranges == [ASN(0)...ASN(.max - 1)])
        #expect(ASResourceSet.all.subtracting(last).union(last) == .all)
        #expect(last.intersection(.all) == last)
    }
}

func prefix(_ text: String) throws -> IPPrefix {
    try #require(IPPrefix(parsing: text), "\(text)")
}

func range(_ first: String, _ last: String) throws -> IPRange {
    let first = try #require(IPAddress(parsing: first))
    let last = try #require(IPAddress(parsing: last))
    return try #require(IPRange(first: first, last: last))
}
