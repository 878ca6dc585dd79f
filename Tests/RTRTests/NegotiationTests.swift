import NIOCore
import Payloads
import RTR
import Testing

/// RFC 8210 section 7, and what a cache does with PDUs that no router may send.
@Suite struct NegotiationTests {
    /// A case: octets of a router's first PDUs, our highest version, and what must come back.
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        var highest = ProtocolVersion.v1
        /// Whether a session of version 1 is agreed upon before.
        var isNegotiated = false
        let octets: [UInt8]
        /// Version of the answer.
        var answerVersion = ProtocolVersion.v1
        /// nil for no answer at all.
        let code: ErrorCode?
        let closes: Bool

        var testDescription: String { what }
    }

    static let cases = [
        Case(
            what: "version 2 to a cache of version 1",
            octets: [2, 2, 0, 0, 0, 0, 0, 8],
            code: .unsupportedProtocolVersion,
            closes: false
        ),
        Case(
            what: "version 2 Serial Query",
            octets: [2, 1, 0, 5, 0, 0, 0, 12, 0, 0, 0, 1],
            code: .unsupportedProtocolVersion,
            closes: false
        ),
        Case(
            what: "version 255",
            octets: [255, 2, 0, 0, 0, 0, 0, 8],
            code: .unsupportedProtocolVersion,
            closes: false
        ),
        Case(
            what: "version 1 to a cache of version 0",
            highest: .v0,
            octets: [1, 2, 0, 0, 0, 0, 0, 8],
            answerVersion: .v0,
            code: .unsupportedProtocolVersion,
            closes: false
        ),
        Case(
            what: "version 3 to a cache of version 2",
            highest: .v2,
            octets: [3, 2, 0, 0, 0, 0, 0, 8],
            answerVersion: .v2,
            code: .unsupportedProtocolVersion,
            closes: false
        ),
        Case(
            what: "unknown version and no query",
            octets: [3, 4, 0, 0, 0, 0, 0, 20],
            code: .unsupportedProtocolVersion,
            closes: true
        ),
        Case(
            what: "unknown version and absurd length",
            octets: [3, 2, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
            code: .unsupportedProtocolVersion,
            closes: true
        ),
        Case(
            what: "HTTP",
            octets: Array("GET / HTTP/1.1\r\n\r\n".utf8),
            code: .unsupportedProtocolVersion,
            closes: true
        ),
        Case(what: "Reset Query too long", octets: [1, 2, 0, 0, 0, 0, 0, 9, 0], code: .corruptData, closes: true),
        Case(what: "Reset Query too short", octets: [1, 2, 0, 0, 0, 0, 0, 7], code: .corruptData, closes: true),
        Case(what: "Reset Query of length 0", octets: [1, 2, 0, 0, 0, 0, 0, 0], code: .corruptData, closes: true),
        Case(
            what: "Serial Query of 4 GiB",
            octets: [1, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
            code: .corruptData,
            closes: true
        ),
        Case(
            what: "Serial Query of version 0, too short",
            octets: [0, 1, 0, 0, 0, 0, 0, 8],
            answerVersion: .v0,
            code: .corruptData,
            closes: true
        ),
        Case(what: "unknown type", octets: [1, 99, 0, 0, 0, 0, 0, 8], code: .unsupportedPDUType, closes: true),
        Case(
            what: "Router Key in version 0",
            octets: [0, 9, 0, 0, 0, 0, 0, 99],
            answerVersion: .v0,
            code: .unsupportedPDUType,
            closes: true
        ),
        Case(what: "ASPA in version 1", octets: [1, 11, 0, 0, 0, 0, 0, 12], code: .unsupportedPDUType, closes: true),
        Case(what: "prefix from a router", octets: [1, 4, 0, 0, 0, 0, 0, 20], code: .invalidRequest, closes: true),
        Case(
            what: "Cache Response from a router",
            octets: [1, 3, 0, 0, 0, 0, 0, 8],
            code: .invalidRequest,
            closes: true
        ),
        Case(
            what: "another version later",
            isNegotiated: true,
            octets: [0, 2, 0, 0, 0, 0, 0, 8],
            code: .unexpectedProtocolVersion,
            closes: true
        ),
        Case(
            what: "an unknown version later",
            isNegotiated: true,
            octets: [7, 2, 0, 0, 0, 0, 0, 8],
            code: .unexpectedProtocolVersion,
            closes: true
        ),
        Case(
            what: "Error Report first",
            octets: [1, 10, 0, 4, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0],
            code: nil,
            closes: true
        ),
        Case(
            what: "Error Report of an unknown version",
            octets: [9, 10, 0, 4, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0],
            code: nil,
            closes: true
        ),
        Case(
            what: "Error Report of another version later",
            isNegotiated: true,
            octets: [0, 10, 0, 4, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0],
            code: nil,
            closes: true
        ),
        Case(what: "Error Report too short", octets: [1, 10, 0, 0, 0, 0, 0, 8], code: nil, closes: true),
        Case(what: "Error Report of 4 GiB", octets: [1, 10, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], code: nil, closes: true),
        Case(what: "Error Report beyond our limit", octets: [1, 10, 0, 0, 0, 0, 0x10, 1], code: nil, closes: true),
        Case(
            what: "Error Report with impossible inner length",
            octets: [1, 10, 0, 0, 0, 0, 0, 16, 0, 0, 0, 9, 0, 0, 0, 0],
            code: nil,
            closes: true
        ),
    ]

    @Test(arguments: cases)
    func answers(_ test: Case) throws {
        var harness = SessionHarness(highest: test.highest)
        try harness.publish(PayloadSet(vrps: try vrps("192.0.2.0/24-24-AS1")))
        if test.isNegotiated { _ = try harness.exchange(.resetQuery, version: .v1) }
        harness.receive(ByteBuffer(bytes: test.octets))
        let answer = try harness.takeOutput(version: test.answerVersion)
        #expect(answer.map(\.errorCode) == (test.code.map { [$0] } ?? []))
        #expect((harness.closed != nil) == test.closes)
        if case .errorReport(let report)? = answer.first {
            #expect(test.octets.starts(with: report.encapsulated))
            #expect(report.encapsulated.count >= 8)
        }
        if !test.closes, test.highest == .v1 {
            // The router tries again with a version that we know, on the same connection.
            #expect(try harness.exchange(.resetQuery, version: .v1).last?.type == .endOfData)
        }
    }

    /// Codes above 7 are not defined in version 0 (RFC 6810 section 10).
    @Test func errorsUseCodesThatTheVersionDefines() throws {
        var harness = SessionHarness()
        _ = try harness.exchange(.resetQuery, version: .v0)
        let answer = try harness.exchange(.resetQuery, version: .v1, answeredIn: .v0)
        #expect(answer.map(\.errorCode) == [.unsupportedProtocolVersion])
        for code in ErrorCode.allCases {
            for version in ProtocolVersion.allCases {
                #expect(code.expressed(in: version).introduced <= version)
            }
        }
    }

    @Test func aRouterThatInsistsOnAnUnknownVersionIsGivenUp() throws {
        var harness = SessionHarness(highest: .v1)
        var queries = 0
        while harness.closed == nil, queries < 10 {
            harness.receive(PDU.resetQuery.encoded(version: .v2))
            queries += 1
        }
        #expect(queries == 4)
    }
}

extension SessionHarness {
    fileprivate mutating func exchange(
        _ pdu: PDU,
        version: ProtocolVersion,
        answeredIn answer: ProtocolVersion
    ) throws -> [PDU] {
        receive(pdu.encoded(version: version))
        return try takeOutput(version: answer)
    }
}
