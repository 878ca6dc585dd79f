import DER
import Testing

@Suite("DER times")
struct DERTimeTests {
    private func encoded(_ tag: DERTag, _ text: String) -> [UInt8] {
        DERWriter.encode { $0.element(tag, text.utf8) }
    }

    @Test(
        "UTCTime has two-digit years of 1950 to 2049",
        arguments: [
            ("500101000000Z", "1950-01-01T00:00:00Z"), ("491231235959Z", "2049-12-31T23:59:59Z"),
            ("000229120000Z", "2000-02-29T12:00:00Z"), ("231107220520Z", "2023-11-07T22:05:20Z"),
        ]
    )
    func utcTime(text: String, expected: String) throws {
        var reader = DERReader(encoded(.utcTime, text))
        let time = try reader.readTime()
        #expect(time.time.description == expected)
        #expect(time.isUTCTime && time.hasRequiredType)
    }

    @Test(
        "GeneralizedTime belongs from 2050 on",
        arguments: [("20500101000000Z", true), ("20491231235959Z", false), ("99991231235959Z", true)]
    )
    func generalizedTime(text: String, required: Bool) throws {
        var reader = DERReader(encoded(.generalizedTime, text))
        let time = try reader.readTime()
        #expect(!time.isUTCTime && time.hasRequiredType == required)
    }

    @Test(
        "other forms are refused",
        arguments: [
            (DERTag.utcTime, "2311072205Z"), (.utcTime, "231107220520+0000"), (.utcTime, "231107220520"),
            (.utcTime, "230230000000Z"), (.utcTime, "231107240000Z"), (.utcTime, "231107235960Z"),
            (.utcTime, "23110722052 Z"), (.utcTime, "-31107220520Z"), (.utcTime, "20231107220520Z"), (.utcTime, ""),
            (.generalizedTime, "20231107220520.5Z"), (.generalizedTime, "20231107220520"),
            (.generalizedTime, "20231307220520Z"), (.generalizedTime, "231107220520Z"), (.generalizedTime, ""),
            (.generalizedTime, "20230229000000Z"), (.octetString, "231107220520Z"),
        ]
    )
    func refused(tag: DERTag, text: String) {
        var reader = DERReader(encoded(tag, text))
        #expect(throws: DERError.self) { try reader.readTime() }
    }

    @Test(
        "the writer picks the type that RFC 5280 requires",
        arguments: [0, 1_699_394_720, 2_524_607_999, 2_524_608_000]
    )
    func written(seconds: Int64) throws {
        var reader = DERReader(DERWriter.encode { $0.time(PosixTime(seconds)) })
        let time = try reader.readTime()
        #expect(time.time == PosixTime(seconds) && time.hasRequiredType)
    }
}
