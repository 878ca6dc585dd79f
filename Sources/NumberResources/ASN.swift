/// An autonomous system number (RFC 6793: 32 bits).
package struct ASN: Hashable, Comparable, Sendable {
    package let value: UInt32

    @inlinable
    package init(_ value: UInt32) {
        self.value = value
    }

    /// Reads `AS65000`, `as65000` or `65000`; nil for anything else, also for a number above 2^32 − 1.
    package init?(parsing text: some StringProtocol) {
        let digits = text.prefix(2).lowercased() == "as" ? text.dropFirst(2) : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt32(digits)
        else { return nil }
        self.value = value
    }

    @inlinable
    package static func < (left: ASN, right: ASN) -> Bool {
        left.value < right.value
    }
}

extension ASN: CustomStringConvertible {
    /// `AS65000`
    package var description: String { "AS\(value)" }
}
