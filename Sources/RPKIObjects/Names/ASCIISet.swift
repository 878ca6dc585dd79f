/// A set of ASCII characters, one bit for each: what may stand in names is asked of every octet of every object.
struct ASCIISet {
    /// The characters 00 to 3F, the first in the lowest bit.
    private let low: UInt64
    /// The characters 40 to 7F.
    private let high: UInt64

    @inline(__always)
    func contains(_ octet: UInt8) -> Bool {
        octet < 0x80 && (octet < 0x40 ? low : high) >> UInt64(octet & 0x3F) & 1 == 1
    }

    /// Whether every octet of `text` is in the set.
    func containsAll(_ text: ArraySlice<UInt8>) -> Bool {
        let octets = text.span
        for index in octets.indices where !contains(octets[index]) {
            return false
        }
        return true
    }

    /// Letters, digits, hyphen and underscore.
    static let fileName = ASCIISet(low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)
    /// What may stand in a label of a host name: as in ``fileName``.
    static let hostLabel = fileName
    /// What may stand in a segment of a URI's path as it is (RFC 3986 section 3.3): letters, digits, `-._~`,
    /// `!$&'()*+,;=`, `:`, `@`.
    static let pathSegment = ASCIISet(low: 0x2FFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
    /// PrintableString (X.680 section 41.4): letters, digits, space and `'()+,-./:=?`.
    static let printableString = ASCIISet(low: 0xA7FF_FB81_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)
}
