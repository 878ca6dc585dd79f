import DER

/// RFC 6487 section 4.6: notBefore is not after notAfter, and both are UTCTime through 2049, GeneralizedTime from 2050 on
/// (RFC 5280 section 4.1.2.5).
enum ValidityRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        for time in [certificate.encodedNotBefore, certificate.encodedNotAfter] {
            try inspection.require(
                time.hasRequiredType,
                .certificateTimeEncoding,
                "\(time)"
            )
        }
        try inspection.require(
            certificate.notBefore <= certificate.notAfter,
            .certificateValidityPeriod,
            "from \(certificate.notBefore) to \(certificate.notAfter)"
        )
    }
}
