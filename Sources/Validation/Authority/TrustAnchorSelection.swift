package import DER
import FlightEvents
import ObjectStore
package import RPKICrypto
package import RPKIObjects

/// A certificate found at one of the places that a trust anchor locator names.
package struct TrustAnchorCandidate: Hashable, Sendable {
    /// Where it was found.
    package let uri: String
    package let octets: [UInt8]

    package init(uri: String, octets: [UInt8]) {
        self.uri = uri
        self.octets = octets
    }
}

/// Chooses a trust anchor's certificate among those that were found (RFC 8630 section 3).
///
/// A candidate must hold the locator's key, be signed by it, keep to the profile and be valid at the instant. Of
/// several the newer counts: the later notBefore, then the shorter validity.
package struct TrustAnchorSelection: Sendable {
    /// The trust anchor as an authority, or why no candidate will do: the reason of the last one.
    package private(set) var result: Result<CertificationAuthority, Rejection>
    /// The earliest instant at which the choice can change.
    package private(set) var nextChange: PosixTime?
    package private(set) var counters = EvaluationCounters()
    /// Certificates whose own signature was verified and found valid just now, with the SHA-256 of their key.
    package private(set) var newlyVerified: [(object: SHA256Digest, issuer: SHA256Digest)] = []

    package init(
        locator: TrustAnchorLocator,
        candidates: [TrustAnchorCandidate],
        at instant: PosixTime,
        profile: Profile,
        verdicts: any VerdictMemory
    ) {
        result = .failure(Rejection(.repositoryUnavailable, "no certificate at any of the locator's places"))
        var horizon = ValidityHorizon(instant: instant)
        var best: (certificate: ResourceCertificate, authority: CertificationAuthority)?
        for candidate in candidates {
            do throws(Rejection) {
                let certificate = try ResourceCertificate(decoding: candidate.octets)
                counters.objectsDecoded += 1
                let authority = try inspect(
                    certificate,
                    candidate: candidate,
                    locator: locator,
                    profile: profile,
                    horizon: &horizon
                )
                try verify(certificate, authority: authority, verdicts: verdicts)
                if best.map({ certificate.supersedes($0.certificate) }) ?? true { best = (certificate, authority) }
            } catch {
                result = .failure(error)
            }
        }
        if let best { result = .success(best.authority) }
        nextChange = horizon.next
    }

    private mutating func inspect(
        _ certificate: ResourceCertificate,
        candidate: TrustAnchorCandidate,
        locator: TrustAnchorLocator,
        profile: Profile,
        horizon: inout ValidityHorizon
    ) throws(Rejection) -> CertificationAuthority {
        try locator.checkKey(of: certificate)
        counters.warnings += try certificate.inspect(as: .trustAnchor, profile: profile).count
        try ValidityPeriodRule.check(certificate, horizon: &horizon)
        let resources = try EffectiveResources(trustAnchor: certificate)
        let reference = ObjectReference(uri: candidate.uri, hash: SHA256Digest(hashing: candidate.octets))
        let root = try AuthorityCandidate(certificate, reference: reference, resources: resources)
        return root.authority(
            key: PublicationPointKey(trustAnchor: locator.name, subjectKey: root.subjectKey),
            trustAnchor: locator.name,
            notBefore: certificate.notBefore,
            notAfter: certificate.notAfter,
            path: []
        )
    }

    private mutating func verify(
        _ certificate: ResourceCertificate,
        authority: CertificationAuthority,
        verdicts: any VerdictMemory
    ) throws(Rejection) {
        let verdict = (object: authority.certificate.hash, issuer: authority.subjectKey)
        if verdicts.isVerified(object: verdict.object, issuer: verdict.issuer) {
            counters.signaturesRemembered += 1
            return
        }
        counters.signaturesVerified += 1
        guard certificate.isSigned(by: try certificate.publicKey()) else {
            throw Rejection(.certificateSignatureInvalid, "not signed by its own key")
        }
        newlyVerified.append(verdict)
    }
}
