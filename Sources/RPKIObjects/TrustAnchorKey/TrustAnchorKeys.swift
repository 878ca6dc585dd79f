import DER

/// The content of a TAK: the keys of a trust anchor, and where the certificate of each is (RFC 9691).
///
/// It is a statement to be reported, never acted on by itself: that a successor is announced changes no trust.
package struct TrustAnchorKeys: SignedObjectPayload {
    /// One key of the trust anchor: the same as a trust anchor locator says (RFC 8630 section 2.2).
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
        var fields = try DERReader.fields(of: content, syntax)
        // Section 3.2.2: version 0, which is the default and so not encoded.
        if let tag = fields.nextTag, tag != .sequence {
            throw Rejection(.takVersion, "a version is encoded", at: fields.offset)
        }
        current = try Key(from: &fields)
        predecessor = try Self.key(.contextConstructed(0), &fields)
        successor = try Self.key(.contextConstructed(1), &fields)
        try syntax.decoding { () throws(DERError) in try fields.finish() }
    }

    /// Reads a key under an EXPLICIT tag, if it is there.
    private static func key(_ tag: DERTag, _ fields: inout DERReader) throws(Rejection) -> Key? {
        let syntax = RejectionReason.takSyntax
        guard var explicit = try syntax.decoding({ () throws(DERError) in try fields.enterIfPresent(tag) }) else {
            return nil
        }
        let key = try Key(from: &explicit)
        try syntax.decoding { () throws(DERError) in try explicit.finish() }
        return key
    }
}
