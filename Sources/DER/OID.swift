/// An object identifier, held as its encoded content octets (X.690 section 8.19).
///
/// Identifiers of up to 15 octets, which are all that the RPKI uses, are one 128-bit number: comparing them touches
/// no heap. Constants are written as `static let sha256: OID = [2, 16, 840, 1, 101, 3, 4, 2, 1]`.
package struct OID: Hashable, Sendable {
    /// The first 15 octets as a number, and in the lowest octet how many there are in all.
    @usableFromInline let packed: UInt128
    /// The octets from the sixteenth on.
    @usableFromInline let rest: [UInt8]

    /// Longest encoding that is read; remote data gains nothing by longer ones.
    package static let maximumOctets = 128

    /// The identifier with these content octets; nil unless each arc is complete and in its shortest form.
    package init?(encoded content: ArraySlice<UInt8>) {
        guard content.count <= Self.maximumOctets else { return nil }
        // Two words: shifting one of 128 bits costs several times as much.
        var high: UInt64 = 0
        var low: UInt64 = 0
        var atStartOfArc = true
        var remaining = 15
        for octet in content {
            if atStartOfArc && octet == 0x80 { return nil }
            atStartOfArc = octet < 0x80
            if remaining > 0 {
                high = high << 8 | low >> 56
                low = low << 8 | UInt64(octet)
                remaining -= 1
            }
        }
        guard atStartOfArc, !content.isEmpty else { return nil }
        packed = UInt128(high) << 72 | UInt128(low) << 8 | UInt128(UInt8(truncatingIfNeeded: content.count))
        rest = content.count > 15 ? Array(content.dropFirst(15)) : []
    }

    private init(packed: UInt128, rest: [UInt8]) {
        self.packed = packed
        self.rest = rest
    }

    @inlinable
    package static func == (left: OID, right: OID) -> Bool {
        left.packed == right.packed && (left.rest.isEmpty || left.rest == right.rest)
    }

    /// For `switch`: without it, each case would go through the generic operator.
    @inlinable
    package static func ~= (pattern: OID, value: OID) -> Bool {
        pattern == value
    }

    /// The content octets.
    package var encoded: [UInt8] {
        let count = min(15, Int(UInt8(truncatingIfNeeded: packed)))
        return (0..<count).map { UInt8(truncatingIfNeeded: packed >> UInt128(8 * (count - $0))) } + rest
    }
}

extension OID: ExpressibleByArrayLiteral {
    /// The identifier with these arcs; the first is 0, 1 or 2, and there are at least two.
    package init(arrayLiteral arcs: UInt64...) {
        var content: [UInt8] = []
        let leading = (arcs.first ?? 0) * 40 + (arcs.dropFirst().first ?? 0)
        for arc in [leading] + arcs.dropFirst(2) {
            let groups = max(1, (64 - arc.leadingZeroBitCount + 6) / 7)
            for group in (0..<groups).reversed() {
                content.append(UInt8(truncatingIfNeeded: arc >> UInt64(7 * group)) & 0x7F | (group == 0 ? 0 : 0x80))
            }
        }
        // The arcs of a literal are encoded in their shortest form: never nil for two arcs or more.
        self = OID(encoded: content[...]) ?? OID(packed: 0, rest: [])
    }
}

extension OID: CustomStringConvertible {
    /// `1.2.840.113549.1.7.2`; an arc above 2^64 − 1 is shown as `…`.
    package var description: String {
        var arcs: [String] = []
        var arc: UInt64? = 0
        for octet in encoded {
            arc = arc.flatMap { $0 >> 57 == 0 ? $0 << 7 | UInt64(octet & 0x7F) : nil }
            guard octet < 0x80 else { continue }
            if arcs.isEmpty, let leading = arc {
                let first = min(2, leading / 40)
                arcs = ["\(first)", "\(leading - first * 40)"]
            } else {
                arcs.append(arc.map(String.init) ?? "…")
            }
            arc = 0
        }
        return arcs.joined(separator: ".")
    }
}
