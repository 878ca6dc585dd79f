#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An IPv4 or IPv6 address.
///
/// The bits of an IPv4 address stand in the *top* 32 bits of `bits`, so that prefixes of both families
/// are compared and cut by the same arithmetic.
package struct IPAddress: Hashable, Sendable {
    package let family: AddressFamily
    /// The address, left-aligned in 128 bits.
    package let bits: UInt128

    @inlinable
    package init(family: AddressFamily, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Reads an address in its usual text form; nil for anything else.
    package init?(parsing text: some StringProtocol) {
        var v4 = in_addr()
        var v6 = in6_addr()
        let text = String(text)
        guard !text.utf8.contains(0) else { return nil }
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(family: .ipv4, bits: UInt128(UInt32(bigEndian: v4.s_addr)) << 96)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            let bits = withUnsafeBytes(of: &v6) { $0.reduce(into: UInt128(0)) { $0 = $0 << 8 | UInt128($1) } }
            self.init(family: .ipv6, bits: bits)
        } else {
            return nil
        }
    }
}

extension IPAddress: Comparable {
    /// IPv4 before IPv6, then by number.
    @inlinable
    package static func < (left: IPAddress, right: IPAddress) -> Bool {
        left.family == right.family ? left.bits < right.bits : left.family < right.family
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal for IPv4; RFC 5952 for IPv6.
    package var description: String {
        switch family {
        case .ipv4:
            return "\(octet(0)).\(octet(1)).\(octet(2)).\(octet(3))"
        case .ipv6:
            var address = in6_addr()
            withUnsafeMutableBytes(of: &address) { raw in
                for index in 0..<16 { raw[index] = octet(index) }
            }
            var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count)) != nil else { return "::" }
            return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Octet `index` (0 is the most significant) of the left-aligned bits.
    @inlinable
    package func octet(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: bits >> UInt128(8 * (15 - index)))
    }
}
