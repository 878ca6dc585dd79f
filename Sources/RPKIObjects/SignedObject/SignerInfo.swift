import DER
import RPKICrypto

/// The SignerInfo of a signed object (RFC 6488 section 2.1.6).
struct SignerInfo: Hashable, Sendable {
    let offset: Int
    let version: UInt8
    /// nil when the signer is named by issuer and serial number instead.
    let subjectKeyIdentifier: KeyIdentifier?
    let digestAlgorithm: AlgorithmIdentifier
    let attributes: SignedAttributes
    let signatureAlgorithm: AlgorithmIdentifier
    let signature: ArraySlice<UInt8>
    let hasUnsignedAttributes: Bool

    init(_ content: DERReader) throws(Rejection) {
        let reason = RejectionReason.signedObjectSignerInfos
        offset = content.offset
        var fields = content
        version = try RejectionReason.signedObjectSignerVersion.decoding { () throws(DERError) in
            try fields.readUnsignedInteger(as: UInt8.self)
        }
        subjectKeyIdentifier = try RejectionReason.signedObjectSignerIdentifier.decoding { () throws(DERError) in
            guard var issuerAndSerialNumber = try fields.enterIfPresent(.sequence) else {
                return try KeyIdentifier(from: &fields, .context(0))
            }
            _ = try issuerAndSerialNumber.read(.sequence)
            _ = try issuerAndSerialNumber.read(.integer)
            try issuerAndSerialNumber.finish()
            return nil
        }
        digestAlgorithm = try RejectionReason.signedObjectDigestAlgorithm.decoding { () throws(DERError) in
            try AlgorithmIdentifier(from: &fields)
        }
        attributes = try SignedAttributes(
            try RejectionReason.signedObjectSignedAttributes.decoding { () throws(DERError) in
                try fields.readEncoded(.contextConstructed(0))
            }
        )
        signatureAlgorithm = try RejectionReason.signedObjectSignatureAlgorithm.decoding { () throws(DERError) in
            try AlgorithmIdentifier(from: &fields)
        }
        (signature, hasUnsignedAttributes) = try reason.decoding { () throws(DERError) in
            let signature = try fields.readOctetString()
            let unsigned = try fields.readIfPresent(.contextConstructed(1))
            try fields.finish()
            return (signature, unsigned != nil)
        }
    }
}
