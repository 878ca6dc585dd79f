/// An IPv4 or IPv6 prefix whose host bits are zero.
///
/// 24 bytes wide, so that a million of them stay compact.
package struct IPPrefix: Hashable, Sendable {
    @usableFromInline let high: UInt64
    @usableFromInline let low: UInt64
    /// Prefix length in bits: 0...32 or 0...128.
    package let length: UInt8
    package let family: AddressFamily

    /// The prefix of `address`; nil when `length` exceeds the family's width or a host bit is set.
    @inlinable
    package init?(address: IPAddress, length: UInt8) {
        guard length <= address.family.bitWidth, address.bits & ~IPPrefix.mask(length) == 0 else { return nil }
        self.init(unchecked: address.bits, length: length, family: address.family)
    }

    /// The prefix of `length` bits that holds `address`; nil when `length` exceeds the family's width.
    @inlinable
    package init?(truncating address: IPAddress, length: UInt8) {
        guard length <= address.family.bitWidth else { return nil }
        self.init(unchecked: address.bits & IPPrefix.mask(length), length: length, family: address.family)
    }

    /// Reads `192.0.2.0/24` or `2001:db8::/32`; nil for anything else, also when host bits are set.
    package init?(parsing text: some StringProtocol) {
        guard let slash = text.firstIndex(of: "/"), let address = IPAddress(parsing: text[..<slash]) else { return nil }
        let digits = text[text.index(after: slash)...]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = UInt8(digits)
        else { return nil }
        self.init(address: address, length: length)
    }

    @inlinable
    init(unchecked bits: UInt128, length: UInt8, family: AddressFamily) {
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: bits)
        self.length = length
        self.family = family
    }

    /// `length` ones, then zeros.
    @inlinable
    package static func mask(_ length: UInt8) -> UInt128 {
        length == 0 ? 0 : ~UInt128(0) << UInt128(128 - min(length, 128))
    }

    /// The prefix's bits, left-aligned as in ``IPAddress/bits``.
    @inlinable
    package var bits: UInt128 {
        UInt128(high) << 64 | UInt128(low)
    }

    /// The lowest address.
    @inlinable
    package var first: IPAddress { IPAddress(family: family, bits: bits) }

    /// The highest address (its bits below the family's width are ones, those beyond it zero).
    @inlinable
    package var last: IPAddress {
        IPAddress(family: family, bits: bits | (~IPPrefix.mask(length) & IPPrefix.mask(family.bitWidth)))
    }

    /// Whether `other` is this prefix or lies within it.
    @inlinable
    package func covers(_ other: IPPrefix) -> Bool {
        family == other.family && length <= other.length && (bits ^ other.bits) & IPPrefix.mask(length) == 0
    }
}

extension IPPrefix: Comparable {
    /// IPv4 before IPv6, then by address, then shorter first.
    @inlinable
    package static func < (left: IPPrefix, right: IPPrefix) -> Bool {
        if left.family != right.family { return left.family < right.family }
        if left.high != right.high { return left.high < right.high }
        if left.low != right.low { return left.low < right.low }
        return left.length < right.length
    }
}

extension IPPrefix: CustomStringConvertible {
    /// `192.0.2.0/24`
    package var description: String { "\(first)/\(length)" }
}
