/// RFC 6488 sections 2.1.2 and 2.1.6.3, RFC 7935 section 2: SHA-256 in both places.
enum DigestAlgorithmRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try inspect(object.digestAlgorithm, &inspection)
        try inspect(object.signer.digestAlgorithm, &inspection)
    }

    private static func inspect(_ algorithm: AlgorithmIdentifier, _ inspection: inout Inspection) throws(Rejection) {
        try inspection.require(
            algorithm.isSHA256,
            .signedObjectDigestAlgorithm,
            "algorithm \(algorithm.algorithm)",
            at: algorithm.offset
        )
    }
}
