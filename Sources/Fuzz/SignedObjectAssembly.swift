import DER
import RPKICrypto
import RPKIObjects

/// Signed objects from their two parts that matter, and back.
enum SignedObjectAssembly {
    private static let oids: [(SignedObjectType, OID)] = [
        (.routeOriginAuthorization, .routeOriginAuthorization),
        (.manifest, .manifest),
        (.providerAuthorization, .autonomousSystemProviderAuthorization),
        (.ghostbusters, .ghostbusters),
        (.trustAnchorKey, .trustAnchorKey),
        (.signedChecklist, .signedChecklist),
        (.signedPrefixList, .signedPrefixList),
    ]

    /// EE certificate and content of `object`, one after the other: what ``object(from:_:)`` takes.
    static func parts(of object: SignedObject) -> [UInt8] {
        Array(object.eeCertificate.encoded) + Array(object.content)
    }

    /// A signed object around an EE certificate, the first element of `input`, and the content, which is the rest. All is
    /// as RFC 6488 has it but for the signature, which is none. nil when `input` does not start with an element.
    static func object(from input: [UInt8], _ type: SignedObjectType) -> [UInt8]? {
        var reader = DERReader(input)
        guard let oid = oids.first(where: { $0.0 == type })?.1, let certificate = try? reader.readEncoded(.sequence)
        else { return nil }
        let content = reader.remainder
        let identifier = (try? ResourceCertificate(decoding: Array(certificate)))?.subjectKeyIdentifier
        return DERWriter.encode { (writer: inout DERWriter) in
            writer.sequence { contentInfo in
                contentInfo.objectIdentifier(.signedData)
                contentInfo.explicit(0) { explicit in
                    explicit.sequence { signedData in
                        signedData.integer(3)
                        signedData.set { Self.writeDigestAlgorithm(to: &$0) }
                        signedData.sequence { encapsulated in
                            encapsulated.objectIdentifier(oid)
                            encapsulated.explicit(0) { $0.octetString(content) }
                        }
                        signedData.element(.contextConstructed(0), certificate)
                        signedData.set { Self.writeSigner(to: &$0, oid, content, identifier?.bytes ?? []) }
                    }
                }
            }
        }
    }

    private static func writeDigestAlgorithm(to writer: inout DERWriter) {
        writer.sequence { $0.objectIdentifier(.sha256) }
    }

    private static func writeSigner(
        to writer: inout DERWriter,
        _ type: OID,
        _ content: ArraySlice<UInt8>,
        _ identifier: [UInt8]
    ) {
        writer.sequence { signer in
            signer.integer(3)
            signer.element(.context(0), identifier)
            Self.writeDigestAlgorithm(to: &signer)
            signer.implicitSet(.contextConstructed(0)) { attributes in
                attributes.sequence { attribute in
                    attribute.objectIdentifier(.contentTypeAttribute)
                    attribute.set { $0.objectIdentifier(type) }
                }
                attributes.sequence { attribute in
                    attribute.objectIdentifier(.messageDigestAttribute)
                    attribute.set { $0.octetString(SHA256Digest(hashing: content).bytes) }
                }
                attributes.sequence { attribute in
                    attribute.objectIdentifier(.signingTimeAttribute)
                    attribute.set { $0.time(PosixTime(1_700_000_000)) }
                }
            }
            signer.sequence { algorithm in
                algorithm.objectIdentifier(.rsaEncryption)
                algorithm.null()
            }
            signer.octetString([UInt8](repeating: 0x5A, count: 256))
        }
    }
}
