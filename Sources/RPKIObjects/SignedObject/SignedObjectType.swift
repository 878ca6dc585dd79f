package import DER

/// The registered types of signed objects (IANA "RPKI Signed Objects").
package enum SignedObjectType: Hashable, Sendable {
    case routeOriginAuthorization
    case manifest
    case ghostbusters
    case signedChecklist
    case providerAuthorization
    case trustAnchorKey
    case signedPrefixList
    /// A type that is not registered.
    case other(OID)

    package init(contentType: OID) {
        self =
            switch contentType {
            case .routeOriginAuthorization: .routeOriginAuthorization
            case .manifest: .manifest
            case .ghostbusters: .ghostbusters
            case .signedChecklist: .signedChecklist
            case .autonomousSystemProviderAuthorization: .providerAuthorization
            case .trustAnchorKey: .trustAnchorKey
            case .signedPrefixList: .signedPrefixList
            default: .other(contentType)
            }
    }

    /// Whether the EE certificate names the object's place in its repository: all do but a signed checklist, which is
    /// not published (RFC 9323 section 2).
    package var hasSubjectInformationAccess: Bool { self != .signedChecklist }
}
