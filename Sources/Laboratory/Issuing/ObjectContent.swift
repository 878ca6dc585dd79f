package import DER
import RPKIObjects

/// The content of a signed object that is neither a ROA nor a manifest, before it is encoded.
package enum ObjectContent: Sendable, Hashable {
    case aspa(ASPATemplate)
    case prefixList(PrefixListTemplate)
    case ghostbusters(GhostbustersTemplate)
    case trustAnchorKeys(TAKTemplate)
    case checklist(ChecklistTemplate)

    package var type: OID {
        switch self {
        case .aspa: OID.autonomousSystemProviderAuthorization
        case .prefixList: OID.signedPrefixList
        case .ghostbusters: OID.ghostbusters
        case .trustAnchorKeys: OID.trustAnchorKey
        case .checklist: OID.signedChecklist
        }
    }

    package func encoded() -> [UInt8] {
        switch self {
        case .aspa(let template): template.encoded()
        case .prefixList(let template): template.encoded()
        case .ghostbusters(let template): template.encoded()
        case .trustAnchorKeys(let template): template.encoded()
        case .checklist(let template): template.encoded()
        }
    }
}
