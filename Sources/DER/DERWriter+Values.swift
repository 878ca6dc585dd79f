extension DERWriter {
    package mutating func boolean(_ value: Bool) {
        element(.boolean, CollectionOfOne(value ? 0xFF : 0x00))
    }

    package mutating func integer(_ value: some BinaryInteger, _ tag: DERTag = .integer) {
        // Two's complement, least significant octet first, until the sign bit of the last octet is the value's.
        var octets: [UInt8] = []
        var rest = value
        repeat {
            octets.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        } while !(rest == 0 && (octets.last ?? 0) < 0x80) && !(rest == -1 && (octets.last ?? 0) >= 0x80)
        element(tag, octets.reversed())
    }

    /// A non-negative INTEGER from its magnitude, most significant octet first; leading zeros are dropped.
    package mutating func unsignedInteger(_ magnitude: some Collection<UInt8>, _ tag: DERTag = .integer) {
        let significant = Array(magnitude.drop { $0 == 0 })
        element(tag) { writer in
            if (significant.first ?? 0x80) >= 0x80 { writer.raw(CollectionOfOne(0)) }
            writer.raw(significant)
        }
    }

    /// A BIT STRING; the low `unusedBits` of the last octet are written as zero.
    package mutating func bitString(_ octets: some Collection<UInt8>, unusedBits: UInt8 = 0, _ tag: DERTag = .bitString)
    {
        var content = Array(octets)
        let unused = content.isEmpty ? 0 : min(unusedBits, 7)
        if let last = content.popLast() {
            content.append((last >> unused) << unused)
        }
        element(tag, [unused] + content)
    }

    package mutating func octetString(_ octets: some Collection<UInt8>) {
        element(.octetString, octets)
    }

    package mutating func null() {
        element(.null, EmptyCollection())
    }

    package mutating func objectIdentifier(_ identifier: OID) {
        element(.objectIdentifier, identifier.encoded)
    }

    package mutating func utf8String(_ text: String) {
        element(.utf8String, text.utf8)
    }

    /// A PrintableString; the caller answers for its characters.
    package mutating func printableString(_ text: String) {
        element(.printableString, text.utf8)
    }

    /// An IA5String; the caller answers for its characters.
    package mutating func ia5String(_ text: String, _ tag: DERTag = .ia5String) {
        element(tag, text.utf8)
    }

    /// UTCTime through 2049, GeneralizedTime from 2050 on (RFC 5280 section 4.1.2.5).
    package mutating func time(_ time: PosixTime) {
        if time < DERTime.firstGeneralized {
            element(.utcTime, Self.digits(of: time).dropFirst(2))
        } else {
            generalizedTime(time)
        }
    }

    /// GeneralizedTime whatever the year, as manifests have it (RFC 9286 section 4.2).
    package mutating func generalizedTime(_ time: PosixTime) {
        element(.generalizedTime, Self.digits(of: time))
    }

    /// `YYYYMMDDHHMMSSZ`
    private static func digits(of time: PosixTime) -> [UInt8] {
        time.description.utf8.filter { (0x30...0x39).contains($0) } + [0x5A]
    }
}
