package import DER
package import FlightEvents
package import ObjectStore
package import RPKICrypto
package import RPKIObjects

/// A certification authority as its validated certificate and chain describe it: all that evaluating its
/// publication point needs to know about it.
///
/// An authority is not identified by its key alone: real and test repositories hold several authorities with one
/// key. ``key`` names it by the chain of keys from its trust anchor, and siblings that share a key also by their
/// certificate's file name.
package struct CertificationAuthority: Hashable, Sendable {
    /// What the loop rule compares.
    package struct Ancestor: Hashable, Sendable {
        /// SHA-256 of the SubjectPublicKeyInfo.
        package let subjectKey: SHA256Digest
        package let resources: EffectiveResources
        package let manifestURI: RsyncURI
    }

    package let key: PublicationPointKey
    /// The trust anchor's name.
    package let trustAnchor: String
    package let certificate: ObjectReference
    package let subjectName: DistinguishedName
    package let subjectKeyIdentifier: KeyIdentifier
    package let subjectPublicKeyInfo: SubjectPublicKeyInfo
    /// SHA-256 of ``subjectPublicKeyInfo``.
    package let subjectKey: SHA256Digest
    package let resources: EffectiveResources
    package let caRepository: RsyncURI
    package let manifestURI: RsyncURI
    package let location: RepositoryLocation
    /// The latest notBefore and the earliest notAfter on the chain.
    package let notBefore: PosixTime
    package let notAfter: PosixTime
    /// From the trust anchor down to the issuer; siblings share the array.
    package let path: [Ancestor]

    /// Authorities above this one.
    package var depth: Int { path.count }

    /// The path that this authority's children have.
    var childPath: [Ancestor] {
        path + [Ancestor(subjectKey: subjectKey, resources: resources, manifestURI: manifestURI)]
    }

    /// Whether an evaluation for `other` holds for this authority too. A certificate that was renewed without
    /// changing anything that its publication point depends on leaves the subtree as it is; the chain's times are
    /// the issuer's concern, who drops the authority when they end.
    func evaluatesLike(_ other: CertificationAuthority) -> Bool {
        key == other.key && subjectKey == other.subjectKey && resources == other.resources
            && manifestURI == other.manifestURI && caRepository == other.caRepository && location == other.location
            && subjectName == other.subjectName && path == other.path
    }
}
