/// A closed range of addresses of one family (RFC 3779 section 2.2.3.9).
package struct IPRange: Hashable, Sendable {
    package let first: IPAddress
    package let last: IPAddress

    /// nil when the families differ or `last` lies before `first`.
    package init?(first: IPAddress, last: IPAddress) {
        guard first.family == last.family, first.bits <= last.bits else { return nil }
        self.first = first
        self.last = last
    }

    init(uncheckedFirst first: IPAddress, last: IPAddress) {
        self.first = first
        self.last = last
    }

    /// All addresses of `prefix`.
    package init(_ prefix: IPPrefix) {
        first = prefix.first
        last = prefix.last
    }

    package var family: AddressFamily { first.family }
}

extension IPRange: CustomStringConvertible {
    /// `192.0.2.0-192.0.2.9`
    package var description: String { "\(first)-\(last)" }
}
