import DER
package import RPKIObjects

/// What a file may turn out to be.
package enum InspectedType: Hashable, Sendable {
    case certificate
    case revocationList
    case signedObject(SignedObjectType)
    case trustAnchorLocator
    case cacheRepresentation
    case rrdp(RRDPDocument)
    case localExceptions

    package enum RRDPDocument: String, Hashable, Sendable, CaseIterable {
        case notification, snapshot, delta
    }

    /// The name for programs.
    package var name: String {
        switch self {
        case .certificate: "certificate"
        case .revocationList: "crl"
        case .signedObject(let type): type.shortName
        case .trustAnchorLocator: "tal"
        case .cacheRepresentation: "ccr"
        case .rrdp(let document): "rrdp-\(document.rawValue)"
        case .localExceptions: "slurm"
        }
    }

    /// The name for people, and where it is defined.
    var title: String {
        switch self {
        case .certificate: "resource certificate (RFC 6487)"
        case .revocationList: "certificate revocation list (RFC 6487)"
        case .signedObject(let type): type.title
        case .trustAnchorLocator: "trust anchor locator (RFC 8630)"
        case .cacheRepresentation: "canonical cache representation (draft-ietf-sidrops-rpki-ccr)"
        case .rrdp(let document): "RRDP \(document.rawValue) file (RFC 8182)"
        case .localExceptions: "local exceptions (RFC 8416)"
        }
    }

    /// The type whose files end so (IANA "RPKI Repository Name Schemes", and the names that others are known by).
    package init?(fileExtension: String) {
        switch fileExtension {
        case "cer": self = .certificate
        case "crl": self = .revocationList
        case "roa": self = .signedObject(.routeOriginAuthorization)
        case "mft": self = .signedObject(.manifest)
        case "asa": self = .signedObject(.providerAuthorization)
        case "gbr": self = .signedObject(.ghostbusters)
        case "tak": self = .signedObject(.trustAnchorKey)
        case "sig": self = .signedObject(.signedChecklist)
        case "spl": self = .signedObject(.signedPrefixList)
        case "tal": self = .trustAnchorLocator
        case "ccr": self = .cacheRepresentation
        case "slurm": self = .localExceptions
        default: return nil
        }
    }

    /// What ``init(fileExtension:)`` knows.
    package static let fileExtensions = [
        "asa", "ccr", "cer", "crl", "gbr", "mft", "roa", "sig", "slurm", "spl", "tak", "tal",
    ]
}

extension SignedObjectType {
    /// The name for programs.
    fileprivate var shortName: String {
        switch self {
        case .routeOriginAuthorization: "roa"
        case .manifest: "manifest"
        case .ghostbusters: "gbr"
        case .signedChecklist: "rsc"
        case .providerAuthorization: "aspa"
        case .trustAnchorKey: "tak"
        case .signedPrefixList: "spl"
        case .other(let type): "signed-object \(type)"
        }
    }

    fileprivate var title: String {
        switch self {
        case .routeOriginAuthorization: "route origin authorization (RFC 9582)"
        case .manifest: "manifest (RFC 9286)"
        case .ghostbusters: "Ghostbusters record (RFC 6493)"
        case .signedChecklist: "signed checklist (RFC 9323)"
        case .providerAuthorization: "autonomous system provider authorization (draft-ietf-sidrops-aspa-profile)"
        case .trustAnchorKey: "trust anchor key (RFC 9691)"
        case .signedPrefixList: "signed prefix list (draft-ietf-sidrops-rpki-prefixlist)"
        case .other: "signed object of an unknown type (RFC 6488)"
        }
    }
}
