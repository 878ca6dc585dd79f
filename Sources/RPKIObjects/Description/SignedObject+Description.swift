import DER

extension SignedObject: Describable {
    /// What the envelope says: when it was signed, and by whom. The content is described by its payload.
    package func describe(into description: inout ObjectDescription) {
        description.add("contentType", "Content type", .text(type.contentName ?? contentType.description))
        description.add("signingTime", "Signing time", signingTime.map { .time($0) })
        description.add("signatureAlgorithm", "Signed with", signer.signatureAlgorithm.value)
        if hasIndefiniteLengths { description.add("encoding", "Encoding", .text("BER, indefinite lengths")) }
        description.add("eeCertificate", "EE certificate") { eeCertificate.describe(into: &$0) }
    }
}

extension SignedObjectType {
    /// What people call the content; nil when the type is not registered.
    package var contentName: String? {
        switch self {
        case .routeOriginAuthorization: "route origin authorization"
        case .manifest: "manifest"
        case .ghostbusters: "Ghostbusters record"
        case .signedChecklist: "signed checklist"
        case .providerAuthorization: "autonomous system provider authorization"
        case .trustAnchorKey: "trust anchor key"
        case .signedPrefixList: "signed prefix list"
        case .other: nil
        }
    }
}
