import DER
import Testing

@Suite("DER reader: elements")
struct DERReaderTests {
    @Test(
        "headers that are not DER are refused where they go wrong",
        arguments: [
            ("04", DERError(.truncated, at: 0)),
            ("04 02 00", DERError(.truncated, at: 0)),
            ("30 80 00 00", DERError(.indefiniteLength, at: 1)),
            ("04 81 7F", DERError(.nonMinimalLength, at: 1)),
            ("04 81 05 0000000000", DERError(.nonMinimalLength, at: 1)),
            ("04 82 00 80", DERError(.nonMinimalLength, at: 1)),
            ("04 85 01 00 00 00 00", DERError(.lengthTooLarge, at: 1)),
            ("04 FF", DERError(.lengthTooLarge, at: 1)),
            ("04 84 FF FF FF FF", DERError(.truncated, at: 0)),
            ("04 84 7F FF", DERError(.truncated, at: 0)),
            ("1F 01 00", DERError(.highTagNumber, at: 0)),
            ("BF 81 01 00", DERError(.highTagNumber, at: 0)),
        ]
    )
    func badHeader(hex: String, expected: DERError) {
        #expect(throws: expected) {
            var reader = DERReader(octets(hex))
            _ = try reader.readElement()
        }
    }

    @Test("a long length in its shortest form is read", arguments: [127, 128, 255, 256, 65_535, 65_536])
    func longLength(count: Int) throws {
        let content = [UInt8](repeating: 7, count: count)
        var reader = DERReader(DERWriter.encode { $0.octetString(content) })
        #expect(try reader.readOctetString() == content[...])
        try reader.finish()
    }

    @Test("slices keep the offsets of the array that was given")
    func offsets() throws {
        let bytes = octets("30 06 04 01 AA 04 01 BB")
        var reader = DERReader(bytes)
        var inner = try reader.enter()
        _ = try inner.readOctetString()
        let element = try inner.readElement()
        #expect(element.tag == .octetString)
        #expect(element.encoded.indices == 5..<8)
        #expect(element.content.indices == 7..<8)
        #expect(inner.isAtEnd && reader.isAtEnd)
    }

    @Test("an element does not reach beyond its container, even when the array does")
    func containment() throws {
        var reader = DERReader(octets("30 02 04 05 AAAAAAAAAA"))
        var inner = try reader.enter()
        #expect(throws: DERError(.truncated, at: 2)) { try inner.readElement() }
    }

    @Test("reading within an element uses it up and goes on behind it")
    func within() throws {
        var reader = DERReader(octets("30 05 02 01 07 05 00 01 01 FF"))
        let number = try reader.within { (content: inout DERReader) throws(DERError) in
            let number = try content.readUnsignedInteger(as: UInt8.self)
            try content.readNull()
            #expect(content.isAtEnd && content.remainder.isEmpty)
            return number
        }
        #expect(number == 7 && reader.offset == 7)
        #expect(try reader.readBoolean())
        try reader.finish()
    }

    @Test("an element that is read within has its tag, its bounds and nothing left over")
    func withinFaults() {
        func read(_ hex: String, _ tag: DERTag = .sequence) throws(DERError) {
            var reader = DERReader(octets(hex))
            try reader.within(tag) { (content: inout DERReader) throws(DERError) in try content.readNull() }
        }
        #expect(throws: Never.self) { try read("30 02 05 00") }
        #expect(throws: DERError(.unexpectedTag, at: 0)) { try read("30 02 05 00", .set) }
        #expect(throws: DERError(.missing, at: 0)) { try read("") }
        #expect(throws: DERError(.truncated, at: 0)) { try read("30 03 05 00") }
        #expect(throws: DERError(.missing, at: 2)) { try read("30 00 05 00") }
        #expect(throws: DERError(.truncated, at: 2)) { try read("30 01 05 00") }
        #expect(throws: DERError(.trailingData, at: 4)) { try read("30 04 05 00 05 00") }
    }

    @Test("what follows the expected elements is refused")
    func trailing() throws {
        var reader = DERReader(octets("05 00 00"))
        try reader.readNull()
        #expect(throws: DERError(.trailingData, at: 2)) { try reader.finish() }
    }

    @Test("an optional element is taken only when its tag is there")
    func optional() throws {
        var reader = DERReader(octets("A0 02 05 00 05 00"))
        #expect(try reader.readIfPresent(.null) == nil)
        var inner = try #require(try reader.enterIfPresent(.contextConstructed(0)))
        try inner.readNull()
        #expect(try reader.enterIfPresent(.contextConstructed(1)) == nil)
        #expect(try reader.readIfPresent(.null) == [])
        #expect(try reader.readIfPresent(.null) == nil)
    }

    @Test("another tag, or the end, where a type is required")
    func unexpected() throws {
        var reader = DERReader(octets("05 00"))
        #expect(throws: DERError(.unexpectedTag, at: 0)) { try reader.enter() }
        try reader.readNull()
        #expect(throws: DERError(.missing, at: 2)) { try reader.enter() }
        #expect(throws: DERError(.missing, at: 2)) { try reader.readElement() }
    }

    @Test("nesting is capped")
    func nesting() throws {
        var bytes: [UInt8] = []
        for _ in 0..<40 { bytes = DERWriter.encode { $0.element(.sequence, bytes) } }
        #expect(throws: DERError.self) {
            var reader = DERReader(bytes)
            for _ in 0..<40 { reader = try reader.enter() }
        }
        var reader = DERReader(bytes)
        for _ in 0..<Int(DERReader.maximumDepth) { reader = try reader.enter() }
        #expect(throws: DERError(.tooDeep, at: reader.offset)) { try reader.enter() }
        #expect(throws: DERError(.tooDeep, at: reader.offset)) {
            try reader.within { (content: inout DERReader) throws(DERError) in _ = content }
        }
    }

    @Test(
        "SET OF order",
        arguments: [
            ("04 01 01 04 01 02", nil),
            ("04 01 01 04 01 01", nil),
            ("04 01 02 04 01 01", DERError(.unsortedSet, at: 3)),
            ("04 02 00 00 04 01 FF", DERError(.unsortedSet, at: 4)),
        ] as [(String, DERError?)]
    )
    func setOrder(hex: String, expected: DERError?) {
        let reader = DERReader(octets(hex))
        if let expected {
            #expect(throws: expected) { try reader.checkSetOrder() }
        } else {
            #expect(throws: Never.self) { try reader.checkSetOrder() }
        }
    }
}
