import NumberResources
import Payloads
import Testing

@Suite struct OutputFormatTests {
    private func listing(keysAndASPAs: Bool = false) throws -> PayloadListing {
        PayloadListing(
            trustAnchors: ["lacnic", "a \"b\",c"],
            vrps: [
                TrustedVRP(vrp: try vrps("2001:db8::/32-48-AS4294967295")[0], trustAnchor: 1),
                TrustedVRP(vrp: try vrps("192.0.2.0/24-24-AS65000")[0], trustAnchor: 0),
                TrustedVRP(vrp: try vrps("0.0.0.0/0-0-AS0")[0], trustAnchor: 9),
            ],
            routerKeys: keysAndASPAs ? [TrustedRouterKey(routerKey: routerKey(1, 0xAB), trustAnchor: 0)] : nil,
            aspas: keysAndASPAs ? [TrustedASPA(aspa: try aspa(5, 0, 7), trustAnchor: 0)] : nil
        )
    }

    private func text(_ write: (inout ByteSink) throws -> Void) throws -> String {
        String(decoding: try ByteSink.collect(write), as: UTF8.self)
    }

    @Test func csv() throws {
        let listing = try listing()
        let expected = """
            ASN,IP Prefix,Max Length,Trust Anchor
            AS0,0.0.0.0/0,0,N/A
            AS65000,192.0.2.0/24,24,lacnic
            AS4294967295,2001:db8::/32,48,"a ""b"",c"

            """
        #expect(try text { try CSVFormat.write(listing, to: &$0) } == expected)
    }

    @Test func json() throws {
        let listing = try listing(keysAndASPAs: true)
        let expected = #"""
            {
              "metadata": {
                "generated": 1699394720,
                "generatedTime": "2023-11-07T22:05:20Z"
              },
              "roas": [
                { "asn": "AS0", "prefix": "0.0.0.0/0", "maxLength": 0, "ta": "N/A" },
                { "asn": "AS65000", "prefix": "192.0.2.0/24", "maxLength": 24, "ta": "lacnic" },
                { "asn": "AS4294967295", "prefix": "2001:db8::/32", "maxLength": 48, "ta": "a \"b\",c" }
              ],
              "routerKeys": [
                { "asn": "AS1", "SKI": "ABABABABABABABABABABABABABABABABABABABAB", "routerPublicKey": "q_v_", "ta": "lacnic" }
              ],
              "aspas": [
                { "customer": "AS5", "providers": ["AS0", "AS7"], "ta": "lacnic" }
              ]
            }

            """#
        #expect(try text { try JSONFormat.write(listing, generated: 1_699_394_720, to: &$0) } == expected)
    }

    @Test func jsonOfNothing() throws {
        let listing = PayloadListing(trustAnchors: [], vrps: [])
        let expected = """
            {
              "metadata": {
                "generated": 0,
                "generatedTime": "1970-01-01T00:00:00Z"
              },
              "roas": [
              ]
            }

            """
        #expect(try text { try JSONFormat.write(listing, generated: 0, to: &$0) } == expected)
    }

    @Test func jsonEscapesStrings() {
        #expect(JSONFormat.quoted("a\"b\\c\u{1}\né") == #""a\"b\\c\u0001\u000aé""#)
        // Everything that is not printable, beyond the first plane as a surrogate pair.
        for scalar: Unicode.Scalar in [
            "\u{7F}", "\u{9B}", "\u{AD}", "\u{61C}", "\u{180E}", "\u{200B}", "\u{202E}", "\u{2066}", "\u{FEFF}",
            "\u{FFF9}",
            "\u{FFFB}", "\u{E0001}", "\u{E0041}",
        ] {
            #expect(!scalar.isPrintable)
            let escapes = String(scalar).utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }
            #expect(JSONFormat.quoted("\(scalar)") == "\"\(escapes.joined())\"")
            #expect(String(scalar).printable.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        }
        #expect("\u{E0041}".printable == #"\u{e0041}"#)
    }

    @Test func summary() throws {
        var summary = PayloadSummary(instant: 0, sections: [PayloadSummary.payloads(of: try listing())])
        summary.sections.append(
            .init(title: "Objects", rows: [.init("ROAs", 12_345), .init("rejected", 39, note: "25 expired")])
        )
        let expected = """
            Summary at 1970-01-01T00:00:00Z

            Payloads
              VRPs of lacnic:      1
              VRPs of a "b",c:     1
              VRPs:                3

            Objects
              ROAs:            12345
              rejected:           39  (25 expired)

            """
        #expect(try text { try SummaryFormat.write(summary, to: &$0) } == expected)
    }

    @Test func outputIsHandedOnInChunks() throws {
        let listing = try listing()
        var chunks: [[UInt8]] = []
        var sink = ByteSink(chunkSize: 32) { chunks.append($0) }
        try CSVFormat.write(listing, to: &sink)
        try sink.finish()
        #expect(chunks.count == 3)
        #expect(chunks.flatMap { $0 } == (try ByteSink.collect { try CSVFormat.write(listing, to: &$0) }))
    }

    @Test func aFailingSinkEndsTheWriting() throws {
        struct Full: Error {}
        let listing = try listing()
        var sink = ByteSink(chunkSize: 1) { _ in throw Full() }
        #expect(throws: Full.self) { try CSVFormat.write(listing, to: &sink) }
    }
}
