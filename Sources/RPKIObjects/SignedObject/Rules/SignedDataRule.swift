/// RFC 6488 sections 2.1.1, 2.1.5, 2.1.6.1 and 2.1.6.7: version 3 of both structures, no CRLs, no unsigned attributes;
/// the content is not empty.
enum SignedDataRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(object.version == 3, .signedObjectVersion, "version \(object.version)")
        try inspection.require(!object.content.isEmpty, .signedObjectContent, "empty", at: object.content.startIndex)
        try inspection.require(!object.hasCRLs, .signedObjectCRLs)
        let signer = object.signer
        try inspection.require(
            signer.version == 3,
            .signedObjectSignerVersion,
            "version \(signer.version)",
            at: signer.offset
        )
        try inspection.require(!signer.hasUnsignedAttributes, .signedObjectUnsignedAttributes, at: signer.offset)
    }
}
