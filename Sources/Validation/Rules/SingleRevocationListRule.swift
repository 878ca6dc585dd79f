import RPKIObjects

/// The manifest lists exactly one CRL (RFC 9286 section 6.4, RFC 6481 section 2.2), and its own EE certificate points to
/// that one.
struct SingleRevocationListRule {
    /// The CRL's entry and its URI.
    static func check(
        _ manifest: Manifest,
        eeCertificate: ResourceCertificate,
        directory: RsyncURI
    ) throws(Rejection) -> (entry: Manifest.Entry, uri: RsyncURI) {
        let lists = manifest.entries.lazy.filter { $0.fileName.hasSuffix(".crl") }
        guard let entry = lists.first else { throw Rejection(.crlMissing, "the manifest lists none") }
        guard lists.dropFirst().isEmpty else { throw Rejection(.crlNotSingle, "the manifest lists several") }
        guard let uri = directory.appending(entry.fileName), eeCertificate.crlURI == uri else {
            throw Rejection(
                .certificateCRLMismatch,
                "the manifest lists \(entry.fileName), its EE certificate points to "
                    + (eeCertificate.crlURI.map(\.description) ?? "none")
            )
        }
        return (entry, uri)
    }
}
