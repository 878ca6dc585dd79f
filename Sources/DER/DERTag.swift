/// The identifier octet of an element (X.690 section 8.1.2): class, form and a tag number up to 30.
package struct DERTag: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    @inlinable package static var boolean: DERTag { DERTag(rawValue: 0x01) }
    @inlinable package static var integer: DERTag { DERTag(rawValue: 0x02) }
    @inlinable package static var bitString: DERTag { DERTag(rawValue: 0x03) }
    @inlinable package static var octetString: DERTag { DERTag(rawValue: 0x04) }
    @inlinable package static var null: DERTag { DERTag(rawValue: 0x05) }
    @inlinable package static var objectIdentifier: DERTag { DERTag(rawValue: 0x06) }
    @inlinable package static var utf8String: DERTag { DERTag(rawValue: 0x0C) }
    @inlinable package static var printableString: DERTag { DERTag(rawValue: 0x13) }
    @inlinable package static var teletexString: DERTag { DERTag(rawValue: 0x14) }
    @inlinable package static var ia5String: DERTag { DERTag(rawValue: 0x16) }
    @inlinable package static var utcTime: DERTag { DERTag(rawValue: 0x17) }
    @inlinable package static var generalizedTime: DERTag { DERTag(rawValue: 0x18) }
    @inlinable package static var sequence: DERTag { DERTag(rawValue: 0x30) }
    @inlinable package static var set: DERTag { DERTag(rawValue: 0x31) }

    /// `[number]` over a primitive type (IMPLICIT). `number` is 0...30.
    @inlinable
    package static func context(_ number: UInt8) -> DERTag {
        DERTag(rawValue: 0x80 | number & 0x1F)
    }

    /// `[number]` over a constructed type, or EXPLICIT. `number` is 0...30.
    @inlinable
    package static func contextConstructed(_ number: UInt8) -> DERTag {
        DERTag(rawValue: 0xA0 | number & 0x1F)
    }

    /// Whether the content is itself a series of elements.
    @inlinable
    package var isConstructed: Bool { rawValue & 0x20 != 0 }
}
