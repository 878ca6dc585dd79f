/// An object identifier, held as its encoded content octets (X.690 section 8.19).
///
/// Identifiers of up to 15 octets, which are all that the RPKI uses, are one 128-bit number: comparing them touches
/// no heap. Constants are written as `static let sha256: OID = [2, 16, 840, 1, 101, 3, 4, 2, 1]`.
public struct OID: Hashable, Sendable {
    /// The first 15 octets as a number, and in the lowest octet how many there are in all.
    @usableFromInline let packed: UInt128
    /// The octets from the sixteenth on; nil when there are none, so that copying the identifier counts no reference.
    @usableFromInline let rest: Rest?

    /// Octets on the heap.
    @usableFromInline
    final class Rest: Hashable, Sendable {
        let octets: [UInt8]

        init(_ octets: [UInt8]) { self.octets = octets }

        @usableFromInline
        static func == (left: Rest, right: Rest) -> Bool { left.octets == right.octets }

        @usableFromInline
        func hash(into hasher: inout Hasher) { hasher.combine(octets) }
    }

    /// Longest encoding that is read; remote data gains nothing by longer ones.
    public static let maximumOctets = 128

    /// The identifier with these content octets; nil unless each arc is complete and in its shortest form.
    public init?(encoded content: borrowing ArraySlice<UInt8>) {
        let octets = content.span
        let count = octets.count
        guard count > 0, count <= Self.maximumOctets, octets[count - 1] < 0x80 else { return nil }
        // Two words: shifting one of 128 bits costs several times as much.
        var high: UInt64 = 0
        var low: UInt64 = 0
        var previous: UInt8 = 0
        for index in 0..<min(count, 15) {
            let octet = octets[index]
            // An arc starts after an octet below 80, and never with 80, which would be a leading zero.
            if octet == 0x80 && previous < 0x80 { return nil }
            previous = octet
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(octet)
        }
        var tail: [UInt8] = []
        for index in min(count, 15)..<count {
            if octets[index] == 0x80 && previous < 0x80 { return nil }
            previous = octets[index]
            tail.append(previous)
        }
        packed = UInt128(high) << 72 | UInt128(low) << 8 | UInt128(UInt8(truncatingIfNeeded: count))
        rest = tail.isEmpty ? nil : Rest(tail)
    }

    private init(packed: UInt128) {
        self.packed = packed
        rest = nil
    }

    @inlinable
    public static func == (left: OID, right: OID) -> Bool {
        // Octets from the sixteenth on exist on both sides or on neither when the counts are equal.
        left.packed == right.packed && (left.rest == nil || left.rest == right.rest)
    }

    /// For `switch`: without it, each case would go through the generic operator.
    @inlinable
    public static func ~= (pattern: OID, value: OID) -> Bool {
        pattern == value
    }

    /// The content octets.
    public var encoded: [UInt8] {
        let count = min(15, Int(UInt8(truncatingIfNeeded: packed)))
        return (0..<count).map { UInt8(truncatingIfNeeded: packed >> UInt128(8 * (count - $0))) } + (rest?.octets ?? [])
    }
}

extension OID: ExpressibleByArrayLiteral {
    /// The identifier with these arcs; the first is 0, 1 or 2, and there are at least two.
    public init(arrayLiteral arcs: UInt64...) {
        var content: [UInt8] = []
        let leading = (arcs.first ?? 0) * 40 + (arcs.dropFirst().first ?? 0)
        for arc in [leading] + arcs.dropFirst(2) {
            let groups = max(1, (64 - arc.leadingZeroBitCount + 6) / 7)
            for group in (0..<groups).reversed() {
                content.append(UInt8(truncatingIfNeeded: arc >> UInt64(7 * group)) & 0x7F | (group == 0 ? 0 : 0x80))
            }
        }
        // The arcs of a literal are encoded in their shortest form: never nil for two arcs or more.
        self = OID(encoded: content[...]) ?? OID(packed: 0)
    }
}

extension OID: CustomStringConvertible {
    /// `1.2.840.113549.1.7.2`; an arc above 2^64 − 1 is shown as `…`.
    public var description: String {
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
