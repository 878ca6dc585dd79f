import RPKIObjects

/// The instant lies between the manifest's thisUpdate and nextUpdate (RFC 9286 section 6.3).
struct ManifestCurrencyRule {
    /// Returns a warning about a stale manifest that the policy lets pass.
    static func check(
        _ manifest: Manifest,
        policy: ValidationConfiguration.StalePolicy,
        horizon: inout ValidityHorizon
    ) throws(Rejection) -> Warning? {
        horizon.note(from: manifest.thisUpdate, through: manifest.nextUpdate)
        if horizon.instant < manifest.thisUpdate {
            throw Rejection(.manifestNotYetValid, "issued at \(manifest.thisUpdate)")
        }
        guard horizon.instant > manifest.nextUpdate else { return nil }
        return try policy.judge(Rejection(.manifestStale, "the next one was due at \(manifest.nextUpdate)"))
    }
}

extension ValidationConfiguration.StalePolicy {
    /// What the policy makes of something stale.
    func judge(_ rejection: Rejection) throws(Rejection) -> Warning? {
        switch self {
        case .reject: throw rejection
        case .warn: Warning(rejection)
        case .accept: nil
        }
    }
}
