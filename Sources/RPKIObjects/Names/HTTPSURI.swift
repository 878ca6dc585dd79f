/// A validated HTTPS URI (RFC 9110 section 4.2.2): `https://host[:port]/path[?query]`.
///
/// The host is lower-cased, everything else kept as it was. At most 2,048 octets, ASCII, no empty (but for the last),
/// `.` or `..` segments, no user information, no fragment.
package struct HTTPSURI: Hashable, Sendable {
    private let text: String
    /// Host name or address, lower case, without the port. An IPv6 address stands in brackets.
    package let host: String
    /// The port, when one is given.
    package let port: UInt16?

    /// The URI that these octets spell; nil unless it is one as described above.
    package init?(ascii bytes: ArraySlice<UInt8>) {
        guard let rest = URIText.dropScheme("https://", from: bytes) else { return nil }
        let end = rest.firstIndex(of: 0x2F) ?? rest.endIndex
        guard let (host, port) = URIText.authority(rest[..<end]) else { return nil }
        let path = rest[end...].dropFirst()
        guard path.first != 0x2F, URIText.isPath(path, allowingQuery: true) else { return nil }
        text = "https://" + (port.map { "\(host):\($0)" } ?? host) + "/" + String(decoding: path, as: UTF8.self)
        self.host = host
        self.port = port
    }

    /// The URI that `text` spells; nil unless it is one as described above.
    package init?(_ text: some StringProtocol) {
        self.init(ascii: Array(text.utf8)[...])
    }

    /// Scheme, host and port: two URIs have the same origin when these are equal (RFC 9674 section 3, RFC 6454
    /// section 5); 443 is the port that is not given.
    package var origin: String { "https://\(host):\(port ?? 443)" }

    package func hasSameOrigin(as other: HTTPSURI) -> Bool {
        host == other.host && (port ?? 443) == (other.port ?? 443)
    }

    /// What follows the authority, with the slash that starts it.
    package var path: String {
        String(text.dropFirst("https://".count + host.count + (port.map { "\($0)".count + 1 } ?? 0)))
    }
}

extension HTTPSURI: Comparable {
    package static func < (left: HTTPSURI, right: HTTPSURI) -> Bool { left.text < right.text }
}

extension HTTPSURI: CustomStringConvertible {
    /// The URI.
    package var description: String { text }
}
