/// A validated HTTPS URI (RFC 9110 section 4.2.2): `https://host[:port]/path[?query]`.
///
/// The host is lower-cased, everything else kept as it was. At most 2,048 octets, ASCII, no empty (but for the last),
/// `.` or `..` segments, no user information, no fragment.
package struct HTTPSURI: Hashable, Sendable {
    private let text: String
    /// Where the host and the authority end.
    private let hostEnd: UInt16
    private let authorityEnd: UInt16

    /// The URI that these octets spell; nil unless it is one as described above.
    package init?(ascii bytes: borrowing ArraySlice<UInt8>) {
        let octets = bytes.span
        guard octets.count <= URIText.maximumLength, URIText.hasScheme("https://", octets),
            let authority = URIText.authority(octets.extracting(8...))
        else { return nil }
        // What follows the slash after the authority; nothing when there is no slash.
        let path = octets.extracting(min(9 + authority.length, octets.count)...)
        guard path.count == 0 || path[0] != 0x2F, URIText.isPath(path, allowingQuery: true) else { return nil }
        let text = URIText.text(copy bytes, loweringFirst: 8 + authority.hostLength)
        self.text = bytes.count == 8 + authority.length ? text + "/" : text
        // At most `maximumLength`.
        hostEnd = UInt16(truncatingIfNeeded: 8 + authority.hostLength)
        authorityEnd = UInt16(truncatingIfNeeded: 8 + authority.length)
    }

    /// The URI that `text` spells; nil unless it is one as described above.
    package init?(_ text: some StringProtocol) {
        self.init(ascii: Array(text.utf8)[...])
    }

    /// Host name or address, lower case, without the port. An IPv6 address stands in brackets.
    package var host: String { slice(8, hostEnd) }

    /// The port, when one is given.
    package var port: UInt16? {
        hostEnd < authorityEnd ? UInt16(slice(hostEnd + 1, authorityEnd)) : nil
    }

    /// Scheme, host and port: two URIs have the same origin when these are equal (RFC 9674 section 3, RFC 6454
    /// section 5); 443 is the port that is not given.
    package var origin: String { "https://\(host):\(port ?? 443)" }

    package func hasSameOrigin(as other: HTTPSURI) -> Bool {
        host == other.host && (port ?? 443) == (other.port ?? 443)
    }

    /// What follows the authority, with the slash that starts it.
    package var path: String { slice(authorityEnd, UInt16(truncatingIfNeeded: text.utf8.count)) }

    private func slice(_ start: UInt16, _ end: UInt16) -> String {
        String(decoding: text.utf8.dropFirst(Int(start)).prefix(Int(end - start)), as: UTF8.self)
    }
}

extension HTTPSURI: Comparable {
    package static func < (left: HTTPSURI, right: HTTPSURI) -> Bool { left.text < right.text }
}

extension HTTPSURI: CustomStringConvertible {
    /// The URI.
    package var description: String { text }
}
