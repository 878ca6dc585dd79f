import DER

/// RFC 9589 section 4: the signing time is present, as UTCTime through 2049; the binary signing time is not.
enum SigningTimeRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        let attributes = object.signer.attributes
        let offset = attributes.encoded.startIndex
        try inspection.require(!attributes.hasBinarySigningTime, .signedObjectBinarySigningTime, at: offset)
        guard let time = attributes.signingTime else {
            return try inspection.report(.signedObjectSigningTimeMissing, at: offset)
        }
        try inspection.require(
            time.hasRequiredType,
            .signedObjectSigningTime,
            "\(time)",
            at: offset
        )
    }
}
