import NumberResources
import Payloads

/// The order of payload PDUs within an answer (draft-ietf-sidrops-8210bis-27 section 11.2).
package enum PayloadOrder {
    /// Whether `left` must come before `right`. Of two that are equal, and of other PDUs, neither does.
    package static func precedes(_ left: PDU, _ right: PDU) -> Bool {
        if left.type != right.type { return left.type.rawValue < right.type.rawValue }
        if left.isAnnouncement != right.isAnnouncement { return left.isAnnouncement }
        switch (left, right) {
        case (.prefix(let left, let announced), .prefix(let right, _)):
            return announced ? key(right) < key(left) : key(left) < key(right)
        case (.routerKey(let left, _), .routerKey(let right, _)):
            return left < right
        case (.aspaAnnouncement(let left), .aspaAnnouncement(let right)):
            return left.customer < right.customer
        case (.aspaWithdrawal(let left), .aspaWithdrawal(let right)):
            return left < right
        default:
            return false
        }
    }

    private static func key(_ vrp: VRP) -> (UInt128, UInt8, UInt8, ASN) {
        (vrp.prefix.bits, vrp.maxLength, vrp.prefix.length, vrp.asn)
    }
}

extension PDU {
    /// Whether a payload PDU announces; false for withdrawals and PDUs without payload.
    package var isAnnouncement: Bool {
        switch self {
        case .prefix(_, let announced), .routerKey(_, let announced): announced
        case .aspaAnnouncement: true
        default: false
        }
    }
}
