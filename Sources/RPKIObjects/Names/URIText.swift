/// What the URIs of the RPKI have in common, whatever their scheme (RFC 3986, narrowed).
///
/// Allowed are the characters of a URI but for `#` and `?` (queries are allowed where the scheme says), no `%`
/// that is not followed by two hexadecimal digits, no empty, `.` or `..` segment, no user information.
enum URIText {
    /// Longest URI that is read, in octets.
    static let maximumLength = 2_048

    /// Whether `octet` may stand in a path segment (RFC 3986 section 3.3), `/` not included.
    static func isSegmentCharacter(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true  // letters, digits
        case 0x2D, 0x2E, 0x5F, 0x7E: true  // - . _ ~
        case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D, 0x3A, 0x40: true  // ! $ & ' ( ) * + , ; = : @
        case 0x25: true  // %
        default: false
        }
    }

    /// Whether `path` consists of good segments; the last may be empty (a directory).
    static func isPath(_ path: some Collection<UInt8>, allowingQuery: Bool = false) -> Bool {
        var segmentLength = 0
        var dots = 0
        var pendingHex = 0
        var inQuery = false
        for octet in path {
            if pendingHex > 0 {
                guard isHexDigit(octet) else { return false }
                pendingHex -= 1
            } else if octet == 0x25 {
                pendingHex = 2
            }
            if inQuery {
                guard isSegmentCharacter(octet) || octet == 0x2F || octet == 0x3F else { return false }
            } else if octet == 0x2F {
                guard segmentLength > 0, !(dots == segmentLength && dots <= 2) else { return false }
                segmentLength = 0
                dots = 0
            } else if octet == 0x3F, allowingQuery {
                inQuery = true
            } else {
                guard isSegmentCharacter(octet) else { return false }
                segmentLength += 1
                if octet == 0x2E { dots += 1 }
            }
        }
        return pendingHex == 0 && !(segmentLength > 0 && dots == segmentLength && dots <= 2)
    }

    /// Reads `host[:port]`: a name or an address, letters turned to lower case; nil when it is neither, holds user
    /// information, or the port is no number of 1...65535.
    static func authority(_ text: some Collection<UInt8>) -> (host: String, port: UInt16?)? {
        var host: [UInt8] = []
        host.reserveCapacity(text.count)
        var rest = text[...]
        if text.first == 0x5B {
            // An IPv6 literal in brackets.
            guard let close = text.firstIndex(of: 0x5D) else { return nil }
            let end = text.index(after: close)
            host = text[..<end].map { lowerCased($0) }
            guard host.count > 3, host.dropFirst().dropLast().allSatisfy({ isHexDigit($0) || $0 == 0x3A || $0 == 0x2E })
            else { return nil }
            rest = text[end...]
        } else {
            while let octet = rest.first, octet != 0x3A {
                guard isHostCharacter(octet) else { return nil }
                host.append(lowerCased(octet))
                rest = rest.dropFirst()
            }
            guard isHostName(host) else { return nil }
        }
        let name = String(decoding: host, as: UTF8.self)
        guard rest.first == 0x3A else { return rest.isEmpty ? (name, nil) : nil }
        let digits = rest.dropFirst()
        guard (1...5).contains(digits.count), digits.first != 0x30, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(String(decoding: digits, as: UTF8.self))
        else { return nil }
        return (name, port)
    }

    /// Labels of 1...63 letters, digits, hyphens and underscores, 253 octets in all (RFC 1123 section 2.1); a
    /// dotted address is of this form too.
    private static func isHostName(_ host: [UInt8]) -> Bool {
        guard (1...253).contains(host.count) else { return false }
        var label = 0
        for octet in host {
            label = octet == 0x2E ? 0 : label + 1
            if label > 63 { return false }
            if octet == 0x2E, host.first == 0x2E { return false }
        }
        return host.last != 0x2E && !zip(host, host.dropFirst()).contains { $0 == 0x2E && $1 == 0x2E }
    }

    private static func isHostCharacter(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
        default: false
        }
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

    /// `bytes` without `scheme` (lower case, with `://`), which may be in either case; nil when it does not stand there.
    static func dropScheme(_ scheme: StaticString, from bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let count = scheme.utf8CodeUnitCount
        guard bytes.count > count, bytes.count <= maximumLength else { return nil }
        let matches = scheme.withUTF8Buffer { expected in
            zip(bytes, expected).allSatisfy { lowerCased($0) == $1 }
        }
        return matches ? bytes.dropFirst(count) : nil
    }
}
