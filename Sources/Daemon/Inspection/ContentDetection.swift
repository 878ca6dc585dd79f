import DER
import RPKIObjects

/// Tells the type of a file by what is in it, whatever its name.
///
/// Damaged files are told as far as their first octets go: what is wrong with them is for the decoder of the type to say.
enum ContentDetection {
    static func type(of octets: [UInt8]) -> InspectedType? {
        if octets.first == DERTag.sequence.rawValue { return binaryType(octets) }
        // A byte order mark and white space may come first.
        let start = octets.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = octets[start...].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        switch text.first {
        case 0x3C: return xmlType(text)
        case 0x7B: return .localExceptions
        case 0x23: return .trustAnchorLocator
        default: return isURI(text) ? .trustAnchorLocator : nil
        }
    }

    // MARK: DER

    private static func binaryType(_ octets: [UInt8]) -> InspectedType? {
        var outer = Skimmer(octets[...])
        guard var first = outer.enter() else { return nil }
        guard let element = first.next() else { return nil }
        switch element.tag {
        case .objectIdentifier:
            guard let identifier = OID(encoded: element.content) else { return nil }
            if identifier == .signedData { return .signedObject(contentType(&first)) }
            return identifier == .canonicalCacheRepresentation ? .cacheRepresentation : nil
        case .sequence:
            return certificateOrRevocationList(Skimmer(element.content))
        default:
            return nil
        }
    }

    /// The eContentType of SignedData (RFC 5652 section 5.1).
    private static func contentType(_ info: inout Skimmer) -> SignedObjectType {
        let unknown = SignedObjectType(contentType: .signedData)
        guard var explicit = info.enter(), var fields = explicit.enter() else { return unknown }
        // Version and digest algorithms.
        _ = fields.next()
        _ = fields.next()
        guard var encapsulated = fields.enter(), let type = encapsulated.next(), type.tag == .objectIdentifier,
            let identifier = OID(encoded: type.content)
        else { return unknown }
        return SignedObjectType(contentType: identifier)
    }

    /// A CRL has its times where a certificate has a validity, and no `[3]` (RFC 5280 sections 4.1 and 5.1).
    private static func certificateOrRevocationList(_ content: Skimmer) -> InspectedType? {
        var fields = content
        var sequences = 0
        while let element = fields.next() {
            switch element.tag {
            case .utcTime, .generalizedTime: return .revocationList
            case .contextConstructed(3): return .certificate
            case .sequence: sequences += 1
            default: break
            }
        }
        return sequences > 0 ? .certificate : nil
    }

    /// Steps over elements without minding how they end: indefinite lengths and containers that are cut short reach to
    /// the end of what there is.
    private struct Skimmer {
        private var rest: ArraySlice<UInt8>

        init(_ octets: ArraySlice<UInt8>) {
            rest = octets
        }

        mutating func next() -> (tag: DERTag, content: ArraySlice<UInt8>)? {
            guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
            var length = Int(first)
            if first == 0x80 {
                length = rest.count
            } else if first > 0x80 {
                let octets = rest.prefix(Int(first & 0x7F))
                rest = rest.dropFirst(octets.count)
                length = octets.drop { $0 == 0 }.prefix(5).reduce(0) { $0 << 8 | Int($1) }
            }
            let content = rest.prefix(length)
            rest = rest.dropFirst(length)
            return (DERTag(rawValue: tag), content)
        }

        mutating func enter() -> Skimmer? {
            next().map { Skimmer($0.content) }
        }
    }

    // MARK: Text

    /// By the name of the root element.
    private static func xmlType(_ text: ArraySlice<UInt8>) -> InspectedType? {
        var rest = text
        while let start = rest.firstIndex(of: 0x3C) {
            rest = rest[start...].dropFirst()
            guard let first = rest.first, first != 0x3F, first != 0x21 else { continue }
            let name = rest.prefix { $0 != 0x20 && $0 != 0x3E && $0 != 0x2F && $0 > 0x20 }
            let local = name.split(separator: 0x3A).last ?? name
            let document = InspectedType.RRDPDocument(rawValue: String(decoding: local, as: UTF8.self))
            return .rrdp(document ?? .notification)
        }
        return .rrdp(.notification)
    }

    private static func isURI(_ text: ArraySlice<UInt8>) -> Bool {
        ["rsync://", "https://", "http://"].contains { scheme in
            let start = text.prefix(scheme.utf8.count)
            return String(decoding: start, as: UTF8.self).lowercased() == scheme
        }
    }
}
