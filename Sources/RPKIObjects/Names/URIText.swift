/// What the URIs of the RPKI have in common, whatever their scheme (RFC 3986, narrowed).
///
/// Allowed are ASCII characters that may stand in a path, no `%` that is not followed by two hexadecimal digits, no
/// empty, `.` or `..` segment, no user information, no fragment, and a query only where the scheme has use for one.
enum URIText {
    /// Longest URI that is read, in octets.
    static let maximumLength = 2_048

    /// The host and port that stand at the start of some octets.
    struct Authority {
        let hostLength: Int
        /// With the port.
        let length: Int
    }

    /// Whether `path` consists of good segments; the last may be empty (a directory).
    static func isPath(_ path: Span<UInt8>, allowingQuery: Bool = false) -> Bool {
        var start = 0
        for index in path.indices {
            let octet = path[index]
            if ASCIISet.pathSegment.contains(octet) { continue }
            switch octet {
            case 0x2F:
                guard index > start, !isDots(path, start..<index) else { return false }
                start = index + 1
            case 0x25:
                // The digits themselves are characters of a segment.
                guard path.count - index > 2, isHexDigit(path[index + 1]), isHexDigit(path[index + 2]) else {
                    return false
                }
            case 0x3F where allowingQuery:
                return !isDots(path, start..<index) && isQuery(path.extracting((index + 1)...))
            default: return false
            }
        }
        return !isDots(path, start..<path.count)
    }

    /// Whether the segment in `range` is `.` or `..`.
    private static func isDots(_ path: Span<UInt8>, _ range: Range<Int>) -> Bool {
        switch range.count {
        case 1: path[range.lowerBound] == 0x2E
        case 2: path[range.lowerBound] == 0x2E && path[range.lowerBound + 1] == 0x2E
        default: false
        }
    }

    private static func isQuery(_ query: Span<UInt8>) -> Bool {
        for index in query.indices {
            let octet = query[index]
            guard ASCIISet.pathSegment.contains(octet) || octet == 0x2F || octet == 0x3F else { return false }
        }
        return true
    }

    /// Reads `host[:port]` up to the first slash or the end: a name or an address, perhaps an IPv6 address in
    /// brackets; nil when it is neither, holds user information, or the port is no number of 1...65535.
    static func authority(_ text: Span<UInt8>) -> Authority? {
        guard text.count > 0 else { return nil }
        let isLiteral = text[0] == 0x5B
        var hostLength: Int?
        var length = text.count
        for index in text.indices {
            let octet = text[index]
            if octet == 0x2F {
                length = index
                break
            }
            if hostLength == nil, octet == (isLiteral ? 0x5D : 0x3A) { hostLength = isLiteral ? index + 1 : index }
        }
        guard hostLength != nil || !isLiteral else { return nil }
        let end = hostLength ?? length
        let host = text.extracting(0..<end)
        guard isLiteral ? isAddressLiteral(host) : isHostName(host), isPort(text.extracting(end..<length)) else {
            return nil
        }
        return Authority(hostLength: end, length: length)
    }

    /// Nothing, or a colon and a number of 1...65535 without leading zeros.
    private static func isPort(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0 else { return true }
        guard text[0] == 0x3A, (2...6).contains(text.count), text[1] != 0x30 else { return false }
        var value = 0
        for index in 1..<text.count {
            guard (0x30...0x39).contains(text[index]) else { return false }
            value = value * 10 + Int(text[index] - 0x30)
        }
        return value <= 65_535
    }

    /// An IPv6 address in brackets, as far as its characters tell.
    private static func isAddressLiteral(_ host: Span<UInt8>) -> Bool {
        guard (4...47).contains(host.count) else { return false }
        for index in 1..<host.count - 1 {
            guard isHexDigit(host[index]) || host[index] == 0x3A || host[index] == 0x2E else { return false }
        }
        return true
    }

    /// Labels of 1...63 letters, digits, hyphens and underscores, 253 octets in all (RFC 1123 section 2.1); a
    /// dotted address is of this form too.
    private static func isHostName(_ host: Span<UInt8>) -> Bool {
        guard (1...253).contains(host.count) else { return false }
        var label = 0
        for index in host.indices {
            if ASCIISet.hostLabel.contains(host[index]) {
                label += 1
                guard label <= 63 else { return false }
            } else {
                guard host[index] == 0x2E, label > 0 else { return false }
                label = 0
            }
        }
        return label > 0
    }

    private static func isHexDigit(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    static func lowerCased(_ octet: UInt8) -> UInt8 {
        (0x41...0x5A).contains(octet) ? octet | 0x20 : octet
    }

    /// Whether `bytes` start with `scheme` (lower case, with `://`) in either case.
    static func hasScheme(_ scheme: StaticString, _ bytes: Span<UInt8>) -> Bool {
        let count = scheme.utf8CodeUnitCount
        guard bytes.count > count else { return false }
        return scheme.withUTF8Buffer { expected in
            for index in 0..<count where lowerCased(bytes[index]) != expected[index] {
                return false
            }
            return true
        }
    }

    /// `bytes` as text, its scheme and host (the first `count` octets) in lower case.
    static func text(_ bytes: ArraySlice<UInt8>, loweringFirst count: Int) -> String {
        let octets = bytes.span
        for index in 0..<min(count, octets.count) where (0x41...0x5A).contains(octets[index]) {
            return String(decoding: bytes.prefix(count).map(lowerCased) + bytes.dropFirst(count), as: UTF8.self)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
