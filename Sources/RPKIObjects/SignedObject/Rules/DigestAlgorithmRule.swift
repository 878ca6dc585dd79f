/// RFC 6488 sections 2.1.2 and 2.1.6.3, RFC 7935 section 2: SHA-256 in both places.
enum DigestAlgorithmRule {
    static func inspect(_ object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        for algorithm in [object.digestAlgorithm, object.signer.digestAlgorithm] {
            try inspection.require(
                algorithm.isSHA256,
                .signedObjectDigestAlgorithm,
                "algorithm \(algorithm.algorithm)",
                at: algorithm.offset
            )
        }
    }
}
