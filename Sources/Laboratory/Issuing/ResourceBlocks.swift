import DER
package import NumberResources

/// The IP resources of a certificate as they are to be encoded (RFC 3779 section 2.2.3): in the given order,
/// whether or not it is canonical.
package struct IPResourceBlocks: Sendable, Hashable {
    package enum Choice: Sendable, Hashable {
        case inherit
        case ranges([IPRange])
    }

    package struct Family: Sendable, Hashable {
        package var addressFamily: AddressFamily
        package var choice: Choice

        package init(_ addressFamily: AddressFamily, _ choice: Choice) {
            self.addressFamily = addressFamily
            self.choice = choice
        }
    }

    package var families: [Family]

    package init(families: [Family]) {
        self.families = families
    }

    /// The canonical blocks of a set; a family of which the set holds nothing is absent.
    package init(_ set: IPResourceSet) {
        families = AddressFamily.allCases.compactMap { family in
            let ranges = set.ranges.filter { $0.family == family }
            return ranges.isEmpty ? nil : Family(family, .ranges(ranges))
        }
    }

    /// Both families inherited from the issuer.
    package static let inherited = IPResourceBlocks(families: AddressFamily.allCases.map { Family($0, .inherit) })

    func encode(to writer: inout DERWriter) {
        writer.sequence { writer in
            for family in families {
                writer.sequence { writer in
                    writer.octetString([0, family.addressFamily.rawValue])
                    switch family.choice {
                    case .inherit:
                        writer.null()
                    case .ranges(let ranges):
                        writer.sequence { writer in
                            for range in ranges { range.encode(to: &writer) }
                        }
                    }
                }
            }
        }
    }
}

extension IPRange {
    /// As a prefix where it is one, else as a range (RFC 3779 sections 2.1.1, 2.1.2, 2.2.3.7).
    fileprivate func encode(to writer: inout DERWriter) {
        let width = UInt128(family.bitWidth)
        let mask = IPPrefix.mask(family.bitWidth)
        let low = first.bits
        let high = last.bits
        let common = UInt128((low ^ high).leadingZeroBitCount)
        let length = min(common, width)
        let host = ~IPPrefix.mask(UInt8(length)) & mask
        if low & host == 0, high & host == host {
            writer.addressBits(low, count: Int(length))
            return
        }
        writer.sequence { writer in
            // Trailing zeros of the lower and trailing ones of the upper bound are left out.
            let unusedWidth = 128 - Int(width)
            let zeros = min(max(0, low.trailingZeroBitCount - unusedWidth), Int(width))
            writer.addressBits(low, count: Int(width) - zeros)
            let ones = min((~(high >> UInt128(unusedWidth))).trailingZeroBitCount, Int(width))
            writer.addressBits(high & IPPrefix.mask(UInt8(Int(width) - ones)), count: Int(width) - ones)
        }
    }
}

extension DERWriter {
    /// The first `count` bits of a left-aligned address, as a BIT STRING (RFC 3779 section 2.1.1).
    mutating func addressBits(_ bits: UInt128, count: Int) {
        let octets = (0..<(count + 7) / 8).map { UInt8(truncatingIfNeeded: bits >> UInt128(120 - 8 * $0)) }
        bitString(octets, unusedBits: UInt8(octets.count * 8 - count))
    }
}

/// The AS resources of a certificate as they are to be encoded (RFC 3779 section 3.2.3).
package enum ASResourceBlocks: Sendable, Hashable {
    case inherit
    case ranges([ClosedRange<UInt32>])

    func encode(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.explicit(0) { writer in
                switch self {
                case .inherit:
                    writer.null()
                case .ranges(let ranges):
                    writer.sequence { writer in
                        for range in ranges {
                            if range.count == 1 {
                                writer.integer(range.lowerBound)
                            } else {
                                writer.sequence {
                                    $0.integer(range.lowerBound)
                                    $0.integer(range.upperBound)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
