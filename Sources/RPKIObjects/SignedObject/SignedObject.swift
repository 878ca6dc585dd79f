package import DER
import RPKICrypto

/// A signed object of the RPKI: CMS SignedData with one EE certificate and one signer (RFC 6488, RFC 9589).
///
/// Decoding accepts whatever has that structure; ``inspect(profile:)`` tells whether it and its certificate keep to
/// the profile, ``checkSignature()`` whether the content is what was signed. What the content says is for a
/// ``SignedObjectPayload`` to decode.
package struct SignedObject: Hashable, Sendable {
    /// The object's octets. Offsets and slices refer to these, or to their DER form when they are not DER.
    package let encoded: ArraySlice<UInt8>
    /// Whether the object has indefinite lengths, which DER does not allow.
    package let hasIndefiniteLengths: Bool
    let version: UInt8
    let digestAlgorithm: AlgorithmIdentifier
    package let contentType: OID
    /// What was signed.
    package let content: ArraySlice<UInt8>
    package let eeCertificate: ResourceCertificate
    /// Whether it carries CRLs.
    let hasCRLs: Bool
    let signer: SignerInfo

    /// Decodes a signed object from the whole of `encoded`.
    package init(decoding encoded: [UInt8]) throws(Rejection) {
        try self.init(decoding: encoded[...])
    }

    /// Decodes a signed object from the whole of `encoded`.
    package init(decoding encoded: ArraySlice<UInt8>) throws(Rejection) {
        let syntax = RejectionReason.signedObjectSyntax
        let hasIndefiniteLengths = encoded.dropFirst().first == 0x80
        let canonical =
            hasIndefiniteLengths
            ? try syntax.decoding { () throws(DERError) in try BERNormalizer.normalize(encoded)[...] } : encoded
        var fields = try syntax.decoding { () throws(DERError) in
            var reader = DERReader(canonical)
            let fields = try reader.within { (outer: inout DERReader) throws(DERError) in
                let start = outer.offset
                guard try outer.readObjectIdentifier() == .signedData else {
                    throw DERError(.unexpectedValue, at: start)
                }
                return try outer.within(.contextConstructed(0)) { (explicit: inout DERReader) throws(DERError) in
                    try explicit.enter()
                }
            }
            try reader.finish()
            return fields
        }
        let version = try RejectionReason.signedObjectVersion.decoding { () throws(DERError) in
            try fields.readUnsignedInteger(as: UInt8.self)
        }
        // RFC 6488 section 2.1.2: one digest algorithm.
        let digestAlgorithm = try RejectionReason.signedObjectDigestAlgorithm.decoding { () throws(DERError) in
            try fields.within(.set) { (set: inout DERReader) throws(DERError) in try AlgorithmIdentifier(from: &set) }
        }
        let (contentType, content) = try RejectionReason.signedObjectContent.decoding { () throws(DERError) in
            try fields.within { (encapsulated: inout DERReader) throws(DERError) in
                let type = try encapsulated.readObjectIdentifier()
                let content = try encapsulated.within(.contextConstructed(0)) {
                    (explicit: inout DERReader) throws(DERError) in try explicit.readOctetString()
                }
                return (type, content)
            }
        }
        // RFC 6488 section 2.1.4: one certificate.
        let certificate = try RejectionReason.signedObjectCertificates.decoding { () throws(DERError) in
            try fields.within(.contextConstructed(0)) { (set: inout DERReader) throws(DERError) in
                try set.readEncoded(.sequence)
            }
        }
        let hasCRLs = try RejectionReason.signedObjectCRLs.decoding { () throws(DERError) in
            try fields.readIfPresent(.contextConstructed(1)) != nil
        }
        // RFC 6488 section 2.1: one SignerInfo.
        let info = try RejectionReason.signedObjectSignerInfos.decoding { () throws(DERError) in
            let info = try fields.within(.set) { (set: inout DERReader) throws(DERError) in try set.enter() }
            try fields.finish()
            return info
        }
        let signer = try SignerInfo(info)
        eeCertificate = try ResourceCertificate(decoding: certificate)
        // Set at the end: a structure that is set while errors can still come is built twice.
        self.encoded = encoded
        self.hasIndefiniteLengths = hasIndefiniteLengths
        self.version = version
        self.digestAlgorithm = digestAlgorithm
        self.contentType = contentType
        self.content = content
        self.hasCRLs = hasCRLs
        self.signer = signer
    }
}

extension SignedObject {
    package var type: SignedObjectType { SignedObjectType(contentType: contentType) }

    /// When it was signed, as the signer says; nil when it does not say (RFC 9589 requires it).
    package var signingTime: PosixTime? { signer.attributes.signingTime?.time }

    /// Throws unless the content has the digest that was signed and the EE certificate's key signed it (RFC 6488
    /// section 3).
    package func checkSignature() throws(Rejection) {
        guard signer.attributes.messageDigest == SHA256Digest(hashing: content) else {
            throw Rejection(.signedObjectDigestMismatch, at: content.startIndex)
        }
        let key = try eeCertificate.publicKey()
        guard key.verifies(signer.signature, of: signer.attributes.signedOctets[...]) else {
            throw Rejection(.signedObjectSignatureInvalid, at: signer.signature.startIndex)
        }
    }
}
