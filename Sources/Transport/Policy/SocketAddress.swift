#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An IPv4 or IPv6 address.
package struct SocketAddress: Hashable, Sendable {
    package enum Family: Hashable, Sendable, CaseIterable {
        case ipv4, ipv6
    }

    /// 4 or 16.
    package let octets: [UInt8]

    private init(octets: [UInt8]) {
        self.octets = octets
    }

    /// `192.0.2.1` or `2001:db8::1`; nil for anything else.
    package init?(_ text: String) {
        var (v4, v6) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &v4) == 1 {
            octets = withUnsafeBytes(of: v4) { Array($0) }
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            octets = withUnsafeBytes(of: v6) { Array($0) }
        } else {
            return nil
        }
    }

    package var family: Family { octets.count == 4 ? .ipv4 : .ipv6 }

    /// As the host of a URI.
    var uriHost: String { family == .ipv6 ? "[\(description)]" : description }

    /// The 4 or 16 octets of an address as the C library hands it out; empty for another family.
    static func octets(of address: UnsafePointer<sockaddr>) -> [UInt8] {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let value = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: value) { Array($0) }
        case AF_INET6:
            let value = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: value) { Array($0) }
        default:
            return []
        }
    }

    /// The addresses of a host name in the resolver's order; empty when it does not resolve. Blocks.
    static func resolve(_ host: String) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr {
                let octets = octets(of: address)
                if !octets.isEmpty { found.append(SocketAddress(octets: octets)) }
            }
            next = entry.pointee.ai_next
        }
        return found
    }

    /// Whether a socket can be bound to the address.
    var isOurs: Bool {
        let descriptor = socket(family == .ipv4 ? AF_INET : AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var (v4, v6) = (sockaddr_in(), sockaddr_in6())
        if family == .ipv4 {
            v4.sin_family = sa_family_t(AF_INET)
            withUnsafeMutableBytes(of: &v4.sin_addr) { $0.copyBytes(from: octets) }
            return bind(descriptor, v4)
        }
        v6.sin6_family = sa_family_t(AF_INET6)
        withUnsafeMutableBytes(of: &v6.sin6_addr) { $0.copyBytes(from: octets) }
        return bind(descriptor, v6)
    }

    private func bind(_ descriptor: Int32, _ address: some Any) -> Bool {
        withUnsafeBytes(of: address) { bytes in
            guard let base = bytes.baseAddress else { return false }
            let address = base.assumingMemoryBound(to: sockaddr.self)
            #if canImport(Glibc)
            return Glibc.bind(descriptor, address, socklen_t(bytes.count)) == 0
            #elseif canImport(Musl)
            return Musl.bind(descriptor, address, socklen_t(bytes.count)) == 0
            #else
            return Darwin.bind(descriptor, address, socklen_t(bytes.count)) == 0
            #endif
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        octets.withUnsafeBytes { octets in
            _ = inet_ntop(family == .ipv4 ? AF_INET : AF_INET6, octets.baseAddress, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
