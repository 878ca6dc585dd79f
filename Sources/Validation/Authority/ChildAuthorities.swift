import DER
import FlightEvents
import ObjectStore
import RPKICrypto
import RPKIObjects

/// A CA certificate on its way to become an authority.
struct AuthorityCandidate {
    let certificate: ResourceCertificate
    let reference: ObjectReference
    let resources: EffectiveResources
    let caRepository: RsyncURI
    let manifestURI: RsyncURI
    let subjectKey: SHA256Digest

    /// Throws when the certificate does not say where the authority publishes (RFC 6487 section 4.8.8.1).
    init(
        _ certificate: ResourceCertificate,
        reference: ObjectReference,
        resources: EffectiveResources
    ) throws(Rejection) {
        guard let caRepository = certificate.caRepository, let manifestURI = certificate.manifestURI else {
            throw Rejection(.certificateSubjectInformationAccess, "no repository or no manifest")
        }
        self.certificate = certificate
        self.reference = reference
        self.resources = resources
        self.caRepository = caRepository.asDirectory
        self.manifestURI = manifestURI
        subjectKey = SHA256Digest(hashing: certificate.subjectPublicKeyInfo.encoded)
    }

    /// The authority at the end of `path`.
    func authority(
        key: PublicationPointKey,
        trustAnchor: String,
        notBefore: PosixTime,
        notAfter: PosixTime,
        path: [CertificationAuthority.Ancestor]
    ) -> CertificationAuthority {
        CertificationAuthority(
            key: key,
            trustAnchor: trustAnchor,
            certificate: reference,
            subjectName: certificate.subjectName.compact(),
            subjectKeyIdentifier: certificate.subjectKeyIdentifier,
            subjectPublicKeyInfo: certificate.subjectPublicKeyInfo.compact(),
            subjectKey: subjectKey,
            resources: resources,
            caRepository: caRepository,
            manifestURI: manifestURI,
            location: RepositoryLocation(notifyURI: certificate.notifyURI, rsyncModule: caRepository.moduleURI),
            notBefore: max(certificate.notBefore, notBefore),
            notAfter: min(certificate.notAfter, notAfter),
            path: path
        )
    }
}

/// The authorities that one issuer has certified.
struct ChildAuthorities {
    private let issuer: CertificationAuthority
    let path: [CertificationAuthority.Ancestor]
    private var candidates: [(candidate: AuthorityCandidate, fileName: String)] = []

    init(issuer: CertificationAuthority) {
        self.issuer = issuer
        path = issuer.childPath
    }

    mutating func append(_ candidate: AuthorityCandidate, fileName: String) {
        candidates.append((candidate, fileName))
    }

    /// The authorities, each with a key of its own: siblings that share a subject key are told apart by the names of
    /// their certificates.
    func finished() -> [CertificationAuthority] {
        let counts = candidates.reduce(into: [SHA256Digest: Int]()) { $0[$1.candidate.subjectKey, default: 0] += 1 }
        return candidates.map { candidate, fileName in
            let isShared = counts[candidate.subjectKey, default: 0] > 1
            return candidate.authority(
                key: PublicationPointKey(
                    below: issuer.key,
                    subjectKey: candidate.subjectKey,
                    certificateName: isShared ? fileName : nil
                ),
                trustAnchor: issuer.trustAnchor,
                notBefore: issuer.notBefore,
                notAfter: issuer.notAfter,
                path: path
            )
        }
    }
}

extension RsyncURI {
    /// With the slash at its end that some certificates leave out.
    fileprivate var asDirectory: RsyncURI {
        isDirectory ? self : RsyncURI("\(self)/") ?? self
    }
}

// An authority outlives the certificate that it was read from: what it keeps must not hold on to all of the
// certificate's octets.
extension DistinguishedName {
    fileprivate func compact() -> DistinguishedName {
        DistinguishedName(encoded: Array(encoded)[...])
    }
}

extension SubjectPublicKeyInfo {
    fileprivate func compact() -> SubjectPublicKeyInfo {
        (try? SubjectPublicKeyInfo(decoding: Array(encoded)[...])) ?? self
    }
}

extension PublicationPointKey {
    /// The key of a trust anchor's publication point.
    init(trustAnchor: String, subjectKey: SHA256Digest) {
        var hasher = SHA256Hasher()
        hasher.update(subjectKey.bytes)
        hasher.update(Array(trustAnchor.utf8))
        self.init(digest: hasher.finalize())
    }

    /// The key of a publication point whose authority was certified by the one that publishes at `issuer`.
    init(below issuer: PublicationPointKey, subjectKey: SHA256Digest, certificateName: String?) {
        var hasher = SHA256Hasher()
        hasher.update(issuer.digest.bytes)
        hasher.update(subjectKey.bytes)
        if let certificateName { hasher.update(Array(certificateName.utf8)) }
        self.init(digest: hasher.finalize())
    }
}
