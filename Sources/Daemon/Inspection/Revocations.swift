import DER
import RPKICrypto
import RPKIObjects

/// What is known of an authority's revocations.
struct Revocations {
    /// The newest CRL that the authority's key has signed; nil when there is none.
    private(set) var list: CertificateRevocationList?
    /// What is wrong with that one, or else with the first that the key has not signed.
    private(set) var rejection: Rejection?
    /// Why the CRL is not current.
    private(set) var lateRejection: Rejection?
    private(set) var warnings: [Warning] = []
    var notes: [String] = []

    init(
        of issuer: ResourceCertificate,
        key: PublicKey,
        among candidates: [RevocationListCandidate],
        profile: Profile,
        instant: PosixTime
    ) {
        var verified: [RevocationListCandidate] = []
        for candidate in candidates {
            do throws(Rejection) {
                try candidate.list.checkIssued(by: issuer)
                guard candidate.list.isSigned(by: key) else { throw Rejection(.crlSignatureInvalid) }
                verified.append(candidate)
            } catch {
                rejection = rejection ?? candidate.naming(error)
            }
        }
        // One from after the instant says nothing about it, if there is another.
        let current = verified.filter { $0.list.thisUpdate <= instant }
        let newest = (current.isEmpty ? verified : current).max { $0.list.thisUpdate < $1.list.thisUpdate }
        guard let newest else { return }
        rejection = nil
        list = newest.list
        do throws(Rejection) {
            warnings = try newest.list.inspect(profile: profile).map { Warning(newest.naming($0.rejection)) }
        } catch {
            rejection = newest.naming(error)
        }
        do throws(Rejection) {
            try newest.list.checkCurrency(at: instant)
        } catch {
            lateRejection = newest.naming(error)
        }
    }
}

extension RevocationListCandidate {
    /// The rejection of the CRL as a finding about what its issuer issued; the offset is one in the CRL.
    fileprivate func naming(_ rejection: Rejection) -> Rejection {
        let detail = rejection.detail.isEmpty ? rejection.reason.text : rejection.detail
        return Rejection(rejection.reason, "CRL \(place): \(detail)")
    }
}
