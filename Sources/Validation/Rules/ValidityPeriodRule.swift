import DER
import RPKIObjects

/// The instant lies in the certificate's validity period, both ends included (RFC 6487 section 7.2, RFC 5280
/// section 4.1.2.5).
struct ValidityPeriodRule {
    static func check(
        _ certificate: ResourceCertificate,
        horizon: inout ValidityHorizon
    ) throws(Rejection) {
        horizon.note(from: certificate.notBefore, through: certificate.notAfter)
        if horizon.instant < certificate.notBefore {
            throw Rejection(.certificateNotYetValid, "valid from \(certificate.notBefore)")
        }
        if horizon.instant > certificate.notAfter {
            throw Rejection(.certificateExpired, "valid until \(certificate.notAfter)")
        }
    }
}
