/// A few octets of an object, for people to see what is wrong.
package struct OctetExcerpt: Hashable, Sendable {
    /// Index of the first.
    package let offset: Int
    package let octets: [UInt8]

    package static let length = 16

    /// The octets from `offset` on; nil where there are none.
    package init?(of object: [UInt8], at offset: Int) {
        guard object.indices.contains(offset) else { return nil }
        self.offset = offset
        octets = Array(object[offset...].prefix(Self.length))
    }
}

extension OctetExcerpt: CustomStringConvertible {
    /// `30 0f 06 03 …  |0...|`
    package var description: String {
        let digits = octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        let characters = octets.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
        return "\(digits)  |\(characters)|"
    }
}
