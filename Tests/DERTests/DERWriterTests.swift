import DER
import Testing

@Suite("DER writer")
struct DERWriterTests {
    @Test("integers of both signs are in their shortest form")
    func integers() {
        let cases: [(Int, String)] = [
            (0, "02 01 00"), (127, "02 01 7F"), (128, "02 02 00 80"), (256, "02 02 01 00"), (-1, "02 01 FF"),
            (-128, "02 01 80"), (-129, "02 02 FF 7F"), (.max, "02 08 7FFFFFFFFFFFFFFF"),
            (.min, "02 08 8000000000000000"),
        ]
        for (value, hex) in cases {
            #expect(DERWriter.encode { $0.integer(value) } == octets(hex), "\(value)")
        }
        #expect(DERWriter.encode { $0.integer(UInt64.max) } == octets("02 09 00 FFFFFFFFFFFFFFFF"))
        #expect(DERWriter.encode { $0.integer(UInt8(200)) } == octets("02 02 00 C8"))
    }

    @Test(
        "magnitudes lose leading zeros and gain a sign octet",
        arguments: [("", "02 01 00"), ("00 00", "02 01 00"), ("00 7F", "02 01 7F"), ("80", "02 02 00 80")]
    )
    func magnitudes(hex: String, expected: String) {
        #expect(DERWriter.encode { $0.unsignedInteger(octets(hex)) } == octets(expected))
    }

    @Test("bit strings clear their unused bits")
    func bitStrings() {
        #expect(DERWriter.encode { $0.bitString(octets("C0 00 2F"), unusedBits: 4) } == octets("03 04 04 C0 00 20"))
        #expect(DERWriter.encode { $0.bitString([], unusedBits: 4) } == octets("03 01 00"))
    }

    @Test("containers nest, with the lengths of what they came to hold")
    func containers() {
        let bytes = DERWriter.encode { writer in
            writer.sequence {
                $0.explicit(0) { $0.integer(2) }
                $0.octetString { $0.sequence { $0.null() } }
                $0.bitString { $0.boolean(true) }
            }
        }
        #expect(bytes == octets("30 11 A0 03 02 01 02 04 04 30 02 05 00 03 04 00 01 01 FF"))
    }

    @Test("the elements of a set are sorted")
    func sets() throws {
        let bytes = DERWriter.encode { writer in
            writer.set {
                $0.octetString([2])
                $0.octetString([1, 1])
                $0.octetString([1])
            }
        }
        #expect(bytes == octets("31 0A 04 01 01 04 01 02 04 02 01 01"))
        var reader = DERReader(bytes)
        try reader.enter(.set).checkSetOrder()
    }

    @Test("an error thrown inside a container comes out as it is")
    func throwing() {
        #expect(throws: DERError(.truncated, at: 7)) {
            try DERWriter.encode { (writer: inout DERWriter) throws(DERError) in
                try writer.sequence { (_: inout DERWriter) throws(DERError) in throw DERError(.truncated, at: 7) }
            }
        }
    }
}
