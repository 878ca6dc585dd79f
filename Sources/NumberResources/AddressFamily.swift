/// The address families of the RPKI, by their IANA address family number (RFC 3779 section 2.2.3.3).
package enum AddressFamily: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    case ipv4 = 1
    case ipv6 = 2

    /// Bits of an address: 32 or 128.
    @inlinable
    package var bitWidth: UInt8 {
        switch self {
        case .ipv4: 32
        case .ipv6: 128
        }
    }

    @inlinable
    package static func < (left: AddressFamily, right: AddressFamily) -> Bool {
        left.rawValue < right.rawValue
    }
}
