import DER

extension SignedObject: Describable {
    /// What the envelope says: when it was signed, and by whom. The content is described by its payload.
    package func describe(into description: inout ObjectDescription) {
        if case .other = type { description.add("contentType", "Content type", text: contentType) }
        description.add("signingTime", "Signing time", signingTime.map { .time($0) })
        description.add("signatureAlgorithm", "Signed with", signer.signatureAlgorithm.value)
        if hasIndefiniteLengths { description.add("encoding", "Encoding", .text("BER, indefinite lengths")) }
        description.add("eeCertificate", "EE certificate") { eeCertificate.describe(into: &$0) }
    }
}
