import DER
import Testing

@Suite("DER reader: values")
struct DERValueTests {
    @Test(
        "integers: shortest form, sign, size",
        arguments: [
            ("02 00", DERError(.emptyInteger, at: 2)),
            ("02 02 00 7F", DERError(.nonMinimalInteger, at: 2)),
            ("02 02 FF 80", DERError(.nonMinimalInteger, at: 2)),
            ("02 01 FF", DERError(.negativeInteger, at: 2)),
            ("02 05 01 00 00 00 00", DERError(.integerTooLarge, at: 2)),
        ]
    )
    func badInteger(hex: String, expected: DERError) {
        var reader = DERReader(octets(hex))
        #expect(throws: expected) { try reader.readUnsignedInteger(as: UInt32.self) }
    }

    @Test("integers at their bounds", arguments: [0, 1, 127, 128, 255, 256, 65_535, UInt32.max])
    func integer(value: UInt32) throws {
        var reader = DERReader(DERWriter.encode { $0.integer(value) })
        #expect(try reader.readUnsignedInteger(as: UInt32.self) == value)
    }

    @Test("an octet-sized integer is not accepted beyond 255")
    func octetInteger() throws {
        var reader = DERReader(octets("02 02 00 FF 02 02 01 00"))
        #expect(try reader.readUnsignedInteger(as: UInt8.self) == 255)
        #expect(throws: DERError(.integerTooLarge, at: 6)) { try reader.readUnsignedInteger(as: UInt8.self) }
    }

    @Test("a magnitude comes without the octet that only carries the sign")
    func magnitude() throws {
        var reader = DERReader(octets("02 02 00 80 02 01 00"))
        #expect(try reader.readUnsignedInteger() == [0x80])
        #expect(try reader.readUnsignedInteger() == [0x00])
    }

    @Test(
        "booleans are 00 or FF, of one octet",
        arguments: [
            ("01 01 01", false), ("01 00", false), ("01 02 FF FF", false), ("01 01 00", true), ("01 01 FF", true),
        ]
    )
    func boolean(hex: String, accepted: Bool) {
        var reader = DERReader(octets(hex))
        #expect(((try? reader.readBoolean()) != nil) == accepted)
    }

    @Test("a default value must not be encoded")
    func encodedDefault() throws {
        var absent = DERReader(octets("05 00"))
        #expect(try absent.readBooleanDefaultFalse() == false)
        var present = DERReader(octets("01 01 FF"))
        #expect(try present.readBooleanDefaultFalse())
        var encoded = DERReader(octets("01 01 00"))
        #expect(throws: DERError(.encodedDefault, at: 0)) { try encoded.readBooleanDefaultFalse() }
    }

    @Test(
        "bit strings: unused bits are counted, few and zero",
        arguments: [
            ("03 00", DERError(.invalidBitString, at: 2)),
            ("03 01 01", DERError(.invalidBitString, at: 2)),
            ("03 02 08 00", DERError(.invalidBitString, at: 2)),
            ("03 02 01 01", DERError(.unusedBitsSet, at: 3)),
            ("03 02 07 40", DERError(.unusedBitsSet, at: 3)),
        ]
    )
    func badBitString(hex: String, expected: DERError) {
        var reader = DERReader(octets(hex))
        #expect(throws: expected) { try reader.readBitString() }
    }

    @Test("bit strings as numbers")
    func bitString() throws {
        var reader = DERReader(octets("03 01 00 03 04 04 C0 00 20 03 11 00 FF0000000000000000000000000000FF"))
        let empty = try reader.readBitString()
        #expect(empty.bitCount == 0 && empty.leftAligned == 0)
        let prefix = try reader.readBitString()
        #expect(prefix.bitCount == 20 && prefix.leftAligned == UInt128(0xC000_20) << 104)
        #expect(try reader.readBitString().leftAligned == UInt128(0xFF) << 120 | 0xFF)
        #expect(DERBitString(bytes: [UInt8](repeating: 0, count: 17)[...], unusedBits: 0).leftAligned == nil)
    }

    @Test("a bit string that must hold octets has no unused bits")
    func octetAligned() throws {
        var reader = DERReader(octets("03 02 04 F0 03 02 00 F0"))
        #expect(throws: DERError(.invalidBitString, at: 0)) { try reader.readOctetAlignedBitString() }
        #expect(try reader.readOctetAlignedBitString() == [0xF0])
    }

    @Test(
        "object identifiers",
        arguments: [
            ("06 00", nil), ("06 01 80", nil), ("06 02 2A 81", nil), ("06 03 2A 80 01", nil),
            ("06 01 2A", "1.2"), ("06 03 55 1D 0F", "2.5.29.15"),
            ("06 09 60 86 48 01 65 03 04 02 01", "2.16.840.1.101.3.4.2.1"), ("06 02 88 37", "2.999"),
        ] as [(String, String?)]
    )
    func objectIdentifier(hex: String, dotted: String?) {
        var reader = DERReader(octets(hex))
        #expect((try? reader.readObjectIdentifier())?.description == dotted)
    }

    @Test("identifiers longer than the inline form compare and encode whole")
    func longIdentifier() throws {
        let arcs = octets("2A 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11")
        let long = try #require(OID(encoded: arcs[...]))
        var other = arcs
        other[17] = 0x12
        #expect(long.encoded == arcs)
        #expect(long != OID(encoded: other[...]))
        #expect(long != OID(encoded: arcs[..<15]))
        #expect(OID(encoded: [UInt8](repeating: 1, count: 129)[...]) == nil)
    }

    @Test("a constant equals what is read")
    func constant() throws {
        let sha256: OID = [2, 16, 840, 1, 101, 3, 4, 2, 1]
        #expect(sha256.encoded == octets("60 86 48 01 65 03 04 02 01"))
        #expect(OID(encoded: sha256.encoded[...]) == sha256)
    }

    @Test("IA5String, NULL")
    func strings() throws {
        var reader = DERReader(octets("16 02 41 80 16 01 41 05 00 05 01 00"))
        #expect(throws: DERError(.invalidCharacter, at: 3)) { try reader.readIA5String() }
        #expect(try reader.readIA5String() == [0x41])
        try reader.readNull()
        #expect(throws: DERError(.invalidNull, at: 11)) { try reader.readNull() }
    }
}
