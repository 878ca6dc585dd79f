import DER

/// RFC 5280 section 4.2.1.3: a named bit list, whose encoding ends with its last one bit (X.690 section 11.2.2).
struct KeyUsage: Hashable, Sendable {
    /// Bit 0 (digitalSignature) is the most significant.
    let bits: UInt16

    static let digitalSignature = KeyUsage(bits: 0x8000)
    /// keyCertSign and cRLSign.
    static let authority = KeyUsage(bits: 0x0600)

    private init(bits: UInt16) {
        self.bits = bits
    }

    init(from reader: inout DERReader) throws(DERError) {
        let string = try reader.readBitString()
        guard let first = string.bytes.first, string.bitCount <= 9 else {
            throw DERError(.unexpectedSize, at: string.bytes.startIndex)
        }
        let second = string.bytes.count > 1 ? string.bytes[string.bytes.startIndex + 1] : 0
        bits = UInt16(first) << 8 | UInt16(second)
        guard bits.trailingZeroBitCount == 16 - string.bitCount else {
            throw DERError(.unexpectedValue, at: string.bytes.startIndex)
        }
    }
}
