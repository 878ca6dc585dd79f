/// RFC 6488 section 2.1.6.2: the signer is the EE certificate's key, named by its subject key identifier.
enum SignerIdentifierRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            object.signer.subjectKeyIdentifier == object.eeCertificate.subjectKeyIdentifier,
            .signedObjectSignerIdentifier,
            "not the EE certificate's subject key identifier",
            at: object.signer.offset
        )
    }
}
