/// RFC 6488 section 2: DER. Some publishers' CMS libraries write indefinite lengths.
enum SignedObjectEncodingRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(!object.hasIndefiniteLengths, .signedObjectNotDER)
    }
}
