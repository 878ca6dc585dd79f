import RPKICrypto
import RPKIObjects

/// Verifies the signatures of one authority's objects, each object once ever.
///
/// For a signed object the EE certificate's signature and the CMS signature are one verdict: both follow from the
/// object's octets and the authority's key.
struct SignatureLedger {
    private let authority: CertificationAuthority
    private let memory: any VerdictMemory
    private var key: PublicKey?
    private(set) var newlyVerified: [SHA256Digest] = []
    private(set) var verified = 0
    private(set) var remembered = 0

    init(authority: CertificationAuthority, memory: any VerdictMemory) {
        self.authority = authority
        self.memory = memory
    }

    mutating func verify(_ certificate: ResourceCertificate, hash: SHA256Digest) throws(Rejection) {
        guard !isRemembered(hash) else { return }
        try verifyCertificate(certificate)
        newlyVerified.append(hash)
    }

    mutating func verify(_ list: CertificateRevocationList, hash: SHA256Digest) throws(Rejection) {
        guard !isRemembered(hash) else { return }
        verified += 1
        guard list.isSigned(by: try authorityKey()) else { throw Rejection(.crlSignatureInvalid) }
        newlyVerified.append(hash)
    }

    mutating func verify(_ object: SignedObject, hash: SHA256Digest) throws(Rejection) {
        guard !isRemembered(hash) else { return }
        try verifyCertificate(object.eeCertificate)
        verified += 1
        try object.checkSignature()
        newlyVerified.append(hash)
    }

    private mutating func isRemembered(_ hash: SHA256Digest) -> Bool {
        guard memory.isVerified(object: hash, issuer: authority.subjectKey) else { return false }
        remembered += 1
        return true
    }

    private mutating func verifyCertificate(_ certificate: ResourceCertificate) throws(Rejection) {
        verified += 1
        guard certificate.isSigned(by: try authorityKey()) else { throw Rejection(.certificateSignatureInvalid) }
    }

    private mutating func authorityKey() throws(Rejection) -> PublicKey {
        if let key { return key }
        let made = try authority.subjectPublicKeyInfo.publicKey()
        key = made
        return made
    }
}
