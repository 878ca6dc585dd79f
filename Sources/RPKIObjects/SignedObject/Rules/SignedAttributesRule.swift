/// RFC 6488 section 2.1.6.4: content type and message digest, the former that of the content; nothing but those and the
/// signing time.
enum SignedAttributesRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        let attributes = object.signer.attributes
        try inspection.require(
            attributes.contentType == object.contentType,
            .signedObjectContentType,
            attributes.contentType.map { "\($0) is not \(object.contentType)" } ?? "the attribute is absent",
            at: attributes.encoded.startIndex
        )
        try inspection.require(
            attributes.messageDigest != nil,
            .signedObjectMessageDigest,
            "the attribute is absent",
            at: attributes.encoded.startIndex
        )
        try inspection.require(
            attributes.firstUnknown == nil,
            .signedObjectSignedAttributes,
            "an attribute that is not allowed",
            at: attributes.firstUnknown
        )
    }
}
