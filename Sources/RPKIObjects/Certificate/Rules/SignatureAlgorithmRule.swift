/// RFC 7935 section 2 and RFC 5280 section 4.1.1.2: SHA-256 with RSA, named alike inside and outside the signed part.
enum SignatureAlgorithmRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        let inner = certificate.signatureAlgorithm
        let outer = certificate.structure.algorithm
        try inspection.require(
            inner.isSame(as: outer),
            .certificateSignatureAlgorithmMismatch,
            "\(inner.algorithm) inside, \(outer.algorithm) outside the signed part, or other parameters",
            at: outer.offset
        )
        try inspection.require(
            inner.isCertificateSignature,
            .certificateSignatureAlgorithm,
            "algorithm \(inner.algorithm), or its parameters are not NULL",
            at: inner.offset
        )
    }
}
