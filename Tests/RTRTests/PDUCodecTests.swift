import NIOCore
import NumberResources
import Payloads
import RTR
import Testing

@Suite struct PDUCodecTests {
    static func samples() throws -> [(PDU, ProtocolVersion)] {
        let set = try mixedSet()
        let key = try #require(set.routerKeys.first)
        var samples: [(PDU, ProtocolVersion)] = []
        for version in ProtocolVersion.allCases {
            let timers = version.carriesTimers ? SynchronisationTimers(refresh: 10, retry: 20, expire: 600) : nil
            samples += [
                (.serialNotify(session: 0xABCD, serial: .max), version),
                (.serialQuery(session: 1, serial: 0), version),
                (.resetQuery, version),
                (.cacheResponse(session: .max), version),
                (.endOfData(session: 9, serial: 0x8000_0000, timers: timers), version),
                (.cacheReset, version),
                (.errorReport(ErrorReport(.corruptData, encapsulated: [1, 2, 3], text: "Größe")), version),
                (.errorReport(ErrorReport(rawCode: 999, encapsulated: [], text: "")), version),
            ]
            samples += set.vrps.flatMap { vrp in [true, false].map { (.prefix(vrp, announced: $0), version) } }
        }
        for version in [ProtocolVersion.v1, .v2] {
            samples += [(.routerKey(key, announced: true), version), (.routerKey(key, announced: false), version)]
        }
        samples += set.aspas.map { (.aspaAnnouncement($0), .v2) }
        samples.append((.aspaWithdrawal(customer: ASN(5)), .v2))
        return samples
    }

    @Test func everyPDUSurvivesTheWire() throws {
        for (pdu, version) in try Self.samples() {
            let octets = pdu.encoded(version: version)
            #expect(try decode(octets, version: version) == [pdu])
        }
    }

    @Test func prefixPDUHasTheOctetsOfTheStandard() throws {
        // RFC 8210 sections 5.6 and 5.7.
        let ipv4 = PDU.prefix(try vrp("192.0.2.0/24-26-AS64496"), announced: true).encoded(version: .v1)
        #expect(
            Array(ipv4.readableBytesView) == [
                1, 4, 0, 0, 0, 0, 0, 20, 1, 24, 26, 0, 192, 0, 2, 0, 0, 0, 0xFB, 0xF0,
            ]
        )
        let ipv6 = PDU.prefix(try vrp("2001:db8::/32-48-AS1"), announced: false).encoded(version: .v0)
        #expect(
            Array(ipv6.readableBytesView) == [
                0, 6, 0, 0, 0, 0, 0, 32, 0, 32, 48, 0, 0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                1,
            ]
        )
    }

    /// Every length that the header may claim but the one it should; the octets are there.
    @Test func lengthsOtherThanTheStandardsAreRefused() throws {
        for (pdu, version) in try Self.samples() {
            let octets = pdu.encoded(version: version)
            let right = octets.readableBytes
            for length in 0..<(right + 40) where length != right {
                var changed = octets
                changed.writeRepeatingByte(0, count: 40)
                changed.setInteger(UInt32(length), at: changed.readerIndex + 4)
                let cut = changed.getSlice(at: 0, length: length) ?? changed
                switch pdu {
                case .routerKey where length >= 33, .aspaAnnouncement where length.isMultiple(of: 4) && length >= 12:
                    // These have no fixed length: they must not crash, and never decode to the same.
                    #expect((try? PDU(decoding: cut, version: version)) != pdu)
                default:
                    #expect(throws: PDUError.self, "\(pdu) as \(length) octets") {
                        try PDU(decoding: cut, version: version)
                    }
                }
            }
        }
    }

    @Test func absurdLengthsAreKnownFromTheHeader() throws {
        for type in PDUType.allCases {
            for length: UInt32 in [0, 1, 7, 65_536, 0x7FFF_FFFF, 0x8000_0000, .max] {
                let header = PDUHeader(version: 2, type: type.rawValue, field: 0, length: length)
                #expect(throws: PDUError.self) { try header.validatedType(in: .v2) }
            }
        }
    }

    @Test(arguments: [
        (UInt8(5), ProtocolVersion.v2), (12, .v2), (255, .v2), (9, .v0), (11, .v0), (11, .v1),
    ])
    func typesOfNoOrALaterVersionAreUnsupported(type: UInt8, version: ProtocolVersion) throws {
        let header = PDUHeader(version: version.rawValue, type: type, field: 0, length: 8)
        let error = try #require(throws: PDUError.self) { try header.validatedType(in: version) }
        #expect(error.code == .unsupportedPDUType)
    }

    struct Malformed: Sendable {
        let what: String
        let version: ProtocolVersion
        let octets: [UInt8]
        let code: ErrorCode
    }

    static let malformed = [
        Malformed(
            what: "IPv4 prefix longer than 32",
            version: .v1,
            octets: [1, 4, 0, 0, 0, 0, 0, 20, 1, 33, 33, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            code: .corruptData
        ),
        Malformed(
            what: "maximum length below prefix length",
            version: .v1,
            octets: [1, 4, 0, 0, 0, 0, 0, 20, 1, 24, 23, 0, 192, 0, 2, 0, 0, 0, 0, 1],
            code: .corruptData
        ),
        Malformed(
            what: "maximum length above 32",
            version: .v1,
            octets: [1, 4, 0, 0, 0, 0, 0, 20, 1, 24, 33, 0, 192, 0, 2, 0, 0, 0, 0, 1],
            code: .corruptData
        ),
        Malformed(
            what: "host bits",
            version: .v1,
            octets: [1, 4, 0, 0, 0, 0, 0, 20, 1, 24, 24, 0, 192, 0, 2, 1, 0, 0, 0, 1],
            code: .corruptData
        ),
        Malformed(
            what: "Error Report whose inner PDU is longer than itself",
            version: .v1,
            octets: [1, 10, 0, 0, 0, 0, 0, 16, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
            code: .corruptData
        ),
        Malformed(
            what: "Error Report whose text is longer than itself",
            version: .v1,
            octets: [1, 10, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1],
            code: .corruptData
        ),
        Malformed(
            what: "Error Report with octets after its text",
            version: .v1,
            octets: [1, 10, 0, 0, 0, 0, 0, 18, 0, 0, 0, 0, 0, 0, 0, 1, 65, 66],
            code: .corruptData
        ),
        Malformed(
            what: "ASPA withdrawal with providers",
            version: .v2,
            octets: [2, 11, 0, 0, 0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 2],
            code: .corruptData
        ),
        Malformed(
            what: "ASPA announcement without providers",
            version: .v2,
            octets: [2, 11, 1, 0, 0, 0, 0, 12, 0, 0, 0, 1],
            code: .aspaProviderListError
        ),
        Malformed(
            what: "ASPA providers out of order",
            version: .v2,
            octets: [2, 11, 1, 0, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 2],
            code: .aspaProviderListError
        ),
        Malformed(
            what: "ASPA provider twice",
            version: .v2,
            octets: [2, 11, 1, 0, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2],
            code: .aspaProviderListError
        ),
        Malformed(
            what: "AS0 with another provider",
            version: .v2,
            octets: [2, 11, 1, 0, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2],
            code: .aspaProviderListError
        ),
    ]

    @Test(arguments: malformed)
    func malformedContentIsRefused(_ sample: Malformed) throws {
        let error = try #require(throws: PDUError.self, "\(sample.what)") {
            try PDU(decoding: ByteBuffer(bytes: sample.octets), version: sample.version)
        }
        #expect(error.code == sample.code, "\(sample.what)")
    }

    @Test func timersOutOfRangeAreIgnored() throws {
        var octets = PDU.endOfData(session: 1, serial: 2, timers: .default).encoded(version: .v1)
        octets.setInteger(UInt32(0), at: 12)
        #expect(try PDU(decoding: octets, version: .v1) == .endOfData(session: 1, serial: 2, timers: nil))
    }

    @Test(arguments: [
        (UInt32(0), UInt32(600), UInt32(7_200)), (86_401, 600, 172_800), (3_600, 0, 7_200), (3_600, 7_201, 172_800),
        (1, 1, 599), (1, 1, 172_801), (3_600, 600, 3_600), (100, 700, 700),
    ])
    func impossibleTimersAreRefused(refresh: UInt32, retry: UInt32, expire: UInt32) {
        #expect(SynchronisationTimers(refresh: refresh, retry: retry, expire: expire) == nil)
    }

    @Test func errorReportsAreBounded() throws {
        let report = ErrorReport(
            .internalError,
            encapsulated: [UInt8](repeating: 7, count: 60_000),
            text: String(repeating: "é\u{202E}\n", count: 10_000)
        )
        let octets = PDU.errorReport(report).encoded(version: .v1)
        #expect(octets.readableBytes <= 16 + ErrorReport.maximumEncapsulated + ErrorReport.maximumText)
        #expect(report.text.allSatisfy { $0 == "é" })
    }

    @Test func whatIsTooLargeForAPDUIsLeftOut() throws {
        let key = RouterKey(
            asn: ASN(1),
            subjectKeyIdentifier: Array(repeating: 1, count: 20),
            subjectPublicKeyInfo: Array(repeating: 2, count: 65_504)
        )
        let aspa = try #require(ASPA(customer: ASN(1), providers: (2...16_382).map { ASN($0) }))
        for pdu in [PDU.routerKey(key, announced: true), .aspaAnnouncement(aspa)] {
            var buffer = ByteBuffer()
            #expect(!pdu.write(to: &buffer, version: .v2))
            #expect(buffer.readableBytes == 0)
        }
    }
}
