import RPKIObjects

/// The instant lies between the CRL's thisUpdate and nextUpdate (RFC 6487 section 5, RFC 5280 section 5.1.2.5).
struct RevocationListCurrencyRule {
    /// Returns a warning about a stale CRL that the policy lets pass.
    static func check(
        _ list: CertificateRevocationList,
        policy: ValidationConfiguration.StalePolicy,
        horizon: inout ValidityHorizon
    ) throws(Rejection) -> Warning? {
        horizon.note(from: list.thisUpdate, through: list.nextUpdate)
        if horizon.instant < list.thisUpdate {
            throw Rejection(.crlNotYetValid, "issued at \(list.thisUpdate)")
        }
        guard horizon.instant > list.nextUpdate else { return nil }
        return try policy.judge(Rejection(.crlStale, "the next one was due at \(list.nextUpdate)"))
    }
}
