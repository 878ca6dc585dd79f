import Foundation
import RPKIObjects

/// Objects as people pass them on: in base64, as RRDP files have them, or in the armour of PEM (RFC 7468).
enum ArmoredText {
    /// The octets of the one object that the whole of a text stands for; nil when the text is not in such a form, as
    /// nothing is that begins with anything else, whatever follows.
    ///
    /// - Throws: `objectTypeUnknown` for armour that is not one whole block: what is checked would be only a part of
    ///   what was given.
    static func decode(_ octets: [UInt8]) throws(Rejection) -> [UInt8]? {
        let text = octets.drop(while: isBlank)
        // "MI" starts the base64 of any SEQUENCE of 128 octets or more.
        if text.starts(with: Array("MI".utf8)) { return base64(text) }
        guard text.starts(with: opening) else { return nil }
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
        let label = line.dropFirst(opening.count).dropLast(while: isBlank).dropLast(dashes.count)
        let body = text[line.endIndex...]
        let closing = ending + label + dashes
        guard line.count >= opening.count + dashes.count, let end = body.firstRange(of: closing) else {
            throw Rejection(.objectTypeUnknown, "PEM armour without the end of its first block")
        }
        let rest = body[end.upperBound...]
        guard rest.allSatisfy(isBlank) else {
            let isBundle = rest.firstRange(of: opening) != nil
            throw Rejection(
                .objectTypeUnknown,
                isBundle
                    ? "a bundle of several PEM blocks: give each in a file of its own" : "octets after the PEM block",
                at: rest.firstIndex { !isBlank($0) }
            )
        }
        guard let object = base64(body[..<end.lowerBound]) else {
            throw Rejection(.objectTypeUnknown, "the PEM block does not hold the base64 of an object")
        }
        return object
    }

    private static let opening = Array("-----BEGIN ".utf8)
    private static let ending = Array("-----END ".utf8)
    private static let dashes = Array("-----".utf8)

    private static func isBlank(_ octet: UInt8) -> Bool {
        [0x20, 0x09, 0x0A, 0x0D].contains(octet)
    }

    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = text.filter { !isBlank($0) }
        guard let data = Data(base64Encoded: Data(digits)), data.first == 0x30 else { return nil }
        return [UInt8](data)
    }
}

extension ArraySlice<UInt8> {
    /// Without the octets at the end that are such.
    fileprivate func dropLast(while isDropped: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        prefix((lastIndex { !isDropped($0) } ?? startIndex - 1) - startIndex + 1)
    }
}
