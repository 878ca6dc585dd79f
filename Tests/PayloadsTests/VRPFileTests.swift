import Foundation
import NumberResources
import Payloads
import Testing

@Suite struct VRPFileTests {
    private func decode(_ text: String) throws(VRPFileError) -> PayloadListing {
        try VRPFile.decode(Array(text.utf8))
    }

    @Test func readsWhatItWrites() throws {
        let listing = PayloadListing(
            trustAnchors: ["lacnic", "a \"b\\\u{1F600}\u{7}"],
            vrps: try vrps("192.0.2.0/24-25-AS65000", "2001:db8::/32-48-AS1").enumerated().map {
                TrustedVRP(vrp: $1, trustAnchor: UInt16($0))
            },
            routerKeys: [TrustedRouterKey(routerKey: routerKey(3, 0xFE), trustAnchor: 0)],
            aspas: [TrustedASPA(aspa: try aspa(5, 0, 7), trustAnchor: 1)]
        )
        let bytes = try ByteSink.collect { try JSONFormat.write(listing, generated: 0, to: &$0) }
        #expect(try VRPFile.decode(bytes) == listing)
    }

    @Test func readsTheDialectOfRPKIClient() throws {
        let listing = try decode(
            #"""
            { "metadata": { "buildtime": "2025-07-20T09:31:33Z", "roas": 1, "list": [ [], {}, -1.5e3, true, null ] },
              "roas": [
                { "asn": 13335, "prefix": "1.0.0.0\/24", "maxLength": 24, "ta": "apnic", "expires": 1753453058 },
                { "asn": 13335, "prefix": "1.0.0.0/24", "maxLength": 24, "ta": "apnic", "expires": 1753453059 } ],
              "bgpsec_keys": [ { "asn": 15562, "ski": "5D4250E2D81D4448D8A29EFCE91D29FF075EC9E2",
                "pubkey": "MFkwEwYHKoZIzj0CAQ==", "ta": "ripe", "expires": 1781212587 } ],
              "aspas": [ { "customer_asid": 945, "expires": 1, "providers": [ 150369, 13213 ] },
                { "customer_asid": 945, "expires": 1, "providers": [ 7 ] } ],
              "signedprefixlists": [ ] }
            """#
        )
        #expect(listing.trustAnchors == ["apnic", "ripe", "N/A"])
        #expect(listing.payloads.vrps == (try vrps("1.0.0.0/24-24-AS13335")))
        #expect(listing.payloads.aspas == [try aspa(945, 7, 13213, 150_369)])
        let key = try #require(listing.payloads.routerKeys.first)
        #expect(key.asn == ASN(15562))
        #expect(key.subjectKeyIdentifier.prefix(2) == [0x5D, 0x42])
        #expect(key.subjectPublicKeyInfo.count == 13)
    }

    @Test func aMissingMaximumLengthIsThePrefixLength() throws {
        #expect(
            try decode(#"{"roas":[{"prefix":"10.0.0.0/8","asn":"1"}]}"#).payloads.vrps
                == (try vrps("10.0.0.0/8-8-AS1"))
        )
    }

    @Test(
        arguments: [
            ("", nil, "the end of the file"),
            ("[]", nil, "expected \"{\""),
            ("{}", nil, "no list \"roas\""),
            (#"{"roas":[]} x"#, nil, "follows the end"),
            (#"{"roas":[]"#, nil, "expected \"}\", found the end of the file"),
            (#"{"roas":{}}"#, nil, "expected \"[\""),
            (#"{"roas":[1]}"#, "roas[0]", "expected \"{\", found \"1\""),
            (#"{"roas":[{}]}"#, "roas[0]", "\"asn\" is missing"),
            (#"{"roas":[{"asn":1}]}"#, "roas[0]", "\"prefix\" is missing"),
            (#"{"roas":[{"asn":4294967296}]}"#, "roas[0]", "\"4294967296\" is not an AS number"),
            (#"{"roas":[{"asn":-1}]}"#, "roas[0]", "\"-1\" is not an AS number"),
            (#"{"roas":[{"asn":1.0}]}"#, "roas[0]", "\"1.0\" is not an AS number"),
            (#"{"roas":[{"asn":null}]}"#, "roas[0]", "expected a value"),
            (#"{"roas":[{"asn":1,"prefix":"10.0.0.1/8"}]}"#, "roas[0]", "\"10.0.0.1/8\" is not a prefix"),
            (#"{"roas":[{"asn":1,"prefix":"10.0.0.0/8","maxLength":33}]}"#, "roas[0]", "maximum length 33"),
            (#"{"roas":[{"asn":1,"prefix":"10.0.0.0/8","maxLength":7}]}"#, "roas[0]", "maximum length 7"),
            (#"{"roas":[{"asn":1,"prefix":"10.0.0.0/8","maxLength":256}]}"#, "roas[0]", "maximum length 256"),
            (#"{"roas":[{"asn":1,"prefix":"10.0.0.0/8","maxLength":"8"}]}"#, "roas[0]", "expected a value"),
            (#"{"roas":[{"asn":1,"prefix":"10.0.0.0/8"},]}"#, "roas[1]", "expected \"{\""),
            (#"{"roas":[{"asn":1,"prefix":"10.0.0.0/8"},{"asn":"ASX"}]}"#, "roas[1]", "\"ASX\" is not"),
            (#"{"roas":[],"aspas":[{"customer":1,"providers":[]}]}"#, "aspas[0]", "missing or empty"),
            (#"{"roas":[],"aspas":[{"providers":[1]}]}"#, "aspas[0]", "\"customer\" is missing"),
            (#"{"roas":[],"routerKeys":[{"asn":1,"SKI":"00"}]}"#, "routerKeys[0]", "40 hexadecimal digits"),
            (#"{"roas":[],"routerKeys":[{"asn":1,"routerPublicKey":"%"}]}"#, "routerKeys[0]", "not base64"),
            (#"{"roas":[],"x":"\x"}"#, nil, "unknown escape"),
            (#"{"roas":[],"\ud800":1}"#, nil, "surrogate"),
            (#"{"roas":[],"\ud800 \udc00":1}"#, nil, "surrogate"),
            (#"{"roas":[],"\udc00":1}"#, nil, "surrogate"),
            (#"{"roas":[],"x":tru}"#, nil, "found \"tru\""),
            ("{\"roas\":[],\"x\":\"\n\"}", nil, "does not end"),
        ] as [(String, String?, String)]
    )
    func namesTheEntryAtFault(_ text: String, _ entry: String?, _ detail: String) {
        let error = #expect(throws: VRPFileError.self) { try decode(text) }
        #expect(error?.entry == entry)
        #expect(error?.detail.contains(detail) == true, "\(error?.detail ?? "no error")")
    }

    @Test func namesTheLine() {
        let error = #expect(throws: VRPFileError.self) {
            try decode("{\n\"roas\": [\n{\"asn\": 1,\n\"prefix\": \"x\"}]}")
        }
        #expect(error?.description == "line 4: roas[0]: \"x\" is not a prefix with all host bits zero")
    }

    @Test(arguments: [
        String(repeating: "[", count: 10_000),
        #"{"x":"# + String(repeating: #"{"x":"#, count: 10_000),
        #"{"x":""# + String(repeating: "a", count: 1 << 17),
        #"{"x":"# + String(repeating: "1", count: 1 << 17),
    ])
    func bombsAreRefused(_ text: String) {
        #expect(throws: VRPFileError.self) { try decode(text) }
        #expect(throws: VRPFileError.self) { try decode(#"{"roas":[],"x":"# + text) }
    }

    @Test func readsFilesInPieces() throws {
        let path = NSTemporaryDirectory() + "/apus-vrpfile-\(ProcessInfo.processInfo.processIdentifier).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let roas = (0..<20_000).map { #"{"asn":"AS\#($0)","prefix":"10.0.0.0/8","maxLength":24,"ta":"x"}"# }
        let document = #"{"roas":[\#(roas.joined(separator: ",\n"))]}"#
        try Data(document.utf8).write(to: URL(fileURLWithPath: path))
        let listing = try VRPFile.read(path: path)
        #expect(listing.vrps.count == 20_000)
        #expect(listing == (try decode(document)))
    }

    @Test func namesAMissingFile() {
        let error = #expect(throws: VRPFileError.self) { try VRPFile.read(path: "/nonexistent/vrps.json") }
        #expect(error?.line == nil)
        #expect(error?.detail.contains("No such file") == true, "\(error?.detail ?? "no error")")
    }
}
