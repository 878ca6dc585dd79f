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

    /// The name for people.
    var title: String {
        switch self {
        case .certificate: "resource certificate"
        case .revocationList: "certificate revocation list"
        case .signedObject(let type): type.contentName ?? "signed object of an unknown type"
        case .trustAnchorLocator: "trust anchor locator"
        case .cacheRepresentation: "canonical cache representation"
        case .rrdp(let document): "RRDP \(document.rawValue) file"
        case .localExceptions: "local exceptions (SLURM)"
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
}
