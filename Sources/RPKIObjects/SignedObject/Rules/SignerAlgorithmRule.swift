/// RFC 7935 section 2: rsaEncryption, or SHA-256 with RSA; parameters NULL (RFC 4055 section 5, RFC 3370 section 3.2).
enum SignerAlgorithmRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        let algorithm = object.signer.signatureAlgorithm
        try inspection.require(
            (algorithm.algorithm == .rsaEncryption || algorithm.algorithm == .sha256WithRSAEncryption)
                && algorithm.parameters == .null,
            .signedObjectSignatureAlgorithm,
            "algorithm \(algorithm.algorithm), or its parameters are not NULL",
            at: algorithm.offset
        )
    }
}
