/// `HOST:PORT` as written on the command line; an IPv6 address stands in brackets.
package struct Endpoint: Hashable, Sendable {
    /// A host name or an address, without brackets.
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `rtr.example.net:323`, `192.0.2.1:323` or `[2001:db8::1]:323`; nil for anything else.
    package init?(parsing text: some StringProtocol) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits)
        else { return nil }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x5b && $0 != 0x5d }) else {
            return nil
        }
        self.init(host: String(host), port: Int(port))
    }
}

extension Endpoint: CustomStringConvertible {
    /// The form that ``init(parsing:)`` reads.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
