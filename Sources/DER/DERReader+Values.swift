extension DERReader {
    /// Reads a BOOLEAN: FF or 00 (X.690 section 11.1).
    @inlinable
    package mutating func readBoolean() throws(DERError) -> Bool {
        let content = try read(.boolean)
        guard content.count == 1, let octet = content.first, octet == 0 || octet == 0xFF else {
            throw DERError(.invalidBoolean, at: content.startIndex)
        }
        return octet == 0xFF
    }

    /// Reads a `BOOLEAN DEFAULT FALSE`: absent or TRUE (X.690 section 11.5).
    @inlinable
    package mutating func readBooleanDefaultFalse() throws(DERError) -> Bool {
        guard nextTag == .boolean else { return false }
        let start = offset
        guard try readBoolean() else { throw DERError(.encodedDefault, at: start) }
        return true
    }

    /// Reads an INTEGER and returns its two's complement octets, which are in their shortest form.
    @inlinable
    package mutating func readInteger(_ tag: DERTag = .integer) throws(DERError) -> ArraySlice<UInt8> {
        let content = try read(tag)
        guard let first = content.first else { throw DERError(.emptyInteger, at: content.startIndex) }
        if content.count > 1 {
            let second = content[content.startIndex + 1]
            guard !(first == 0x00 && second < 0x80), !(first == 0xFF && second >= 0x80) else {
                throw DERError(.nonMinimalInteger, at: content.startIndex)
            }
        }
        return content
    }

    /// Reads an INTEGER that is not negative and returns its magnitude without a leading zero octet
    /// (zero itself is one octet).
    @inlinable
    package mutating func readUnsignedInteger(_ tag: DERTag = .integer) throws(DERError) -> ArraySlice<UInt8> {
        let content = try readInteger(tag)
        guard content[content.startIndex] < 0x80 else { throw DERError(.negativeInteger, at: content.startIndex) }
        return content.count > 1 && content[content.startIndex] == 0 ? content.dropFirst() : content
    }

    /// Reads an INTEGER of 0...T.max.
    @inlinable
    package mutating func readUnsignedInteger<T: FixedWidthInteger & UnsignedInteger>(
        as type: T.Type,
        _ tag: DERTag = .integer
    ) throws(DERError) -> T {
        let magnitude = try readUnsignedInteger(tag)
        guard magnitude.count <= T.bitWidth / 8 else { throw DERError(.integerTooLarge, at: magnitude.startIndex) }
        var value: T = 0
        for octet in magnitude {
            value = T.bitWidth == 8 ? T(octet) : value << 8 | T(octet)
        }
        return value
    }

    /// Reads a BIT STRING, whose unused bits must be zero (X.690 section 11.2.1).
    @inlinable
    package mutating func readBitString(_ tag: DERTag = .bitString) throws(DERError) -> DERBitString {
        let content = try read(tag)
        guard let unused = content.first, unused <= 7, content.count > 1 || unused == 0 else {
            throw DERError(.invalidBitString, at: content.startIndex)
        }
        if let last = content.last, content.count > 1, last & ((1 << unused) - 1) != 0 {
            throw DERError(.unusedBitsSet, at: content.endIndex - 1)
        }
        return DERBitString(bytes: content.dropFirst(), unusedBits: unused)
    }

    /// Reads a BIT STRING of whole octets, such as one that holds a key or a signature.
    @inlinable
    package mutating func readOctetAlignedBitString() throws(DERError) -> ArraySlice<UInt8> {
        let start = offset
        let string = try readBitString()
        guard string.unusedBits == 0 else { throw DERError(.invalidBitString, at: start) }
        return string.bytes
    }

    /// Reads an OCTET STRING.
    @inlinable
    package mutating func readOctetString(_ tag: DERTag = .octetString) throws(DERError) -> ArraySlice<UInt8> {
        try read(tag)
    }

    /// Reads a NULL.
    @inlinable
    package mutating func readNull() throws(DERError) {
        let content = try read(.null)
        guard content.isEmpty else { throw DERError(.invalidNull, at: content.startIndex) }
    }

    /// Reads an OBJECT IDENTIFIER.
    @inlinable
    package mutating func readObjectIdentifier() throws(DERError) -> OID {
        let content = try read(.objectIdentifier)
        guard let identifier = OID(encoded: content) else {
            throw DERError(.invalidObjectIdentifier, at: content.startIndex)
        }
        return identifier
    }

    /// Reads an IA5String: octets below 80.
    @inlinable
    package mutating func readIA5String(_ tag: DERTag = .ia5String) throws(DERError) -> ArraySlice<UInt8> {
        let content = try read(tag)
        var index = content.startIndex
        while index < content.endIndex {
            guard content[index] < 0x80 else { throw DERError(.invalidCharacter, at: index) }
            index += 1
        }
        return content
    }
}
