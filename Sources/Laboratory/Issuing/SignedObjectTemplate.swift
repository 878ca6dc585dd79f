package import DER
package import RPKICrypto
import RPKIObjects

/// A signed object before it is signed (RFC 6488, RFC 9589): a content, its wrapping and its certificate.
package struct SignedObjectTemplate: Sendable {
    /// One signed attribute; `values` are encoded elements.
    package struct Attribute: Sendable, Hashable {
        package var type: OID
        package var values: [[UInt8]]

        package init(type: OID, values: [[UInt8]]) {
            self.type = type
            self.values = values
        }
    }

    package var contentType: OID
    /// What the OCTET STRING of the content holds; nil leaves the content out.
    package var content: [UInt8]?
    package var version = 3
    package var signerVersion = 3
    package var digestAlgorithm: OID = OID.sha256
    package var attributes: [Attribute]
    package var certificate: CertificateTemplate
    /// The signer's key identifier; that of the signing key when nil.
    package var signer: KeyIdentifier?
    /// Changes to the finished object, after it is signed.
    package var edits: [DEREdit] = []

    /// Where things stand in the finished object (RFC 5652 sections 3, 5.1 and 5.3).
    package enum Field {
        package static let type: DEREdit.Path = [0]
        private static let signedData: DEREdit.Path = [1, 0]
        package static let digestAlgorithms = signedData + [1]
        package static let content = signedData + [2, 1, 0]
        package static let certificate = signedData + [3, 0]
        package static let certificateSignature = certificate + [2]
        package static let signerInfos = signedData + [4]
        package static let signerInfo = signerInfos + [0]
        package static let signerIdentifier = signerInfo + [1]
        package static let signedAttributes = signerInfo + [3]
        package static let signatureAlgorithm = signerInfo + [4]
        package static let signature = signerInfo + [5]
    }

    /// An object with the three attributes that the profile demands, and no others.
    package init(contentType: OID, content: [UInt8], signingTime: PosixTime, certificate: CertificateTemplate) {
        self.contentType = contentType
        self.content = content
        self.certificate = certificate
        attributes = [
            .contentType(contentType), .signingTime(signingTime), .messageDigest(SHA256Digest(hashing: content)),
        ]
    }

    /// The object in DER: its certificate issued by `issuerKey`, itself signed by `key`.
    package func issued(by issuerKey: SigningKey, signedBy key: SigningKey) throws(KeyError) -> [UInt8] {
        let encodedCertificate = try certificate.issued(by: issuerKey)
        // What is signed are the attributes as a SET OF; what is sent has another tag (RFC 5652 section 5.4).
        let signature = try key.sign(DERWriter.encode { encode(attributes, .set, to: &$0) })
        let object = DERWriter.encode { writer in
            writer.sequence { writer in
                writer.objectIdentifier(OID.signedData)
                writer.explicit(0) { writer in
                    writer.sequence { writer in
                        writer.integer(version)
                        writer.set { encodeDigestAlgorithm(to: &$0) }
                        encodeContent(to: &writer)
                        writer.implicitSet(.contextConstructed(0)) { writer in
                            writer.raw(encodedCertificate)
                        }
                        writer.set { encodeSigner(key, signature, to: &$0) }
                    }
                }
            }
        }
        return edits.applied(to: object)
    }

    private func encodeDigestAlgorithm(to writer: inout DERWriter) {
        writer.sequence { $0.objectIdentifier(digestAlgorithm) }
    }

    private func encodeContent(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.objectIdentifier(contentType)
            if let content { writer.explicit(0) { $0.octetString(content) } }
        }
    }

    private func encodeSigner(_ key: SigningKey, _ signature: [UInt8], to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.integer(signerVersion)
            writer.element(.context(0), (signer ?? key.keyIdentifier).bytes)
            encodeDigestAlgorithm(to: &writer)
            encode(attributes, .contextConstructed(0), to: &writer)
            writer.sequence { writer in
                writer.objectIdentifier(OID.rsaEncryption)
                writer.null()
            }
            writer.octetString(signature)
        }
    }

    private func encode(_ attributes: [Attribute], _ tag: DERTag, to writer: inout DERWriter) {
        writer.implicitSet(tag) { writer in
            for attribute in attributes {
                writer.sequence { writer in
                    writer.objectIdentifier(attribute.type)
                    writer.set { writer in
                        for value in attribute.values { writer.raw(value) }
                    }
                }
            }
        }
    }
}

extension SignedObjectTemplate.Attribute {
    package static func contentType(_ type: OID) -> Self {
        Self(type: OID.contentTypeAttribute, values: [DERWriter.encode { $0.objectIdentifier(type) }])
    }

    package static func messageDigest(_ digest: SHA256Digest) -> Self {
        Self(type: OID.messageDigestAttribute, values: [DERWriter.encode { $0.octetString(digest.bytes) }])
    }

    package static func signingTime(_ time: PosixTime) -> Self {
        Self(type: OID.signingTimeAttribute, values: [DERWriter.encode { $0.time(time) }])
    }
}
