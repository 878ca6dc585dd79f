import RPKICrypto
package import RPKIObjects

/// The certificates, CRLs and trust anchor locators that a person gave as issuers of what is inspected.
package struct IssuerFiles: Sendable {
    private var certificates: [IssuingCertificate] = []
    private var lists: [RevocationListCandidate] = []
    private(set) var locators: [TrustAnchorLocator] = []

    package init() {}

    /// Whether none were given.
    var isEmpty: Bool { certificates.isEmpty && lists.isEmpty && locators.isEmpty }

    /// Adds a certificate, CRL or locator, also in base64 or PEM, told apart by content. `name` is the file's.
    package mutating func add(_ content: [UInt8], name: String) throws(Rejection) {
        let octets = try ArmoredText.decode(content) ?? content
        switch ContentDetection.type(of: octets) {
        case .certificate:
            let certificate = try ResourceCertificate(decoding: octets)
            certificates.append(
                IssuingCertificate(certificate, hash: SHA256Digest(hashing: octets), origin: .file(name))
            )
        case .revocationList:
            lists.append(RevocationListCandidate(try CertificateRevocationList(decoding: octets), place: name))
        case .trustAnchorLocator:
            locators.append(
                try TrustAnchorLocator(parsing: String(decoding: octets, as: UTF8.self), name: name)
            )
        default:
            throw Rejection(.objectTypeUnknown, "neither a certificate nor a CRL nor a trust anchor locator")
        }
    }

    /// The certificates that may have issued what names this issuer: by key or by name.
    func certificates(issuing name: DistinguishedName, key: KeyIdentifier?) -> [IssuingCertificate] {
        let byKey = certificates.filter { $0.certificate.subjectKeyIdentifier == key }
        let byName = byKey.filter { $0.certificate.subjectName.matches(name) }
        if !byName.isEmpty { return byName }
        if !byKey.isEmpty { return byKey }
        return certificates.filter { $0.certificate.subjectName.matches(name) }
    }

    /// The only certificate that was given: it may be meant as the issuer when nothing else is known of that.
    var onlyCertificate: [IssuingCertificate] { certificates.count == 1 ? certificates : [] }

    /// The certificates that issued themselves.
    var trustAnchors: [IssuingCertificate] { certificates.filter(\.certificate.isSelfIssued) }

    /// The CRLs of the issuer with this name and key.
    func revocationLists(of issuer: ResourceCertificate) -> [RevocationListCandidate] {
        let byKey = lists.filter { $0.list.authorityKeyIdentifier == issuer.subjectKeyIdentifier }
        let byName = byKey.filter { $0.list.issuerName.matches(issuer.subjectName) }
        return byName.isEmpty ? byKey : byName
    }
}

/// A certificate that may have issued something, and where it came from.
struct IssuingCertificate: Sendable {
    enum Origin: Hashable, Sendable {
        /// A file that a person gave.
        case file(String)
        /// The store has it under this URI.
        case store(String)
        /// The store has it as the certificate of the trust anchor with this name.
        case trustAnchor(String)
    }

    let certificate: ResourceCertificate
    let hash: SHA256Digest
    let origin: Origin

    init(_ certificate: ResourceCertificate, hash: SHA256Digest, origin: Origin) {
        self.certificate = certificate
        self.hash = hash
        self.origin = origin
    }

    /// Where it came from, for people.
    var place: String {
        switch origin {
        case .file(let name): name
        case .store(let uri): uri
        case .trustAnchor(let name): "trust anchor \(name)"
        }
    }
}

/// A CRL, and where it came from.
struct RevocationListCandidate: Sendable {
    let list: CertificateRevocationList
    let place: String

    init(_ list: CertificateRevocationList, place: String) {
        self.list = list
        self.place = place
    }
}
