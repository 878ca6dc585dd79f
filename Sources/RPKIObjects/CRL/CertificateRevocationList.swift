package import DER
package import RPKICrypto

/// A certificate revocation list (RFC 6487 section 5, RFC 9829).
package struct CertificateRevocationList: Hashable, Sendable {
    /// The CRL's octets.
    package let encoded: ArraySlice<UInt8>
    let structure: SignedStructure
    /// The version field, 0 when absent: 1 means version 2.
    let version: UInt8
    let signatureAlgorithm: AlgorithmIdentifier
    package let issuerName: DistinguishedName
    let encodedThisUpdate: DERTime
    let encodedNextUpdate: DERTime
    let revoked: RevokedCertificates
    let extensions: CRLExtensions

    /// Decodes a CRL from the whole of `encoded`.
    package init(decoding encoded: [UInt8]) throws(Rejection) {
        try self.init(decoding: encoded[...])
    }

    /// Decodes a CRL from the whole of `encoded`.
    package init(decoding encoded: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.crlSyntax
        self.encoded = encoded
        let structure = try syntax.decoding { () throws(DERError) in try SignedStructure(encoded) }
        self.structure = structure
        var fields = try syntax.decoding { () throws(DERError) in
            var reader = DERReader(structure.signedPart)
            return try reader.enter()
        }
        version = try RejectionReason.crlVersion.decoding { () throws(DERError) in
            fields.nextTag == .integer ? try fields.readUnsignedInteger(as: UInt8.self) : 0
        }
        signatureAlgorithm = try syntax.decoding { () throws(DERError) in try AlgorithmIdentifier(from: &fields) }
        issuerName = try RejectionReason.crlIssuerName.decoding { () throws(DERError) in
            DistinguishedName(encoded: try fields.readEncoded(.sequence))
        }
        (encodedThisUpdate, encodedNextUpdate) = try RejectionReason.crlTimeEncoding.decoding {
            () throws(DERError) in (try fields.readTime(), try fields.readTime())
        }
        let list = try syntax.decoding { () throws(DERError) in try fields.enterIfPresent(.sequence) }
        revoked = try list.map { list throws(Rejection) in try RevokedCertificates(list) } ?? RevokedCertificates()
        let content = try syntax.decoding { () throws(DERError) in
            let content = try fields.enterIfPresent(.contextConstructed(0))
            try fields.finish()
            return content
        }
        extensions = try content.map { content throws(Rejection) in try CRLExtensions(content) } ?? CRLExtensions()
    }
}

extension CertificateRevocationList {
    /// When it was issued.
    package var thisUpdate: PosixTime { encodedThisUpdate.time }
    /// When the next one comes at the latest.
    package var nextUpdate: PosixTime { encodedNextUpdate.time }
    /// The identifier of the key that signed it.
    package var authorityKeyIdentifier: KeyIdentifier? { extensions.authorityKeyIdentifier?.value.keyIdentifier }
    /// The CRL number. It decides nothing (RFC 9829).
    package var number: SerialNumber? { extensions.number?.value }
    /// How many certificates it revokes.
    package var revokedCount: Int { revoked.count }

    /// Whether it revokes the certificate with this serial number.
    package func contains(serialNumber: SerialNumber) -> Bool { revoked.contains(serialNumber) }

    /// Whether `key` signed it.
    package func isSigned(by key: PublicKey) -> Bool {
        key.verifies(structure.signature, of: structure.signedPart)
    }

    /// Throws unless `instant` lies between its updates, both included (RFC 5280 sections 5.1.2.4 and 5.1.2.5).
    package func checkCurrency(at instant: PosixTime) throws(Rejection) {
        guard instant >= thisUpdate else { throw Rejection(.crlNotYetValid, "thisUpdate is \(thisUpdate)") }
        guard instant <= nextUpdate else { throw Rejection(.crlStale, "nextUpdate was \(nextUpdate)") }
    }

    /// Throws unless it says that `issuer` issued it (RFC 6487 section 5). Its signature is checked apart.
    package func checkIssued(by issuer: ResourceCertificate) throws(Rejection) {
        guard issuerName.matches(issuer.subjectName) else {
            throw Rejection(
                .crlIssuerMismatch,
                "issuer \(issuerName) is not \(issuer.subjectName)",
                at: issuerName.encoded.startIndex
            )
        }
        guard authorityKeyIdentifier == issuer.subjectKeyIdentifier else {
            throw Rejection(
                .crlIssuerMismatch,
                "the authority key identifier is not the issuer's subject key identifier",
                at: extensions.authorityKeyIdentifier?.offset
            )
        }
    }
}
