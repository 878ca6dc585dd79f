import DER

/// RFC 7935 section 3: RSA of 2048 bits with the exponent 65537; RFC 8608 section 3.1: P-256 for BGPsec routers.
enum PublicKeyRule {
    static func inspect(
        _ certificate: ResourceCertificate,
        as kind: CertificateKind,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let info = certificate.subjectPublicKeyInfo
        if kind == .bgpsecRouter {
            try inspection.require(
                info.algorithm.algorithm == .ecPublicKey && info.algorithm.namesP256,
                .certificatePublicKey,
                "algorithm \(info.algorithm.algorithm), or another curve than P-256",
                at: info.algorithm.offset
            )
            try inspection.require(
                info.keyBits.count == 65 && info.keyBits.first == 4,
                .certificatePublicKey,
                "not an uncompressed point",
                at: info.keyBits.startIndex
            )
            // Routers are given the key as it is: one that is on no curve must not come that far.
            try inspection.require(
                (try? info.publicKey()) != nil,
                .certificatePublicKey,
                "not a point of the curve P-256",
                at: info.keyBits.startIndex
            )
            return
        }
        try inspectRSA(info, &inspection)
    }

    /// RSA, 2048 bits, 65537; parameters NULL (RFC 3279 section 2.3.1).
    static func inspectRSA(_ info: SubjectPublicKeyInfo, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            info.algorithm.algorithm == .rsaEncryption && info.algorithm.parameters == .null,
            .certificatePublicKey,
            "algorithm \(info.algorithm.algorithm), or its parameters are not NULL",
            at: info.algorithm.offset
        )
        let key = try RejectionReason.certificatePublicKey.decoding { () throws(DERError) in
            try SubjectPublicKeyInfo.RSAKey(info.keyBits)
        }
        try inspection.require(
            key.bitCount == 2_048,
            .certificatePublicKey,
            "\(key.bitCount) bits",
            at: key.modulus.startIndex
        )
        try inspection.require(
            key.exponent.elementsEqual([0x01, 0x00, 0x01]),
            .certificatePublicKey,
            "the exponent is not 65537",
            at: key.exponent.startIndex
        )
    }
}

extension AlgorithmIdentifier {
    /// Whether the parameters are the object identifier of the curve P-256.
    fileprivate var namesP256: Bool {
        guard case .other(let encoded) = parameters else { return false }
        var reader = DERReader(encoded)
        return (try? reader.readObjectIdentifier()) == .prime256v1 && reader.isAtEnd
    }
}
