/// Which servers remote data may send us to.
///
/// URIs come from certificates that anyone with a delegated CA can issue. Without this rule they could make the
/// validator ask services of its own network. What an operator denies is denied; what an operator allows by name needs
/// no public address or usual port.
package struct HostPolicy: Sendable {
    /// Why a server is not asked.
    package enum Objection: String, Sendable, CaseIterable {
        case localhost
        case addressLiteral = "address-literal"
        case port
        /// A name without a dot, which only the local resolver can mean something by.
        case singleLabel = "single-label"
        case localAddress = "local-address"
        /// On the operator's list of those to stay away from.
        case denied
        /// Not on the operator's list of those to keep to.
        case notListed = "not-listed"
    }

    /// `--allow-dubious-hosts`: everything is allowed that is not denied.
    package let allowsDubious: Bool
    /// Allowed whatever their addresses and ports are.
    package let allowed: HostList
    /// Never asked.
    package let denied: HostList
    /// When not empty, nobody else is asked.
    package let only: HostList

    package init(
        allowsDubious: Bool = false,
        allowed: HostList = HostList(),
        denied: HostList = HostList(),
        only: HostList = HostList()
    ) {
        self.allowsDubious = allowsDubious
        self.allowed = allowed
        self.denied = denied
        self.only = only
    }

    /// What speaks against a host and port as written; nil when nothing does. `port` is nil when the URI names none.
    package func objection(host: String, port: UInt16?, defaultPort: UInt16) -> Objection? {
        if denied.contains(host) { return .denied }
        if !only.isEmpty, !only.contains(host) { return .notListed }
        if allowsDubious || allowed.contains(host) { return nil }
        if let port, port != defaultPort { return .port }
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if name == "localhost" || name.hasSuffix(".localhost") { return .localhost }
        if name.hasPrefix("[") || name.contains(":") { return .addressLiteral }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        // `127.1`, `0x7f000001` and `2130706433` are addresses to inet_aton: no top-level domain looks like a number.
        if let last = labels.last, let first = last.utf8.first, (0x30...0x39).contains(first) { return .addressLiteral }
        if labels.count < 2 { return .singleLabel }
        return nil
    }

    /// What speaks against connecting to an address that a host's name resolves to, given as its 4 or 16 octets.
    package func objection(address: [UInt8], of host: String) -> Objection? {
        allowsDubious || allowed.contains(host) || !Self.isLocal(address) ? nil : .localAddress
    }

    /// Whether an address is not one of a server on the Internet (IANA special-purpose registries): this host, private
    /// and shared space, link-local, multicast, reserved; also inside IPv6 forms that carry an IPv4 address.
    static func isLocal(_ address: [UInt8]) -> Bool {
        switch address.count {
        case 4: isLocalIPv4(address)
        case 16: isLocalIPv6(address)
        default: true
        }
    }

    private static func isLocalIPv4(_ octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1], octets[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (192, 168, _), (192, 0, 0): true
        case (100, 64...127, _), (172, 16...31, _), (198, 18...19, _), (224..., _, _): true
        default: false
        }
    }

    private static func isLocalIPv6(_ octets: [UInt8]) -> Bool {
        let zeroes = octets.prefix { $0 == 0 }.count
        // ::, ::1 and the deprecated IPv4-compatible addresses.
        if zeroes >= 12 { return true }
        // ::ffff:0:0/96, IPv4-mapped.
        if zeroes == 10, octets[10] == 0xFF, octets[11] == 0xFF { return isLocalIPv4(Array(octets[12...])) }
        // 64:ff9b::/96, NAT64.
        if octets.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return isLocalIPv4(Array(octets[12...]))
        }
        // 64:ff9b:1::/48, local-use NAT64.
        if octets.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 1]) { return true }
        // 2002::/16, 6to4.
        if octets.starts(with: [0x20, 0x02]) { return isLocalIPv4(Array(octets[2..<6])) }
        // fc00::/7 unique local, fe80::/10 link-local, fec0::/10 site-local, ff00::/8 multicast, 100::/64 discard.
        return octets[0] & 0xFE == 0xFC || octets[0] == 0xFF || (octets[0] == 0xFE && octets[1] & 0x80 == 0x80)
            || octets.starts(with: [0x01, 0, 0, 0, 0, 0, 0, 0])
    }
}
