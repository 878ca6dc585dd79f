import NumberResources
import Payloads

/// Collects the payload PDUs of one answer, checks them and makes the set.
struct PayloadCollector: Sendable {
    private let version: ProtocolVersion
    private let maximumPayloads: Int
    private var vrps: RecordTable<VRP>
    private var routerKeys: RecordTable<RouterKey>
    /// By customer: an announcement replaces (draft-ietf-sidrops-8210bis-27 section 5.12).
    private var aspas: [ASN: ASPA]
    private var previous: PDU?
    private(set) var announced = 0
    private(set) var withdrawn = 0

    /// - Parameter known: what a delta changes; nil for a full set.
    init(changing known: PayloadSet?, version: ProtocolVersion, maximumPayloads: Int) {
        self.version = version
        self.maximumPayloads = maximumPayloads
        vrps = RecordTable(changing: known?.vrps)
        routerKeys = RecordTable(changing: known?.routerKeys)
        aspas = Dictionary((known?.aspas ?? []).map { ($0.customer, $0) }) { _, last in last }
    }

    /// Takes a payload PDU; false for any other.
    mutating func take(_ pdu: PDU) throws(PDUError) -> Bool {
        switch pdu {
        case .prefix(let vrp, true): try vrps.announce(vrp)
        case .prefix(let vrp, false): try vrps.withdraw(vrp)
        case .routerKey(let key, true): try routerKeys.announce(key)
        case .routerKey(let key, false): try routerKeys.withdraw(key)
        case .aspaAnnouncement(let aspa):
            guard aspas.updateValue(aspa, forKey: aspa.customer) != aspa else {
                throw PDUError(.duplicateAnnouncement, "the ASPA of \(aspa.customer) was there already")
            }
        case .aspaWithdrawal(let customer):
            guard aspas.removeValue(forKey: customer) != nil else {
                throw PDUError(.withdrawalOfUnknownRecord, "there was no ASPA of \(customer)")
            }
        default:
            return false
        }
        if pdu.isAnnouncement { announced += 1 } else { withdrawn += 1 }
        guard announced + withdrawn <= maximumPayloads else {
            throw PDUError(.internalError, "more than \(maximumPayloads) payloads")
        }
        // The order is a MUST from version 2 on (draft-ietf-sidrops-8210bis-27 section 11.2).
        if version >= .v2, let previous, !PayloadOrder.precedes(previous, pdu) {
            throw PDUError(.orderingError, "payload PDUs out of order")
        }
        previous = pdu
        return true
    }

    consuming func finish() throws(PDUError) -> PayloadSet {
        let aspas = Array(aspas.values)
        return PayloadSet(vrps: try vrps.finish(), routerKeys: try routerKeys.finish(), aspas: aspas)
    }
}
