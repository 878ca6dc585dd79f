extension DERReader {
    /// Reads a BOOLEAN: FF or 00 (X.690 section 11.1).
    @inlinable
    public mutating func readBoolean() throws(DERError) -> Bool {
        let content = try read(.boolean)
        guard content.count == 1, let octet = content.first, octet == 0 || octet == 0xFF else {
            try DERError.fail(.invalidBoolean, at: content.startIndex)
        }
        return octet == 0xFF
    }

    /// Reads a `BOOLEAN DEFAULT FALSE`: absent or TRUE (X.690 section 11.5).
    @inlinable
    public mutating func readBooleanDefaultFalse() throws(DERError) -> Bool {
        guard nextTag == .boolean else { return false }
        let start = offset
        guard try readBoolean() else { try DERError.fail(.encodedDefault, at: start) }
        return true
    }

    /// Reads an INTEGER and returns its two's complement octets, which are in their shortest form.
    @inlinable
    public mutating func readInteger(_ tag: DERTag = .integer) throws(DERError) -> ArraySlice<UInt8> {
        let content = try read(tag)
        guard let first = content.first else { try DERError.fail(.emptyInteger, at: content.startIndex) }
        if content.count > 1 {
            let second = content[content.startIndex + 1]
            guard !(first == 0x00 && second < 0x80), !(first == 0xFF && second >= 0x80) else {
                try DERError.fail(.nonMinimalInteger, at: content.startIndex)
            }
        }
        return content
    }

    /// Reads an INTEGER that is not negative and returns its magnitude without a leading zero octet
    /// (zero itself is one octet).
    @inlinable
    public mutating func readUnsignedInteger(_ tag: DERTag = .integer) throws(DERError) -> ArraySlice<UInt8> {
        let content = try readInteger(tag)
        guard content[content.startIndex] < 0x80 else { try DERError.fail(.negativeInteger, at: content.startIndex) }
        return content.count > 1 && content[content.startIndex] == 0 ? content.dropFirst() : content
    }

    /// Reads an INTEGER of 0...T.max.
    @inlinable
    public mutating func readUnsignedInteger<T: FixedWidthInteger & UnsignedInteger>(
        as type: T.Type,
        _ tag: DERTag = .integer
    ) throws(DERError) -> T {
        let magnitude = try readUnsignedInteger(tag)
        guard magnitude.count <= T.bitWidth / 8 else { try DERError.fail(.integerTooLarge, at: magnitude.startIndex) }
        var value: T = 0
        for octet in magnitude {
            value = T.bitWidth == 8 ? T(octet) : value << 8 | T(octet)
        }
        return value
    }

    /// Reads a BIT STRING, whose unused bits must be zero (X.690 section 11.2.1).
    @inlinable
    public mutating func readBitString(_ tag: DERTag = .bitString) throws(DERError) -> DERBitString {
        let content = try read(tag)
        guard let unused = content.first, unused <= 7, content.count > 1 || unused == 0 else {
            try DERError.fail(.invalidBitString, at: content.startIndex)
        }
        if let last = content.last, content.count > 1, last & ((1 << unused) - 1) != 0 {
            try DERError.fail(.unusedBitsSet, at: content.endIndex - 1)
        }
        return DERBitString(bytes: content.dropFirst(), unusedBits: unused)
    }

    /// Reads a BIT STRING of whole octets, such as one that holds a key or a signature.
    @inlinable
    public mutating func readOctetAlignedBitString() throws(DERError) -> ArraySlice<UInt8> {
        let start = offset
        let string = try readBitString()
        guard string.unusedBits == 0 else { try DERError.fail(.invalidBitString, at: start) }
        return string.bytes
    }

    /// Reads an OCTET STRING.
    @inlinable
    public mutating func readOctetString(_ tag: DERTag = .octetString) throws(DERError) -> ArraySlice<UInt8> {
        try read(tag)
    }

    /// Reads a NULL.
    @inlinable
    public mutating func readNull() throws(DERError) {
        let content = try read(.null)
        guard content.isEmpty else { try DERError.fail(.invalidNull, at: content.startIndex) }
    }

    /// Reads an OBJECT IDENTIFIER.
    @inlinable
    public mutating func readObjectIdentifier() throws(DERError) -> OID {
        let content = try read(.objectIdentifier)
        guard let identifier = OID(encoded: content) else {
            try DERError.fail(.invalidObjectIdentifier, at: content.startIndex)
        }
        return identifier
    }

    /// Reads an IA5String: octets below 80.
    @inlinable
    public mutating func readIA5String(_ tag: DERTag = .ia5String) throws(DERError) -> ArraySlice<UInt8> {
        let content = try read(tag)
        var index = content.startIndex
        while index < content.endIndex {
            guard content[index] < 0x80 else { try DERError.fail(.invalidCharacter, at: index) }
            index += 1
        }
        return content
    }
}
