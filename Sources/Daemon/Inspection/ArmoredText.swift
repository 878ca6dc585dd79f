import Foundation

/// Objects as people pass them on: in base64, as RRDP files have them, or in the armour of PEM (RFC 7468).
enum ArmoredText {
    /// The octets of the first object in the text; nil when there is none.
    static func decode(_ octets: [UInt8]) -> [UInt8]? {
        // "MI" starts the base64 of any SEQUENCE of 128 octets or more.
        let start = octets.firstIndex { $0 > 0x20 } ?? octets.endIndex
        if octets[start...].starts(with: Array("MI".utf8)) { return base64(octets[start...]) }
        let opening = Array("-----BEGIN ".utf8)
        guard let text = octets[start...].firstRange(of: opening),
            let begin = octets[text.upperBound...].firstIndex(of: 0x0A),
            let end = octets[begin...].firstRange(of: Array("-----END ".utf8))
        else { return nil }
        return base64(octets[begin..<end.lowerBound])
    }

    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = text.filter { $0 > 0x20 }
        guard let data = Data(base64Encoded: Data(digits)), data.first == 0x30 else { return nil }
        return [UInt8](data)
    }
}
