import DER
import RPKIObjects
import Testing

@Suite("Serial numbers")
struct SerialNumberTests {
    @Test(
        "text forms",
        arguments: [
            ([], "0", "00"), ([0x00], "0", "00"), ([0x0A], "10", "0A"),
            ([0x3B, 0x9A, 0xCA, 0x00], "1000000000", "3B9ACA00"),
            ([0x01, 0, 0, 0, 0, 0, 0, 0, 0], "18446744073709551616", "010000000000000000"),
            (
                [0x7F] + [UInt8](repeating: 0xFF, count: 19), "730750818665451459101842416358141509827966271487",
                "7F" + String(repeating: "FF", count: 19)
            ),
        ] as [([UInt8], String, String)]
    )
    func text(magnitude: [UInt8], decimal: String, hex: String) throws {
        let number = try #require(SerialNumber(magnitude: magnitude))
        #expect(number.description == decimal)
        #expect(number.hex == hex)
        #expect(SerialNumber(magnitude: number.magnitude) == number)
    }

    @Test("more than 159 bits are refused")
    func tooLarge() {
        #expect(SerialNumber(magnitude: [0x80] + [UInt8](repeating: 0, count: 19)) == nil)
        #expect(SerialNumber(magnitude: [0x01] + [UInt8](repeating: 0, count: 20)) == nil)
        #expect(SerialNumber(magnitude: [0, 0, 0] + [UInt8](repeating: 1, count: 20)) != nil)
    }

    @Test("order and successor carry over all octets")
    func order() throws {
        let low = try #require(SerialNumber(magnitude: [UInt8](repeating: 0xFF, count: 16)))
        let high = try #require(low.successor)
        #expect(high.magnitude == [1] + [UInt8](repeating: 0, count: 16))
        #expect(low < high && SerialNumber(7) < low)
        #expect(try #require(SerialNumber(magnitude: [0x7F] + [UInt8](repeating: 0xFF, count: 19))).successor == nil)
    }

    @Test("reading refuses negative numbers", arguments: [[0xFF], [0x80, 0x00]] as [[UInt8]])
    func negative(content: [UInt8]) {
        var reader = DERReader(DERWriter.encode { $0.element(.integer, content) })
        #expect(throws: DERError(.negativeInteger, at: 2)) { try SerialNumber(from: &reader) }
    }
}
