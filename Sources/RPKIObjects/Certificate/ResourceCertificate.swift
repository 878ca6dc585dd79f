package import DER
package import RPKICrypto

/// A certificate of the RPKI (RFC 6487): of a trust anchor, an authority, a signed object or a BGPsec router.
///
/// Decoding accepts whatever has the structure of such a certificate; ``inspect(as:profile:)`` tells whether it
/// keeps to the profile. All slices share the array that was decoded, and their indices are offsets in it.
///
/// It never changes, and two are equal when their octets are. A class only because it has dozens of references to that
/// array: copies would count them all.
package final class ResourceCertificate: Sendable {
    /// The certificate's octets.
    package let encoded: ArraySlice<UInt8>
    let structure: SignedStructure
    /// The version field: 2 means version 3.
    let version: UInt8
    package let serialNumber: SerialNumber
    /// The signature algorithm that the signed part names.
    let signatureAlgorithm: AlgorithmIdentifier
    package let issuerName: DistinguishedName
    package let subjectName: DistinguishedName
    let encodedNotBefore: DERTime
    let encodedNotAfter: DERTime
    package let subjectPublicKeyInfo: SubjectPublicKeyInfo
    /// Where an issuer or subject unique identifier stands.
    let uniqueIdentifier: Int?
    let extensions: CertificateExtensions
    package let subjectKeyIdentifier: KeyIdentifier

    /// Decodes a certificate from the whole of `encoded`.
    package convenience init(decoding encoded: [UInt8]) throws(Rejection) {
        try self.init(decoding: encoded[...])
    }

    /// Decodes a certificate from the whole of `encoded`.
    package init(decoding encoded: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.certificateSyntax
        self.encoded = encoded
        let structure = try syntax.decoding { () throws(DERError) in try SignedStructure(encoded) }
        self.structure = structure
        var fields = try syntax.decoding { () throws(DERError) in
            var reader = DERReader(structure.signedPart)
            return try reader.enter()
        }
        version = try RejectionReason.certificateVersion.decoding { () throws(DERError) in
            guard var explicit = try fields.enterIfPresent(.contextConstructed(0)) else { return 0 }
            let version = try explicit.readUnsignedInteger(as: UInt8.self)
            try explicit.finish()
            return version
        }
        serialNumber = try RejectionReason.certificateSerialNumber.decoding { () throws(DERError) in
            try SerialNumber(from: &fields)
        }
        signatureAlgorithm = try syntax.decoding { () throws(DERError) in try AlgorithmIdentifier(from: &fields) }
        issuerName = try RejectionReason.certificateIssuerName.decoding { () throws(DERError) in
            DistinguishedName(encoded: try fields.readEncoded(.sequence))
        }
        (encodedNotBefore, encodedNotAfter) = try RejectionReason.certificateTimeEncoding.decoding {
            () throws(DERError) in
            var validity = try fields.enter()
            let bounds = (try validity.readTime(), try validity.readTime())
            try validity.finish()
            return bounds
        }
        subjectName = try RejectionReason.certificateSubjectName.decoding { () throws(DERError) in
            DistinguishedName(encoded: try fields.readEncoded(.sequence))
        }
        subjectPublicKeyInfo = try RejectionReason.certificatePublicKey.decoding { () throws(DERError) in
            try SubjectPublicKeyInfo(from: &fields)
        }
        let start = fields.offset
        let (hasUniqueIdentifier, content) = try syntax.decoding { () throws(DERError) in
            let issuer = try fields.readIfPresent(.context(1))
            let subject = try fields.readIfPresent(.context(2))
            let extensions = try fields.enterIfPresent(.contextConstructed(3))
            try fields.finish()
            return (issuer != nil || subject != nil, extensions)
        }
        uniqueIdentifier = hasUniqueIdentifier ? start : nil
        guard let content else { throw Rejection(.certificateExtensionSyntax, "no extensions", at: start) }
        extensions = try CertificateExtensions(content)
        guard let subjectKeyIdentifier = extensions.subjectKeyIdentifier?.value else {
            throw Rejection(.certificateSubjectKeyIdentifier, "the extension is absent")
        }
        self.subjectKeyIdentifier = subjectKeyIdentifier
    }
}

extension ResourceCertificate: Hashable {
    package static func == (left: ResourceCertificate, right: ResourceCertificate) -> Bool {
        left.encoded == right.encoded
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(encoded) }
}

extension ResourceCertificate {
    /// The first instant at which the certificate is valid.
    package var notBefore: PosixTime { encodedNotBefore.time }
    /// The last instant at which the certificate is valid.
    package var notAfter: PosixTime { encodedNotAfter.time }
    /// The identifier of the key that signed it; only a trust anchor may leave it out.
    package var authorityKeyIdentifier: KeyIdentifier? { extensions.authorityKeyIdentifier?.value.keyIdentifier }
    /// Whether it says that its subject is an authority (basic constraints, cA).
    package var isAuthority: Bool { extensions.basicConstraints?.value.isAuthority ?? false }
    /// Where the authority publishes (subject information access, id-ad-caRepository).
    package var caRepository: RsyncURI? { extensions.subjectInformationAccess?.value.caRepository }
    /// Where the authority's manifest is.
    package var manifestURI: RsyncURI? { extensions.subjectInformationAccess?.value.manifest }
    /// Where RRDP starts for the authority's repository (RFC 8182).
    package var notifyURI: HTTPSURI? { extensions.subjectInformationAccess?.value.notify }
    /// Where the signed object is that holds this EE certificate.
    package var signedObjectURI: RsyncURI? { extensions.subjectInformationAccess?.value.signedObject }
    /// Where the issuer's certificate is.
    package var caIssuersURI: RsyncURI? { extensions.authorityInformationAccess?.value.caIssuers }
    /// Where the CRL is on which it would be revoked.
    package var crlURI: RsyncURI? { extensions.crlDistributionPoints?.value.uri }
    /// Whether its policy says that it holds only those of its number resources that its issuer holds too, instead of
    /// being invalid when it lists others (RFC 8360 section 4.2.1).
    package var hasTrimmedResources: Bool {
        extensions.certificatePolicies?.value.includesResourcePolicyV2 ?? false
    }
    package var ipResources: IPResourceExtension? { extensions.ipResources?.value.resources }
    package var asResources: ASResourceExtension? { extensions.asResources?.value.resources }

    /// The subject's key, ready to verify signatures.
    package func publicKey() throws(Rejection) -> PublicKey { try subjectPublicKeyInfo.publicKey() }

    /// Whether `key` signed it.
    package func isSigned(by key: PublicKey) -> Bool {
        key.verifies(structure.signature, of: structure.signedPart)
    }

    /// Throws unless `instant` lies in the validity period, both ends included (RFC 6487 section 7.2, RFC 5280
    /// section 4.1.2.5).
    package func checkValidity(at instant: PosixTime) throws(Rejection) {
        guard instant >= notBefore else { throw Rejection(.certificateNotYetValid, "valid from \(notBefore)") }
        guard instant <= notAfter else { throw Rejection(.certificateExpired, "expired at \(notAfter)") }
    }

    /// Throws unless it says that `issuer` issued it: issuer name and authority key identifier are the subject name
    /// and subject key identifier there (RFC 6487 section 7.2). Its signature is checked apart.
    package func checkIssued(by issuer: ResourceCertificate) throws(Rejection) {
        guard issuerName.matches(issuer.subjectName) else {
            throw Rejection(
                .certificateIssuerMismatch,
                "issuer \(issuerName) is not \(issuer.subjectName)",
                at: issuerName.encoded.startIndex
            )
        }
        guard authorityKeyIdentifier == issuer.subjectKeyIdentifier else {
            throw Rejection(
                .certificateAuthorityKeyMismatch,
                "the authority key identifier is not the issuer's subject key identifier",
                at: extensions.authorityKeyIdentifier?.offset
            )
        }
    }
}
