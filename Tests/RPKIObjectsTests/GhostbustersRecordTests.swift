import DER
import RPKIObjects
import Testing

@Suite("Ghostbusters records")
struct GhostbustersRecordTests {
    @Test("the fields of a record, for people")
    func fields() throws {
        let record = try GhostbustersRecord(content: GhostbustersFixture().encoded[...])
        #expect(record.values(.formattedName) == ["Human's Name"])
        #expect(record.values(.organization) == ["Organizational Entity"])
        #expect(record.values(.address) == ["42 Twisty Passage; left, Deep Cavern, WA, 98666, U.S.A."])
        #expect(record.values(.telephone) == ["tel:+1-666-555-1212"])
        #expect(record.values(.email) == ["human@example.com"])
        let telephone = try #require(record.properties.first { $0.kind == .telephone })
        #expect(telephone.parameters.map(\.name) == ["TYPE", "VALUE"])
        #expect(telephone.parameters.map(\.value) == ["\"voice,fax;text\"", "uri"])
    }

    @Test("folded lines are joined, in the middle of words too")
    func folding() throws {
        var fixture = GhostbustersFixture()
        fixture.lines[2] = "FN:Hum\r\n an's\r\n\t Näme"
        #expect(try GhostbustersRecord(content: fixture.encoded[...]).values(.formattedName) == ["Human's Näme"])
    }

    @Test("names, and the lines around the card, may be in lower case (RFC 6350 section 3.3)")
    func lowerCase() throws {
        var fixture = GhostbustersFixture()
        fixture.lines = ["begin:vcard", "Version:4.0", "group.fn:a", "email;type=work:b", "End:VCARD"]
        let record = try GhostbustersRecord(content: fixture.encoded[...])
        #expect(record.properties.map(\.name) == ["FN", "EMAIL"])
        #expect(record.properties.flatMap(\.parameters).map(\.name) == ["TYPE"])
    }

    @Test(
        "escapes are resolved; what is not escaped in an unstructured value stays",
        arguments: [
            ("FN:a\\nb\\, c\\; d\\\\e", "a b, c; d\\e"), ("FN:a;b,c", "a;b,c"), ("FN:a\\", "a"), ("FN:", ""),
        ]
    )
    func escapes(line: String, value: String) throws {
        var fixture = GhostbustersFixture()
        fixture.lines[2] = line
        #expect(try GhostbustersRecord(content: fixture.encoded[...]).values(.formattedName) == [value])
    }

    @Test("one fault for each rule (RFC 6493, RFC 6350)", arguments: faults)
    func rules(fault: Fault<GhostbustersFixture>) {
        #expect(fault.applied(to: GhostbustersFixture()).object.verdict(as: GhostbustersRecord.self) == fault.reason)
    }

    @Test("another property is tolerated by default, and kept")
    func tolerated() throws {
        var fixture = GhostbustersFixture()
        fixture.lines.insert("N:;;;;", at: 3)
        let object = try SignedObject(decoding: fixture.object.encoded)
        let (record, warnings) = try object.inspect(as: GhostbustersRecord.self, profile: .default)
        #expect(warnings.map(\.reason) == [.gbrProperty])
        #expect(record.properties.map(\.name) == ["FN", "N", "ORG", "ADR", "TEL", "EMAIL"])
    }
}

/// The lines of a record, to be bent and then encoded. The card is the example of RFC 6493 section 3, a little harder.
struct GhostbustersFixture: Sendable {
    var lines = [
        "BEGIN:VCARD", "VERSION:4.0", "FN:Human's Name", "ORG:Organizational Entity",
        "ADR;TYPE=WORK:;;42 Twisty Passage\\; left;Deep Cavern;WA;98666;U.S.A.",
        "TEL;TYPE=\"voice,fax;text\";VALUE=uri:tel:+1-666-555-1212", "EMAIL;TYPE=INTERNET:human@example.com",
        "END:VCARD",
    ]
    var lineEnd = "\r\n"
    var rest: [UInt8] = []
    var certificate = CertificateFixture.inheriting

    var encoded: [UInt8] { lines.flatMap { Array(($0 + lineEnd).utf8) } + rest }

    var object: SignedObjectFixture {
        var object = SignedObjectFixture(.ghostbusters, fileName: "a.gbr", content: encoded)
        object.certificates = [certificate]
        object.certificates[0].set(.signedObjectAccess("a.gbr"))
        return object
    }
}

private func line(_ index: Int, _ text: String) -> @Sendable (inout GhostbustersFixture) -> Void {
    { $0.lines[index] = text }
}

private func only(_ lines: String...) -> @Sendable (inout GhostbustersFixture) -> Void {
    { $0.lines = ["BEGIN:VCARD", "VERSION:4.0"] + lines + ["END:VCARD"] }
}

private let faults: [Fault<GhostbustersFixture>] = [
    Fault("nothing wrong", nil) { _ in },
    Fault("an address alone", nil, only("FN:a", "ADR:;;b;;;;")),
    Fault("a telephone alone", nil, only("FN:a", "TEL:1")),
    Fault("an e-mail address alone", nil, only("FN:a", "EMAIL:b")),
    Fault("an organization alone", .gbrContactMissing, only("FN:a", "ORG:b")),
    Fault("no name", .gbrNameMissing, only("ORG:a", "EMAIL:b")),
    Fault("nothing inside", .gbrNameMissing, only()),
    Fault("another property", .gbrProperty, line(3, "NOTE:a")),
    Fault("an extended property", .gbrProperty, line(3, "X-NOTE:a")),
    Fault("version 3.0", .gbrVersion, line(1, "VERSION:3.0")),
    Fault("a version with a parameter", .gbrVersion, line(1, "VERSION;VALUE=text:4.0")),
    Fault("the version not second", .gbrVersion) { $0.lines.swapAt(1, 2) },
    Fault("the version twice", .gbrSyntax, line(3, "VERSION:4.0")),
    Fault("no beginning", .gbrSyntax) { $0.lines.removeFirst() },
    Fault("no end", .gbrSyntax) { $0.lines.removeLast() },
    Fault("two cards", .gbrSyntax) { $0.lines += $0.lines },
    Fault("a card in a card", .gbrSyntax, line(3, "BEGIN:VCARD")),
    Fault("octets after the end", .gbrSyntax) { $0.rest = [0x0D, 0x0A] },
    Fault("line feeds alone", .gbrSyntax) { $0.lineEnd = "\n" },
    Fault("carriage returns alone", .gbrSyntax) { $0.lineEnd = "\r" },
    Fault("the last line not ended", .gbrSyntax) {
        $0.rest = Array("END:VCARD".utf8)
        $0.lines.removeLast()
    },
    Fault("not UTF-8", .gbrSyntax) {
        $0.lines.removeLast()
        $0.rest = [0x46, 0x4E, 0x3A, 0xC3, 0x28, 0x0D, 0x0A] + Array("END:VCARD\r\n".utf8)
    },
    Fault("a control character", .gbrSyntax, line(3, "ORG:\u{7}")),
    Fault("a line without a colon", .gbrSyntax, line(3, "ORG")),
    Fault("a line without a name", .gbrSyntax, line(3, ":a")),
    Fault("an empty line", .gbrSyntax, line(3, "")),
    Fault("a name with a blank", .gbrSyntax, line(3, "OR G:a")),
    Fault("two groups", .gbrSyntax, line(3, "a.b.ORG:a")),
    Fault("a parameter without a value", .gbrSyntax, line(3, "ORG;TYPE:a")),
    Fault("a parameter without a name", .gbrSyntax, line(3, "ORG;=a:a")),
    Fault("a quotation that does not end", .gbrSyntax, line(3, "ORG;TYPE=\"a:a")),
    Fault("an empty parameter value", nil, line(3, "ORG;TYPE=:a")),
    Fault("257 properties", .gbrTooLarge) {
        $0.lines.insert(contentsOf: Array(repeating: "TEL:1", count: 252), at: 3)
    },
    Fault("65537 octets", .gbrTooLarge) {
        $0.lines[3] = "ORG:" + String(repeating: "a", count: 65_537)
    },
    Fault("listed addresses", .gbrResources) { $0.certificate.set(.ipResources) },
    Fault("listed AS numbers", .gbrResources) { $0.certificate.set(.asResources) },
]
