/// The content of a BIT STRING: octets, of whose last the low `unusedBits` do not count (and are zero).
public struct DERBitString: Hashable, Sendable {
    public let bytes: ArraySlice<UInt8>
    /// 0...7, and 0 when there are no octets.
    public let unusedBits: UInt8

    @inlinable
    public init(bytes: ArraySlice<UInt8>, unusedBits: UInt8) {
        self.bytes = bytes
        self.unusedBits = unusedBits
    }

    /// How many bits there are.
    @inlinable
    public var bitCount: Int { bytes.count * 8 - Int(unusedBits) }

    /// The bits left-aligned in 128; nil when there are more.
    @inlinable
    public var leftAligned: UInt128? {
        guard bytes.count <= 16 else { return nil }
        var value: UInt128 = 0
        for octet in bytes {
            value = value << 8 | UInt128(octet)
        }
        return bytes.isEmpty ? 0 : value << UInt128(8 * (16 - bytes.count))
    }
}
