import DER

/// The content of a TAK: the keys of a trust anchor, and where the certificate of each is (RFC 9691).
package struct TrustAnchorKeys: SignedObjectPayload {
    /// One key of the trust anchor.
    package struct Key: Hashable, Sendable {
        /// What the trust anchor has to say about the key, for people.
        package let comments: [String]
        /// Where the certificate of the key is; not empty.
        package let uris: [TrustAnchorURI]
        package let subjectPublicKeyInfo: SubjectPublicKeyInfo
    }

    package let current: Key
    /// The key that was in use before the current one.
    package let predecessor: Key?
    /// The key that will be used next.
    package let successor: Key?

    package static let type = SignedObjectType.trustAnchorKey

    package init(content: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.takSyntax
        var fields = try syntax.decoding { () throws(DERError) in
            var reader = DERReader(content)
            let fields = try reader.enter()
            try reader.finish()
            return fields
        }
        // Section 3.2: version 0, which is the default and so not encoded.
        if let tag = fields.nextTag, tag != .sequence {
            throw Rejection(.takVersion, "a version is encoded", at: fields.offset)
        }
        current = try Key(from: &fields)
        (predecessor, successor) = (nil, nil)
    }
}
