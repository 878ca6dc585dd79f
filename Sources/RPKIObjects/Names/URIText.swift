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

    /// The octets that may stand in a segment (RFC 3986 section 3.3), one bit for each: letters, digits, `-._~`,
    /// `!$&'()*+,;=`, `:`, `@`, `%`.
    private static let segmentLow: UInt64 = 0x2FFF_7FF2_0000_0000
    private static let segmentHigh: UInt64 = 0x47FF_FFFE_87FF_FFFF

    private static func isSegmentCharacter(_ octet: UInt8) -> Bool {
        octet < 0x80 && (octet < 0x40 ? segmentLow : segmentHigh) >> UInt64(octet & 0x3F) & 1 == 1
    }

    /// Whether `path` consists of good segments; the last may be empty (a directory).
    static func isPath(_ path: ArraySlice<UInt8>, allowingQuery: Bool = false) -> Bool {
        var segmentStart = path.startIndex
        var index = path.startIndex
        while index < path.endIndex {
            let octet = path[index]
            if octet == 0x2F {
                guard isSegment(path[segmentStart..<index]) else { return false }
                segmentStart = index + 1
            } else if octet == 0x3F, allowingQuery {
                return isSegmentOrEmpty(path[segmentStart..<index]) && isQuery(path[(index + 1)...])
            } else if octet == 0x25 {
                guard path.endIndex - index > 2, isHexDigit(path[index + 1]), isHexDigit(path[index + 2]) else {
                    return false
                }
            } else if !isSegmentCharacter(octet) {
                return false
            }
            index += 1
        }
        return isSegmentOrEmpty(path[segmentStart...])
    }

    private static func isSegmentOrEmpty(_ segment: ArraySlice<UInt8>) -> Bool {
        segment.isEmpty || isSegment(segment)
    }

    /// Neither empty nor `.` nor `..`.
    private static func isSegment(_ segment: ArraySlice<UInt8>) -> Bool {
        switch segment.count {
        case 0: false
        case 1: segment.first != 0x2E
        case 2: segment.first != 0x2E || segment.last != 0x2E
        default: true
        }
    }

    private static func isQuery(_ query: ArraySlice<UInt8>) -> Bool {
        query.allSatisfy { isSegmentCharacter($0) && $0 != 0x25 || $0 == 0x2F || $0 == 0x3F }
    }

    /// Reads `host[:port]` up to the first slash or the end: a name or an address, perhaps an IPv6 address in
    /// brackets; nil when it is neither, holds user information, or the port is no number of 1...65535.
    static func authority(_ text: ArraySlice<UInt8>) -> Authority? {
        let end = text.firstIndex(of: 0x2F) ?? text.endIndex
        let authority = text[text.startIndex..<end]
        let isLiteral = authority.first == 0x5B
        let hostEnd: Int
        if isLiteral {
            guard let close = authority.firstIndex(of: 0x5D) else { return nil }
            hostEnd = close + 1
        } else {
            hostEnd = authority.firstIndex(of: 0x3A) ?? end
        }
        let host = authority[authority.startIndex..<hostEnd]
        guard isLiteral ? isAddressLiteral(host) : isHostName(host), isPort(authority[hostEnd...]) else { return nil }
        return Authority(hostLength: host.count, length: authority.count)
    }

    /// Nothing, or a colon and a number of 1...65535 without leading zeros.
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard let colon = text.first else { return true }
        let digits = text.dropFirst()
        guard colon == 0x3A, (1...5).contains(digits.count), digits.first != 0x30 else { return false }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return false }
            value = value * 10 + Int(digit - 0x30)
        }
        return value <= 65_535
    }

    /// An IPv6 address in brackets, as far as its characters tell.
    private static func isAddressLiteral(_ host: ArraySlice<UInt8>) -> Bool {
        host.count > 3 && host.count <= 47
            && host.dropFirst().dropLast().allSatisfy { isHexDigit($0) || $0 == 0x3A || $0 == 0x2E }
    }

    /// Labels of 1...63 letters, digits, hyphens and underscores, 253 octets in all (RFC 1123 section 2.1); a
    /// dotted address is of this form too.
    private static func isHostName(_ host: ArraySlice<UInt8>) -> Bool {
        guard (1...253).contains(host.count) else { return false }
        var label = 0
        for octet in host {
            switch octet {
            case 0x2E:
                guard label > 0 else { return false }
                label = 0
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x5F:
                label += 1
                guard label <= 63 else { return false }
            default: return false
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
    static func hasScheme(_ scheme: StaticString, _ bytes: ArraySlice<UInt8>) -> Bool {
        let count = scheme.utf8CodeUnitCount
        guard bytes.count > count else { return false }
        return scheme.withUTF8Buffer { expected in
            for index in 0..<count where lowerCased(bytes[bytes.startIndex + index]) != expected[index] {
                return false
            }
            return true
        }
    }

    /// `bytes` as text, its scheme and host (the first `count` octets) in lower case.
    static func text(_ bytes: ArraySlice<UInt8>, loweringFirst count: Int) -> String {
        if !bytes.prefix(count).contains(where: { (0x41...0x5A).contains($0) }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        return String(decoding: bytes.prefix(count).map(lowerCased) + bytes.dropFirst(count), as: UTF8.self)
    }
}
