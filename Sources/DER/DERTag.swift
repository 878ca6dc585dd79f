/// The identifier octet of an element (X.690 section 8.1.2): class, form and a tag number up to 30.
public struct DERTag: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8

    @inlinable
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    @inlinable public static var boolean: DERTag { DERTag(rawValue: 0x01) }
    @inlinable public static var integer: DERTag { DERTag(rawValue: 0x02) }
    @inlinable public static var bitString: DERTag { DERTag(rawValue: 0x03) }
    @inlinable public static var octetString: DERTag { DERTag(rawValue: 0x04) }
    @inlinable public static var null: DERTag { DERTag(rawValue: 0x05) }
    @inlinable public static var objectIdentifier: DERTag { DERTag(rawValue: 0x06) }
    @inlinable public static var utf8String: DERTag { DERTag(rawValue: 0x0C) }
    @inlinable public static var printableString: DERTag { DERTag(rawValue: 0x13) }
    @inlinable public static var teletexString: DERTag { DERTag(rawValue: 0x14) }
    @inlinable public static var ia5String: DERTag { DERTag(rawValue: 0x16) }
    @inlinable public static var utcTime: DERTag { DERTag(rawValue: 0x17) }
    @inlinable public static var generalizedTime: DERTag { DERTag(rawValue: 0x18) }
    @inlinable public static var sequence: DERTag { DERTag(rawValue: 0x30) }
    @inlinable public static var set: DERTag { DERTag(rawValue: 0x31) }

    /// `[number]` over a primitive type (IMPLICIT). `number` is 0...30.
    @inlinable
    public static func context(_ number: UInt8) -> DERTag {
        DERTag(rawValue: 0x80 | number & 0x1F)
    }

    /// `[number]` over a constructed type, or EXPLICIT. `number` is 0...30.
    @inlinable
    public static func contextConstructed(_ number: UInt8) -> DERTag {
        DERTag(rawValue: 0xA0 | number & 0x1F)
    }

    /// Whether the content is itself a series of elements.
    @inlinable
    public var isConstructed: Bool { rawValue & 0x20 != 0 }
}
