import NumberResources
import Payloads
import Testing

@Suite struct LocalExceptionsTests {
    @Test func versionOneSaysAllItCan() throws {
        let exceptions = try read(
            filters: """
                "prefixFilters": [
                  {"prefix": "192.0.2.0/24", "comment": "all within"},
                  {"asn": 64496},
                  {"prefix": "2001:DB8::/32", "asn": 4294967295}
                ],
                "bgpsecFilters": [
                  {"asn": 64496},
                  {"SKI": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"},
                  {"asn": 64497, "SKI": "ZGVhZGJlYXRkZWFkYmVhdGRlYWQ"}
                ]
                """,
            assertions: """
                "prefixAssertions": [
                  {"asn": 64496, "prefix": "198.51.100.0/24", "comment": "mine"},
                  {"asn": 0, "prefix": "2001:db8::/32", "maxPrefixLength": 48}
                ],
                "bgpsecAssertions": [
                  {"asn": 64496, "SKI": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", "routerPublicKey": "\(routerPublicKey)"}
                ]
                """
        )
        #expect(exceptions.version == 1)
        #expect(exceptions.warnings.isEmpty)
        #expect(exceptions.prefixFilters.map(\.content.prefix?.description) == ["192.0.2.0/24", nil, "2001:db8::/32"])
        #expect(exceptions.prefixFilters.map(\.content.asn?.value) == [nil, 64496, 4_294_967_295])
        #expect(exceptions.prefixFilters.map(\.comment) == ["all within", nil, nil])
        #expect(exceptions.prefixFilters.map(\.place.description).last == "test.json: line 6: prefixFilters[2]")
        #expect(exceptions.routerKeyFilters.map(\.content.asn?.value) == [64496, nil, 64497])
        let identifiers = exceptions.routerKeyFilters.map { $0.content.subjectKeyIdentifier }
        #expect(identifiers == [nil, Array("12345678901234567890".utf8), Array("deadbeatdeadbeatdead".utf8)])
        #expect(
            exceptions.prefixAssertions.map(\.content.description)
                == ["198.51.100.0/24-24-AS64496", "2001:db8::/32-48-AS0"]
        )
        let key = try #require(exceptions.routerKeyAssertions.first?.content)
        #expect(key.asn == ASN(64496))
        #expect(key.subjectPublicKeyInfo.count == 91)
        #expect(key.subjectPublicKeyInfo.prefix(2) == [0x30, 0x59])
    }

    @Test func versionTwoAddsASPAs() throws {
        let exceptions = try read(
            version: 2,
            filters: #""prefixFilters": [], "bgpsecFilters": [], "aspaFilters": [{"customerAsn": 64496}]"#,
            assertions: """
                "prefixAssertions": [], "bgpsecAssertions": [],
                "aspaAssertions": [{"customerAsn": 64496, "providerAsns": [64497, 64498], "comment": "two"}]
                """
        )
        #expect(exceptions.version == 2)
        #expect(exceptions.aspaFilters.map(\.content) == [ASN(64496)])
        #expect(try exceptions.aspaAssertions.map(\.content) == [aspa(64496, 64497, 64498)])
        #expect(exceptions.aspaAssertions.first?.comment == "two")
    }

    /// Deviations that change nothing of what the file says: a warning by default, an error when reading strictly.
    @Test(arguments: [
        (#""prefixAssertions": [{"asn": 1, "prefix": "192.0.2.0/24", "mnt-by": ["X", {"y": 1}]}]"#, "mnt-by"),
        (#""prefixAssertions": [{"asn": 1, "prefix": "10.0.0.0/8"}, {"prefix": "10.0.0.0/8", "asn": 1}]"#, "the same"),
        (#""prefixAssertions": []"#, "\"bgpsecAssertions\" is missing"),
        (
            #""prefixAssertions": [{"asn": 1, "prefix": null}], "bgpsecAssertions": []"#,
            "passed over"
        ),
        (assertedKey(identifier: "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="), "padding"),
        (assertedKey(identifier: "NQYXZ0PgL2fdRscxGdVDa+fhAQY"), "URL alphabet"),
        (assertedKey(key: "Ymx1YmI"), "P-256"),
    ])
    func harmlessDeviationsAreWarnings(assertions: String, warning: String) throws {
        let text = document(assertions: assertions)
        let exceptions = try LocalExceptions(decoding: Array(text.utf8), file: "test.json", strict: false)
        #expect(exceptions.warnings.contains { $0.description.contains(warning) }, "\(exceptions.warnings)")
        #expect(throws: LocalExceptionsError.self) {
            try LocalExceptions(decoding: Array(text.utf8), file: "test.json", strict: true)
        }
    }

    @Test func warningsOfOneKindAreCounted() throws {
        let entries = (0..<5).map { #"{"asn": \#($0), "prefix": "192.0.2.0/24", "source": "X"}"# }
        let assertions = #""prefixAssertions": [\#(entries.joined(separator: ",\n"))], "bgpsecAssertions": []"#
        let exceptions = try read(assertions: assertions)
        #expect(exceptions.prefixAssertions.count == 5)
        #expect(
            exceptions.warnings.map(\.description) == [
                "test.json: line 4: locallyAddedAssertions.prefixAssertions[0].source: not a member that is defined "
                    + "here (RFC 8416 section 3.1) (and 4 more like it)"
            ]
        )
    }

    @Test func namesInTheFileReachNoTerminal() {
        let text = "{\"slurmVersion\": 1, \"a\\u001b]0;x\\u0007\u{202E}\": 1}"
        let error = #expect(throws: LocalExceptionsError.self) {
            try LocalExceptions(decoding: Array(text.utf8), file: "test.json", strict: false)
        }
        #expect(error?.member == "a\u{1B}]0;x\u{7}\u{202E}")
        #expect(error?.description.contains(#"line 1: a\x1b]0;x\x07\u{202e}: "#) == true, "\(error?.description ?? "")")
    }

    /// Text, the member and the line that the error names, and a word of what it says.
    @Test(arguments: [
        (document(version: 3), "slurmVersion", 1, "neither 1 nor 2"),
        (#"{"slurmVersion": "1"}"#, "slurmVersion", 1, "expected a value"),
        ("{\"slurmVersion\": 1,\n\"extra\": 1}", "extra", 2, "not a member"),
        ("{}", nil, 1, "slurmVersion"),
        (#"{"slurmVersion": 1}"#, nil, 1, "validationOutputFilters"),
        ("", nil, 1, "the end of the file"),
        (document() + "x", nil, 5, "follows the end"),
        (#"{"slurmVersion": 1, "slurmVersion": 1}"#, "slurmVersion", 1, "twice"),
        (#"{"slurmVersion": 01}"#, "slurmVersion", 1, "not a whole number"),
        (#"{"slurmVersion": +1}"#, "slurmVersion", 1, "not a whole number"),
        (filter("{}"), "validationOutputFilters.prefixFilters[0]", 3, "neither"),
        (filter(#"{"comment": "all"}"#), "validationOutputFilters.prefixFilters[0]", 3, "neither"),
        (filter(#"{"asn": 1, "prefx": ""}"#), "validationOutputFilters.prefixFilters[0].prefx", 3, "not a member"),
        (filter(#"{"asn": -1}"#), "validationOutputFilters.prefixFilters[0].asn", 3, "AS number"),
        (filter(#"{"asn": 4294967296}"#), "validationOutputFilters.prefixFilters[0].asn", 3, "AS number"),
        (filter(#"{"asn": "AS1"}"#), "validationOutputFilters.prefixFilters[0].asn", 3, "expected"),
        (
            filter("{\n\"prefix\":\n\"192.0.2.1/24\"}"), "validationOutputFilters.prefixFilters[0].prefix", 5,
            "host bits"
        ),
        (filter(#"{"prefix": "192.0.2.0"}"#), "validationOutputFilters.prefixFilters[0].prefix", 3, "not a prefix"),
        (
            filter(#"{"prefix": "2001:db8::/129"}"#), "validationOutputFilters.prefixFilters[0].prefix", 3,
            "not a prefix"
        ),
        (filter(#"{"prefix": null}"#), "validationOutputFilters.prefixFilters[0].prefix", 3, "expected"),
        (filter("[]"), "validationOutputFilters.prefixFilters[0]", 3, "expected"),
        (
            assertion(#"{"asn": 1, "prefix": "192.0.2.0/24", "maxPrefixLength": 23}"#),
            "locallyAddedAssertions.prefixAssertions[0]", 4, "does not fit"
        ),
        (
            assertion(#"{"asn": 1, "prefix": "192.0.2.0/24", "maxPrefixLength": 33}"#),
            "locallyAddedAssertions.prefixAssertions[0]", 4, "does not fit"
        ),
        (
            assertion(#"{"asn": "1", "prefix": "192.0.2.0/24"}"#), "locallyAddedAssertions.prefixAssertions[0].asn", 4,
            "a string where a number"
        ),
        (assertion(#"{"asn": 1}"#), "locallyAddedAssertions.prefixAssertions[0]", 4, "\"prefix\" is missing"),
        (
            assertion(#"{"prefix": "192.0.2.0/24"}"#), "locallyAddedAssertions.prefixAssertions[0]", 4,
            "\"asn\" is missing"
        ),
        (
            document(assertions: assertedKey(identifier: "<no base64>")),
            "locallyAddedAssertions.bgpsecAssertions[0].SKI", 4, "not base64"
        ),
        (
            document(assertions: assertedKey(identifier: "Zm9v")), "locallyAddedAssertions.bgpsecAssertions[0].SKI", 4,
            "20 octets"
        ),
        (
            document(assertions: #""aspaAssertions": []"#), "locallyAddedAssertions.aspaAssertions", 4,
            "only slurmVersion 2"
        ),
        (assertedASPA("[]"), "locallyAddedAssertions.aspaAssertions[0]", 4, "missing or empty"),
        (assertedASPA("[2, 1]"), "locallyAddedAssertions.aspaAssertions[0].providerAsns", 4, "ascending"),
        (assertedASPA("[2, 2]"), "locallyAddedAssertions.aspaAssertions[0].providerAsns", 4, "ascending"),
        (assertedASPA("[64496, 64497]"), "locallyAddedAssertions.aspaAssertions[0]", 4, "own provider"),
        (
            assertedASPA("[64497]", customer: 0), "locallyAddedAssertions.aspaAssertions[0]", 4, "AS0 as a customer"
        ),
        (assertedASPA("[0, 64497]"), "locallyAddedAssertions.aspaAssertions[0]", 4, "AS0"),
    ])
    func whatIsWrongIsSaidWithItsPlace(text: String, member: String?, line: Int, detail: String) {
        let error = #expect(throws: LocalExceptionsError.self) {
            try LocalExceptions(decoding: Array(text.utf8), file: "test.json", strict: false)
        }
        #expect(error?.member == member)
        #expect(error?.line == line)
        #expect(error?.detail.contains(detail) == true, "\(String(describing: error))")
    }

    @Test func anAssertionOfNothingAddsNothing() throws {
        let entries = #"{"asn": 1, "prefix": null}, {"prefix": "10.0.0.0/8", "asn": ""}, {"asn": 2, "prefix": "::/0"}"#
        let exceptions = try read(assertions: #""prefixAssertions": [\#(entries)], "bgpsecAssertions": []"#)
        #expect(exceptions.prefixAssertions.map(\.content.description) == ["::/0-0-AS2"])
        #expect(exceptions.prefixAssertions.map(\.place.entry) == ["prefixAssertions[2]"])
    }

    @Test func aFileThatCannotBeReadIsSaid() {
        let error = #expect(throws: LocalExceptionsError.self) {
            try LocalExceptions(path: "/nonexistent/exceptions.json", strict: false)
        }
        #expect(error?.description.hasPrefix("/nonexistent/exceptions.json: ") == true)
        #expect(error?.line == nil)
    }

    @Test func formerNameOfTheCustomerIsTolerated() throws {
        let filters = #""prefixFilters": [], "bgpsecFilters": [], "aspaFilters": [{"customerAsid": 64496}]"#
        let assertions = #""prefixAssertions": [], "bgpsecAssertions": [], "aspaAssertions": []"#
        let exceptions = try read(version: 2, filters: filters, assertions: assertions)
        #expect(exceptions.aspaFilters.map(\.content) == [ASN(64496)])
        #expect(exceptions.warnings.count == 1)
    }
}

// MARK: Documents

/// Of a P-256 key, as a SubjectPublicKeyInfo in base64.
let routerPublicKey =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEhv5HEBGixUjKJTlenvcD1Axyi07rFdVY1KhN4vMPYy5y0Mx6zfaiEqJN27jK_l61xC36Vsaezd7e"
    + "XAsZ1AEEsQ"

/// The filters stand on line 3, the assertions on line 4.
func document(
    version: Int = 1,
    filters: String = #""prefixFilters": [], "bgpsecFilters": []"#,
    assertions: String = #""prefixAssertions": [], "bgpsecAssertions": []"#
) -> String {
    """
    {"slurmVersion": \(version),
    "validationOutputFilters": {
    \(filters) }, "locallyAddedAssertions": {
    \(assertions) }
    }
    """
}

/// A file read with its tolerances.
func read(
    _ file: String = "test.json",
    version: Int = 1,
    filters: String = #""prefixFilters": [], "bgpsecFilters": []"#,
    assertions: String = #""prefixAssertions": [], "bgpsecAssertions": []"#
) throws -> LocalExceptions {
    let text = document(version: version, filters: filters, assertions: assertions)
    return try LocalExceptions(decoding: Array(text.utf8), file: file, strict: false)
}

private func filter(_ entry: String) -> String {
    document(filters: #""prefixFilters": [\#(entry)], "bgpsecFilters": []"#)
}

private func assertion(_ entry: String) -> String {
    document(assertions: #""prefixAssertions": [\#(entry)], "bgpsecAssertions": []"#)
}

private func assertedKey(identifier: String = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", key: String = routerPublicKey) -> String {
    #""bgpsecAssertions": [{"asn": 1, "SKI": "\#(identifier)", "routerPublicKey": "\#(key)"}], "prefixAssertions": []"#
}

private func assertedASPA(_ providers: String, customer: Int = 64496) -> String {
    document(
        version: 2,
        assertions: #""aspaAssertions": [{"customerAsn": \#(customer), "providerAsns": \#(providers)}]"#
    )
}
