import DER
import RPKICrypto
import RPKIObjects

/// The parts of a signed object, to be bent and then encoded. They start out as the profile wants them.
struct SignedObjectFixture: Sendable {
    var wrapperType: OID = .signedData
    var version = 3
    var digestAlgorithms = [Fixture.sha256]
    var contentType: OID
    /// nil leaves the content out.
    var content: [UInt8]?
    var certificates: [CertificateFixture]
    /// What stands between the certificates and the signers.
    var crls: [UInt8] = []
    var signerVersion = 3
    var signerIdentifier = encode { $0.element(.context(0), Fixture.subjectKeyIdentifier.bytes) }
    var signerDigestAlgorithm = Fixture.sha256
    /// By type; nil where the right value is computed.
    var attributes: [(OID, [[UInt8]]?)] = [
        (.contentTypeAttribute, nil), (.messageDigestAttribute, nil),
        (.signingTimeAttribute, [encode { $0.time(Fixture.start) }]),
    ]
    var sortsAttributes = true
    var signatureAlgorithm = Fixture.algorithm(.rsaEncryption) { $0.null() }
    var unsignedAttributes: [UInt8] = []
    var signerCount = 1
    var signer: SigningKey?

    init(_ contentType: OID, fileName: String, content: [UInt8]) {
        self.contentType = contentType
        self.content = content
        var certificate = CertificateFixture.ee
        certificate.set(.signedObjectAccess(fileName))
        certificates = [certificate]
    }

    /// Uses a real key: the EE certificate's, its identifier, and the object's signature.
    mutating func sign(with key: SigningKey) {
        signer = key
        signerIdentifier = encode { $0.element(.context(0), key.keyIdentifier.bytes) }
        certificates[0].publicKey = key.subjectPublicKeyInfo
        certificates[0].set(ExtensionFixture(.subjectKeyIdentifier) { $0.octetString(key.keyIdentifier.bytes) })
    }

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence { outer in
                outer.objectIdentifier(wrapperType)
                outer.explicit(0) { $0.sequence { writeSignedData(&$0) } }
            }
        }
    }

    private func writeSignedData(_ writer: inout DERWriter) {
        writer.integer(version)
        writer.set { for algorithm in digestAlgorithms { $0.raw(algorithm) } }
        writer.sequence { encapsulated in
            encapsulated.objectIdentifier(contentType)
            if let content { encapsulated.explicit(0) { $0.octetString(content) } }
        }
        if !certificates.isEmpty {
            writer.explicit(0) { for certificate in certificates { $0.raw(certificate.encoded) } }
        }
        writer.raw(crls)
        writer.set { set in
            for _ in 0..<signerCount { set.sequence { writeSigner(&$0) } }
        }
    }

    private func writeSigner(_ writer: inout DERWriter) {
        writer.integer(signerVersion)
        writer.raw(signerIdentifier)
        writer.raw(signerDigestAlgorithm)
        let encodedAttributes = attributes.map { type, values in
            encode { writer in
                writer.sequence {
                    $0.objectIdentifier(type)
                    $0.set { for value in values ?? [computedValue(type)] { $0.raw(value) } }
                }
            }
        }
        let sorted =
            sortsAttributes ? encodedAttributes.sorted { $0.lexicographicallyPrecedes($1) } : encodedAttributes
        if !attributes.isEmpty { writer.element(.contextConstructed(0), sorted.flatMap { $0 }) }
        writer.raw(signatureAlgorithm)
        let signed = encode { $0.element(.set, sorted.flatMap { $0 }) }
        writer.octetString((try? signer?.sign(signed)) ?? [UInt8](repeating: 0x5A, count: 256))
        writer.raw(unsignedAttributes)
    }

    private func computedValue(_ type: OID) -> [UInt8] {
        encode {
            if type == .contentTypeAttribute {
                $0.objectIdentifier(contentType)
            } else {
                $0.octetString(SHA256Digest(hashing: content ?? []).bytes)
            }
        }
    }

    /// Replaces the values of an attribute.
    mutating func set(_ type: OID, _ values: [[UInt8]]) {
        attributes = attributes.map { $0.0 == type ? (type, values) : $0 }
    }

    mutating func remove(_ type: OID) {
        attributes.removeAll { $0.0 == type }
    }
}
