import RPKIObjects

/// The signedObject access location of the EE certificate is where the object was found (RFC 6487 section 4.8.8.2; for
/// manifests RFC 9981 section 4): an object cannot stand in for another one.
struct SignedObjectLocationRule {
    static func check(
        _ certificate: ResourceCertificate,
        fileName: String,
        directory: RsyncURI
    ) throws(Rejection) {
        guard let uri = directory.appending(fileName) else {
            throw Rejection(.objectLocationMismatch, "\(fileName) is no file name")
        }
        try check(certificate, uri: uri)
    }

    static func check(_ certificate: ResourceCertificate, uri: RsyncURI) throws(Rejection) {
        guard certificate.signedObjectURI == uri else {
            throw Rejection(
                .objectLocationMismatch,
                "made for \(certificate.signedObjectURI.map(\.description) ?? "no place"), found at \(uri)"
            )
        }
    }
}
