import DER
import NumberResources

/// The encoding of RFC 3779 section 2.2.3.
struct IPAddressBlocks: Hashable, Sendable {
    let resources: IPResourceExtension
    /// Where the first departure from the canonical form stands (RFC 3779 section 2.2.3): families or addresses out
    /// of order, overlapping or adjacent, a range that is a prefix, or bounds not in their shortest form.
    private(set) var firstNotCanonical: Int?

    /// The most addresses and ranges of a certificate that are read.
    static let maximumCount = 200_000

    init(from reader: inout DERReader) throws(DERError) {
        var families = try reader.enter()
        var choices: (ipv4: IPResourceExtension.Choice, ipv6: IPResourceExtension.Choice) = (.absent, .absent)
        var ranges: [IPRange] = []
        var notCanonical: Int?
        repeat {
            let start = families.offset
            var block = try families.enter()
            let family = try AddressFamily(from: &block)
            let isListed = block.nextTag != .null
            if isListed {
                try Self.readAddresses(try block.enter(), family, into: &ranges, &notCanonical)
            } else {
                try block.readNull()
            }
            try block.finish()
            let choice: IPResourceExtension.Choice = isListed ? .explicit : .inherit
            switch family {
            case .ipv4:
                guard choices.ipv4 == .absent else { throw DERError(.unexpectedValue, at: start) }
                if choices.ipv6 != .absent { notCanonical = notCanonical ?? start }
                choices.ipv4 = choice
            case .ipv6:
                guard choices.ipv6 == .absent else { throw DERError(.unexpectedValue, at: start) }
                choices.ipv6 = choice
            }
        } while !families.isAtEnd
        firstNotCanonical = notCanonical
        resources = IPResourceExtension(ipv4: choices.ipv4, ipv6: choices.ipv6, explicit: IPResourceSet(ranges: ranges))
    }

    private static func readAddresses(
        _ content: DERReader,
        _ family: AddressFamily,
        into ranges: inout [IPRange],
        _ notCanonical: inout Int?
    ) throws(DERError) {
        var addresses = content
        var previous: UInt128?
        repeat {
            let start = addresses.offset
            guard ranges.count < maximumCount else { throw DERError(.unexpectedSize, at: start) }
            let (range, isCanonical) = try readRange(&addresses, family)
            // One above the previous range is adjacent: the two should have been one.
            let unit = UInt128(1) << UInt128(128 - family.bitWidth)
            let isAscending = previous.map { $0 < range.first.bits && range.first.bits - $0 > unit } ?? true
            if !isCanonical || !isAscending { notCanonical = notCanonical ?? start }
            previous = range.last.bits
            ranges.append(range)
        } while !addresses.isAtEnd
    }

    /// Reads an IPAddressOrRange.
    private static func readRange(
        _ reader: inout DERReader,
        _ family: AddressFamily
    ) throws(DERError) -> (IPRange, isCanonical: Bool) {
        if reader.nextTag == .bitString {
            return (IPRange(try IPPrefix(from: &reader, family)), true)
        }
        let start = reader.offset
        let ((low, lowBits), (high, highBits)) = try reader.within { (bounds: inout DERReader) throws(DERError) in
            (try readBound(&bounds, family), try readBound(&bounds, family))
        }
        let familyMask = IPPrefix.mask(family.bitWidth)
        let last = high | (familyMask & ~IPPrefix.mask(highBits))
        guard
            let range = IPRange(
                first: IPAddress(family: family, bits: low),
                last: IPAddress(family: family, bits: last)
            )
        else { throw DERError(.unexpectedValue, at: start) }
        // The lower bound ends with its last one, the upper with its last zero.
        let lowEnds = lowBits == 0 || low & bit(lowBits) != 0
        let highEnds = highBits == 0 || high & bit(highBits) == 0
        // A prefix is where the bounds agree up to some bit, and from there on are all zeros and all ones.
        let difference = low ^ last
        let isPrefix = (difference | ~familyMask) & ((difference | ~familyMask) &+ 1) == 0 && low & difference == 0
        return (range, lowEnds && highEnds && !isPrefix)
    }

    private static func readBound(
        _ reader: inout DERReader,
        _ family: AddressFamily
    ) throws(DERError) -> (UInt128, UInt8) {
        let start = reader.offset
        let string = try reader.readBitString()
        guard string.bitCount <= Int(family.bitWidth), let bits = string.leftAligned else {
            throw DERError(.unexpectedSize, at: start)
        }
        return (bits, UInt8(truncatingIfNeeded: string.bitCount))
    }

    /// Bit number `position`, counted from 1 at the most significant.
    private static func bit(_ position: UInt8) -> UInt128 {
        UInt128(1) << UInt128(128 - position)
    }
}

extension AddressFamily {
    /// Reads an OCTET STRING of two octets: 0001 or 0002 (a third would be a SAFI, which RFC 6487 section 4.8.10 and
    /// RFC 9582 section 4.3.1 do not allow).
    init(from reader: inout DERReader) throws(DERError) {
        let content = try reader.readOctetString()
        guard content.count == 2 else { throw DERError(.unexpectedSize, at: content.startIndex) }
        guard content[content.startIndex] == 0, let family = AddressFamily(rawValue: content[content.startIndex + 1])
        else { throw DERError(.unexpectedValue, at: content.startIndex) }
        self = family
    }
}

extension IPPrefix {
    /// Reads an IPAddress (RFC 3779 section 2.2.3.8): as many bits as the prefix is long.
    init(from reader: inout DERReader, _ family: AddressFamily) throws(DERError) {
        let start = reader.offset
        let string = try reader.readBitString()
        guard string.bitCount <= Int(family.bitWidth), let bits = string.leftAligned,
            let prefix = IPPrefix(
                address: IPAddress(family: family, bits: bits),
                length: UInt8(truncatingIfNeeded: string.bitCount)
            )
        else { throw DERError(.unexpectedSize, at: start) }
        self = prefix
    }
}
