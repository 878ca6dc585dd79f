import DER
import RPKICrypto
import RPKIObjects

extension LaboratoryFault {
    private typealias Field = SignedObjectTemplate.Field

    /// An object identifier that stands for nothing (RFC 5612).
    static let unknownIdentifier: OID = [1, 3, 6, 1, 4, 1, 32473, 1]

    /// The identifier of no key.
    static let otherKey = KeyIdentifier(hashing: [0])

    /// Faults of the CMS structure around a ROA (RFC 6488, RFC 9589).
    static let signedObjectFaults: [LaboratoryFault] = [
        octets("garbage-object", .signedObjectSyntax) { $0 = garbage },
        octets("truncated-object", .signedObjectSyntax) { $0.removeLast($0.count / 2) },
        octets("trailing-octets", .signedObjectSyntax) { $0 += [0, 0] },
        edit("not-signed-data", .signedObjectSyntax, .replace(Field.type) { $0.objectIdentifier(unknownIdentifier) }),
        octets("indefinite-length", .signedObjectNotDER) { octets in
            // The outermost SEQUENCE, whose header has four octets, and an end-of-contents.
            octets = [0x30, 0x80] + octets.dropFirst(4) + [0, 0]
        },
        object("wrong-cms-version", .signedObjectVersion) { $0.version = 4 },
        // SHA-512, which RFC 7935 does not allow.
        object("wrong-digest-algorithm", .signedObjectDigestAlgorithm) {
            $0.digestAlgorithm = [2, 16, 840, 1, 101, 3, 4, 2, 3]
        },
        edit("no-digest-algorithm", .signedObjectDigestAlgorithm, .replace(Field.digestAlgorithms) { $0.set { _ in } }),
        object("missing-content", .signedObjectContent) { $0.content = nil },
        object("empty-content", .signedObjectContent) { $0.content = [] },
        object("wrong-content-type", .signedObjectContentType) {
            $0.contentType = OID.manifest
            $0.replaceAttribute(.contentType(OID.manifest))
        },
        object("contradictory-content-type", .signedObjectContentType) {
            $0.replaceAttribute(.contentType(OID.manifest))
        },
        edit("no-certificate", .signedObjectCertificates, .remove(Field.certificate)),
        edit("additional-certificate", .signedObjectCertificates, .duplicate(Field.certificate)),
        edit("enclosed-crl", .signedObjectCRLs, .insert(Field.signerInfos) { $0.explicit(1) { $0.sequence { _ in } } }),
        edit("no-signer", .signedObjectSignerInfos, .remove(Field.signerInfo)),
        edit("two-signers", .signedObjectSignerInfos, .duplicate(Field.signerInfo)),
        object("wrong-signer-version", .signedObjectSignerVersion) { $0.signerVersion = 1 },
        object("wrong-signer", .signedObjectSignerIdentifier) { $0.signer = otherKey },
        edit(
            "signer-by-serial-number",
            .signedObjectSignerIdentifier,
            .replace(Field.signerIdentifier) { writer in
                writer.sequence {
                    $0.name(commonName: "somebody")
                    $0.integer(1)
                }
            }
        ),
        edit("no-signed-attributes", .signedObjectSignedAttributes, .remove(Field.signedAttributes)),
        object("duplicate-signing-time", .signedObjectSignedAttributes) {
            $0.duplicateAttribute(OID.signingTimeAttribute)
        },
        object("attribute-with-two-values", .signedObjectSignedAttributes) { object in
            object.changeAttribute(OID.signingTimeAttribute) { $0.values += $0.values }
        },
        object("unknown-attribute", .signedObjectSignedAttributes) {
            $0.attributes.append(.init(type: unknownIdentifier, values: [[5, 0]]))
        },
        object("missing-message-digest", .signedObjectMessageDigest) {
            $0.removeAttribute(OID.messageDigestAttribute)
        },
        object("short-message-digest", .signedObjectMessageDigest) { object in
            object.changeAttribute(OID.messageDigestAttribute) { attribute in
                attribute.values = [DERWriter.encode { $0.octetString([UInt8](repeating: 0, count: 20)) }]
            }
        },
        object("missing-signing-time", .signedObjectSigningTimeMissing) {
            $0.removeAttribute(OID.signingTimeAttribute)
        },
        LaboratoryFault(
            "signing-time-of-wrong-type",
            .signedObjectSigningTime,
            .roa,
            [
                .signedObject { object, context in
                    object.changeAttribute(OID.signingTimeAttribute) { attribute in
                        attribute.values = [DERWriter.encode { $0.generalizedTime(context.now) }]
                    }
                }
            ]
        ),
        LaboratoryFault(
            "binary-signing-time",
            .signedObjectBinarySigningTime,
            .roa,
            [
                .signedObject { object, context in
                    let value = DERWriter.encode { $0.integer(context.now.seconds) }
                    object.attributes.append(.init(type: OID.binarySigningTimeAttribute, values: [value]))
                }
            ]
        ),
        edit(
            "wrong-signer-algorithm",
            .signedObjectSignatureAlgorithm,
            .replace(Field.signatureAlgorithm) { $0.sequence { $0.objectIdentifier(OID.ecdsaWithSHA256) } }
        ),
        edit(
            "unsigned-attributes",
            .signedObjectUnsignedAttributes,
            .append(Field.signerInfo) { $0.explicit(1) { $0.sequence { _ in } } }
        ),
        object("wrong-message-digest", .signedObjectDigestMismatch) {
            $0.replaceAttribute(.messageDigest(SHA256Digest(hashing: [0])))
        },
        edit("bad-signature", .signedObjectSignatureInvalid, .flip(Field.signature)),
        edit("bad-certificate-signature", .certificateSignatureInvalid, .flip(Field.certificateSignature)),
    ]

    static let garbage = Array("this is not DER\n".utf8)

    private static func object(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout SignedObjectTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .roa, [.signedObject { object, _ in change(&object) }])
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        object(name, reason) { $0.edits.append(edit) }
    }

    private static func octets(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .roa, [.octets(change)])
    }
}

extension SignedObjectTemplate {
    fileprivate mutating func changeAttribute(_ type: OID, _ change: (inout Attribute) -> Void) {
        for index in attributes.indices where attributes[index].type == type { change(&attributes[index]) }
    }

    fileprivate mutating func replaceAttribute(_ replacement: Attribute) {
        changeAttribute(replacement.type) { $0 = replacement }
    }

    fileprivate mutating func removeAttribute(_ type: OID) {
        attributes.removeAll { $0.type == type }
    }

    fileprivate mutating func duplicateAttribute(_ type: OID) {
        attributes += attributes.filter { $0.type == type }
    }
}
