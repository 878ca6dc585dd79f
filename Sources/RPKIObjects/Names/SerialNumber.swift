package import DER

/// A number of up to 20 octets: the serial number of a certificate, the number of a manifest or CRL (RFC 5280
/// sections 4.1.2.2 and 5.2.3, RFC 9286 section 4.2.1). 0...2^159 − 1, without heap.
package struct SerialNumber: Hashable, Comparable, Sendable {
    private let high: UInt32
    private let low: UInt128

    package static let maximumOctets = 20

    package init(_ value: UInt64) {
        high = 0
        low = UInt128(value)
    }

    /// The number with this magnitude, most significant octet first; nil when it needs more than 159 bits.
    package init?(magnitude: some Collection<UInt8>) {
        let significant = magnitude.drop { $0 == 0 }
        guard significant.count <= Self.maximumOctets else { return nil }
        var high: UInt32 = 0
        var low: UInt128 = 0
        for octet in significant {
            high = high << 8 | UInt32(truncatingIfNeeded: low >> 120)
            low = low << 8 | UInt128(octet)
        }
        guard high < 0x8000_0000 else { return nil }
        self.high = high
        self.low = low
    }

    /// Reads an INTEGER of 0...2^159 − 1.
    package init(from reader: inout DERReader) throws(DERError) {
        let magnitude = try reader.readUnsignedInteger()
        guard let value = SerialNumber(magnitude: magnitude) else {
            throw DERError(.integerTooLarge, at: magnitude.startIndex)
        }
        self = value
    }

    package var isZero: Bool { high == 0 && low == 0 }

    /// The magnitude, most significant octet first, without leading zeros; empty for zero.
    package var magnitude: [UInt8] {
        var octets: [UInt8] = []
        for shift in [24, 16, 8, 0] as [UInt32] {
            octets.append(UInt8(truncatingIfNeeded: high >> shift))
        }
        for index in 0..<16 {
            octets.append(UInt8(truncatingIfNeeded: low >> UInt128(120 - 8 * index)))
        }
        return Array(octets.drop { $0 == 0 })
    }

    package static func < (left: SerialNumber, right: SerialNumber) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// The number after this one; nil after the greatest (RFC 9981: the issuer then changes the file name).
    package var successor: SerialNumber? {
        let (sum, overflow) = low.addingReportingOverflow(1)
        guard overflow else { return SerialNumber(high: high, low: sum) }
        return high < 0x7FFF_FFFF ? SerialNumber(high: high + 1, low: 0) : nil
    }

    private init(high: UInt32, low: UInt128) {
        self.high = high
        self.low = low
    }
}

extension SerialNumber: CustomStringConvertible {
    /// Upper-case hexadecimal digits, two for each octet, as certificates' serial numbers are usually printed.
    package var hex: String { isZero ? "00" : magnitude.hexadecimal }

    /// Decimal digits.
    package var description: String {
        // Schoolbook division of the five 32-bit digits by 10^9, nine decimal digits at a time.
        var words = [high]
        for shift in [96, 64, 32, 0] as [UInt128] {
            words.append(UInt32(truncatingIfNeeded: low >> shift))
        }
        var groups: [String] = []
        while words.contains(where: { $0 != 0 }) {
            var remainder: UInt64 = 0
            for index in words.indices {
                let value = remainder << 32 | UInt64(words[index])
                words[index] = UInt32(truncatingIfNeeded: value / 1_000_000_000)
                remainder = value % 1_000_000_000
            }
            let digits = String(remainder)
            let isLeading = !words.contains { $0 != 0 }
            groups.append(isLeading ? digits : String(repeating: "0", count: 9 - digits.count) + digits)
        }
        return groups.isEmpty ? "0" : groups.reversed().joined()
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { octet in
            let digits = String(octet, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
