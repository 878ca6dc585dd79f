import Foundation

/// Base64 as SLURM files have it: the URL alphabet without padding (RFC 8416 section 3.3.2, RFC 4648 section 5).
enum Base64URL {
    /// The octets that `text` stands for, and whether it is written so; nil when it is no base64 at all. The usual
    /// alphabet and padding are understood as well.
    static func decode(_ text: String) -> (octets: [UInt8], isCanonical: Bool)? {
        var plain = text.utf8.map { character -> UInt8 in
            switch character {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: character
            }
        }
        while !plain.count.isMultiple(of: 4) { plain.append(UInt8(ascii: "=")) }
        guard let data = Data(base64Encoded: Data(plain)), !data.isEmpty else { return nil }
        let octets = [UInt8](data)
        return (octets, encode(octets) == text)
    }

    static func encode(_ octets: [UInt8]) -> String {
        var text = Data(octets).base64EncodedString().utf8.map { character -> UInt8 in
            switch character {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: character
            }
        }
        while text.last == UInt8(ascii: "=") { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}
