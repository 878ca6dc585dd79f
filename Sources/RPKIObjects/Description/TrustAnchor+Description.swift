import Foundation

extension TrustAnchorLocator: Describable {
    package func describe(into description: inout ObjectDescription) {
        description.add("uris", "Certificate at", .list(uris.map { .text($0.description) }))
        if let key = try? SubjectPublicKeyInfo(decoding: subjectPublicKeyInfo[...]) {
            description.add("publicKey", "Public key", key.value)
            description.add("subjectKeyIdentifier", "Key identifier", .identifier(key.keyIdentifier))
        }
    }
}

extension TrustAnchorKeys: Describable {
    package func describe(into description: inout ObjectDescription) {
        description.add("current", "Current key") { current.describe(into: &$0) }
        if let predecessor { description.add("predecessor", "Predecessor") { predecessor.describe(into: &$0) } }
        if let successor { description.add("successor", "Successor") { successor.describe(into: &$0) } }
    }
}

extension TrustAnchorKeys.Key: Describable {
    package func describe(into description: inout ObjectDescription) {
        if !comments.isEmpty { description.add("comments", "Comments", .list(comments.map { .text($0) })) }
        description.add("uris", "Certificate at", .list(uris.map { .text($0.description) }))
        description.add("publicKey", "Public key", subjectPublicKeyInfo.value)
        description.add(
            "subjectKeyIdentifier",
            "Key identifier",
            .identifier(subjectPublicKeyInfo.keyIdentifier)
        )
        // As it stands in a trust anchor locator (RFC 8630 section 2.2).
        let base64 = Data(subjectPublicKeyInfo.encoded).base64EncodedString()
        description.add("subjectPublicKeyInfo", "Key in base64", .shown(base64, .text(base64)))
    }
}
