import NumberResources
import Testing

struct ASNTests {
    @Test(arguments: [("AS65000", 65000), ("as0", 0), ("4294967295", .max), ("AS00001", 1)] as [(String, UInt32)])
    func reads(text: String, value: UInt32) {
        #expect(ASN(parsing: text) == ASN(value))
    }

    @Test(arguments: ["", "AS", "ASAS1", "AS-1", "+1", "4294967296", "AS1.2", " 1", "1 ", "٣"])
    func refuses(text: String) {
        #expect(ASN(parsing: text) == nil)
    }

    @Test func writes() {
        #expect(ASN(65000).description == "AS65000")
    }
}

struct IPAddressTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::", "::"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
    ])
    func readsAndWrites(text: String, canonical: String) {
        #expect(IPAddress(parsing: text)?.description == canonical)
    }

    @Test(arguments: [
        "", "192.0.2", "192.0.2.256", "192.0.2.1\0", "2001:db8", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "01.2.3.4",
    ])
    func refuses(text: String) {
        #expect(IPAddress(parsing: text) == nil)
    }

    @Test func ordersByFamilyThenNumber() throws {
        let texts = ["192.0.2.1", "::", "9.0.0.0", "2001:db8::"]
        let sorted = try texts.map { try #require(IPAddress(parsing: $0)) }.sorted()
        #expect(sorted.map(\.description) == ["9.0.0.0", "192.0.2.1", "::", "2001:db8::"])
    }
}

struct IPPrefixTests {
    @Test(arguments: ["0.0.0.0/0", "192.0.2.0/24", "192.0.2.1/32", "::/0", "2001:db8::/32", "2001:db8::1/128"])
    func readsAndWrites(text: String) throws {
        #expect(try prefix(text).description == text)
    }

    @Test(arguments: [
        "192.0.2.1/24", "192.0.2.0/33", "2001:db8::/129", "2001:db8::1/64", "192.0.2.0", "192.0.2.0/", "192.0.2.0/+8",
        "192.0.2.0/0008", "/8", "192.0.2.0/24/24", "192.0.2.0/256",
    ])
    func refuses(text: String) {
        #expect(IPPrefix(parsing: text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.1.0.0/16", true), ("10.0.0.0/8", "10.0.0.0/8", true), ("10.1.0.0/16", "10.0.0.0/8", false),
        ("10.0.0.0/8", "11.0.0.0/16", false), ("0.0.0.0/0", "255.0.0.0/8", true), ("0.0.0.0/0", "::/0", false),
        ("::/0", "2001:db8::/32", true), ("2001:db8::/127", "2001:db8::1/128", true),
    ])
    func covers(outer: String, inner: String, expected: Bool) throws {
        #expect(try prefix(outer).covers(prefix(inner)) == expected)
    }

    @Test func endsWithTheFamily() throws {
        #expect(try prefix("10.0.0.0/8").last.description == "10.255.255.255")
        #expect(try prefix("0.0.0.0/0").last.description == "255.255.255.255")
        #expect(try prefix("::/0").last.bits == .max)
    }

    @Test func truncates() throws {
        let address = try #require(IPAddress(parsing: "10.255.1.2"))
        #expect(IPPrefix(truncating: address, length: 9)?.description == "10.128.0.0/9")
        #expect(IPPrefix(truncating: address, length: 33) == nil)
        #expect(IPPrefix(address: address, length: 31)?.description == "10.255.1.2/31")
        #expect(IPPrefix(address: address, length: 30) == nil)
    }

    @Test func sorts() throws {
        let texts = ["::/0", "10.0.0.0/16", "2001:db8::/32", "10.0.0.0/8", "9.0.0.0/8"]
        #expect(
            try texts.map { try prefix($0) }.sorted().map(\.description)
                == ["9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "::/0", "2001:db8::/32"]
        )
    }
}
