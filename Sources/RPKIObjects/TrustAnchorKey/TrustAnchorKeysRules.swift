extension TrustAnchorKeys {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
    }
}
