import DER
import Testing

@Suite("BER with indefinite lengths")
struct BERNormalizerTests {
    @Test(
        "indefinite lengths become definite, pieces become whole",
        arguments: [
            ("30 80 02 01 05 00 00", "30 03 02 01 05"), ("30 80 00 00", "30 00"),
            ("30 80 A0 80 05 00 00 00 31 00 00 00", "30 06 A0 02 05 00 31 00"),
            ("24 80 04 01 AA 04 02 BB CC 00 00", "04 03 AA BB CC"), ("24 80 00 00", "04 00"),
            ("24 06 04 01 AA 04 01 BB", "04 02 AA BB"), ("24 80 24 80 04 01 AA 00 00 04 01 BB 00 00", "04 02 AA BB"),
            ("30 06 30 80 05 00 00 00", "30 04 30 02 05 00"), ("04 02 00 00", "04 02 00 00"),
            (
                "30 80 30 04 24 02 04 00 30 80 30 04 30 02 05 00 00 00 00 00",
                "30 0C 30 02 04 00 30 06 30 04 30 02 05 00"
            ),
        ]
    )
    func normalized(ber: String, der: String) throws {
        #expect(try BERNormalizer.normalize(octets(ber)[...]) == octets(der))
    }

    @Test(
        "what is no such BER is refused",
        arguments: [
            ("", DERError.Code.truncated), ("30", .truncated), ("30 80", .truncated), ("30 80 05 00", .truncated),
            ("30 80 05 00 00", .truncated), ("30 80 00 01", .unexpectedValue), ("04 80 00 00", .indefiniteLength),
            ("30 80 00 00 00", .trailingData), ("24 80 05 00 00 00", .unexpectedTag), ("BF 80 00 00", .highTagNumber),
            ("30 81 02 05 00", .nonMinimalLength), ("30 02 30 80 00 00", .truncated),
            ("30 03 04 05 00 00 00 00 00", .truncated),
        ]
    )
    func refused(ber: String, code: DERError.Code) {
        let error = #expect(throws: DERError.self) { try BERNormalizer.normalize(octets(ber)[...]) }
        #expect(error?.code == code)
    }

    @Test("nesting is capped", arguments: [UInt8(0x30), 0x24])
    func nesting(tag: UInt8) {
        let bytes = [[UInt8]](repeating: [tag, 0x80], count: 100_000).flatMap { $0 }
        let error = #expect(throws: DERError.self) { try BERNormalizer.normalize(bytes[...]) }
        #expect(error?.code == .tooDeep)
    }
}
