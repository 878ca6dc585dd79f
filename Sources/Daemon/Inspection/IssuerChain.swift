import DER
import ObjectStore
import RPKICrypto
import RPKIObjects

/// Follows what is inspected up to a trust anchor: names, keys, signatures, resources and revocation of every
/// certificate on the way, and last their times (RFC 6487 section 7.2).
///
/// Issuers come from files first, else from the store. A certificate that a person gave and whose own issuer is not to
/// be had is trusted; one from the store is not.
final class IssuerChain {
    /// An authority as far as it has been judged, for everything that it issued.
    struct Authority {
        let certificate: IssuingCertificate
        /// nil when it inherits from an issuer that is not to be had.
        let resources: EffectiveResources?
        let key: PublicKey
        let outcome: ChainOutcome
    }

    private let files: IssuerFiles
    private let store: StoredIssuers?
    private let profile: Profile
    private let instant: PosixTime
    private let maximumDepth: Int
    /// By the certificate's digest.
    private var judged: [SHA256Digest: Result<Authority, Rejection>] = [:]
    private var revocations: [RevocationPlace: Revocations] = [:]

    /// Whose CRL, and where certificates say it is.
    private struct RevocationPlace: Hashable {
        let issuer: SHA256Digest
        let uri: RsyncURI?
    }

    init(files: IssuerFiles, store: StoredIssuers?, profile: Profile, instant: PosixTime, maximumDepth: Int) {
        self.files = files
        self.store = store
        self.profile = profile
        self.instant = instant
        self.maximumDepth = maximumDepth
    }

    // MARK: What is inspected

    /// Judges a certificate that another one issued. Its time counts as well.
    func judge(_ certificate: ResourceCertificate, hash: SHA256Digest?) -> (ChainOutcome, Authority?) {
        let (outcome, authority, _) = judge(certificate, hash: hash, depth: 1)
        return (outcome, authority)
    }

    /// Judges a CRL by its issuer. Its own times are the caller's to check.
    func judge(_ list: CertificateRevocationList, hash: SHA256Digest) -> (ChainOutcome, Authority?) {
        let key = list.authorityKeyIdentifier
        var candidates = files.certificates(issuing: list.issuerName, key: key)
        if candidates.isEmpty, let store {
            candidates = store.certificates(key: key, uri: nil)
            if candidates.isEmpty {
                candidates = store.issuerURIs(ofRevocationList: hash).flatMap { store.certificates(key: key, uri: $0) }
            }
        }
        if candidates.isEmpty { candidates = files.onlyCertificate }
        return best(of: candidates, name: list.issuerName, depth: 1) { issuer, inspection, _ throws(Rejection) in
            try inspection.catching { () throws(Rejection) in try list.checkIssued(by: issuer.certificate.certificate) }
            try inspection.require(list.isSigned(by: issuer.key), .crlSignatureInvalid)
        }
    }

    /// Judges a self-signed certificate by the locators that are known.
    func judge(trustAnchor certificate: ResourceCertificate) -> ChainOutcome {
        let locators = files.locators + (store?.locators ?? [])
        if let locator = locators.first(where: { (try? $0.checkKey(of: certificate)) != nil }) {
            var outcome = ChainOutcome(.valid)
            outcome.notes = ["the key of the trust anchor \(locator.name)"]
            return outcome
        }
        if let locator = files.locators.first {
            var outcome = ChainOutcome(.invalid)
            outcome.rejection = rejection { () throws(Rejection) in try locator.checkKey(of: certificate) }
            return outcome
        }
        return .unchecked("no trust anchor locator with its key is known")
    }

    /// Judges a locator by the certificates that are known: whether one has its key.
    func judge(_ locator: TrustAnchorLocator) -> ChainOutcome {
        let candidates = files.trustAnchors + (store?.trustAnchors(of: locator) ?? [])
        guard let first = candidates.first else { return .unchecked("no certificate of the trust anchor is known") }
        let match = candidates.first { (try? locator.checkKey(of: $0.certificate)) != nil }
        var outcome = ChainOutcome(match == nil ? .invalid : .valid)
        let found = match ?? first
        outcome.links = [ChainOutcome.Link(subject: "\(found.certificate.subjectName)", place: found.place)]
        if match == nil {
            let mismatch = rejection { () throws(Rejection) in try locator.checkKey(of: first.certificate) }
            // Its offset is one in the certificate.
            outcome.rejection = mismatch.map { Rejection($0.reason, $0.detail) }
        }
        return outcome
    }

    // MARK: One step up

    private func judge(
        _ certificate: ResourceCertificate,
        hash: SHA256Digest?,
        depth: Int
    ) -> (ChainOutcome, Authority?, EffectiveResources?) {
        let candidates = issuers(of: certificate, hash: hash)
        var resources: EffectiveResources?
        var (outcome, authority) = best(of: candidates, name: certificate.issuerName, depth: depth) {
            issuer,
            inspection,
            outcome throws(Rejection) in
            try inspection.catching { () throws(Rejection) in
                try certificate.checkIssued(by: issuer.certificate.certificate)
            }
            try inspection.require(certificate.isSigned(by: issuer.key), .certificateSignatureInvalid)
            if let held = issuer.resources {
                try inspection.catching { () throws(Rejection) in
                    resources = try EffectiveResources(certificate, issuer: held)
                }
            } else {
                outcome.leaveOut("resources unchecked: those of \(issuer.certificate.place) are inherited")
            }
            try self.checkRevocation(of: certificate, by: issuer, &inspection, &outcome)
        }
        if let rejection = rejection({ () throws(Rejection) in try certificate.checkValidity(at: instant) }) {
            outcome.noteLate(rejection)
        }
        return (outcome, authority, resources ?? certificate.ownResources)
    }

    private func issuers(of certificate: ResourceCertificate, hash: SHA256Digest?) -> [IssuingCertificate] {
        let key = certificate.authorityKeyIdentifier
        let given = files.certificates(issuing: certificate.issuerName, key: key).filter { $0.hash != hash }
        guard given.isEmpty else { return given }
        let stored = (store?.certificates(key: key, uri: certificate.caIssuersURI) ?? []).filter { $0.hash != hash }
        return stored.isEmpty ? files.onlyCertificate.filter { $0.hash != hash } : stored
    }

    /// The outcome under that issuer with which it is best, the first of several: what somebody else published as the
    /// issuer's certificate does not count beside the right one.
    private func best(
        of candidates: [IssuingCertificate],
        name: DistinguishedName,
        depth: Int,
        check: (Authority, inout Inspection, inout ChainOutcome) throws(Rejection) -> Void
    ) -> (ChainOutcome, Authority?) {
        var best: (ChainOutcome, Authority?)?
        for candidate in candidates {
            let result = judge(under: candidate, depth: depth, check: check)
            if result.0.demerit < best?.0.demerit ?? .max { best = result }
            if best?.0.demerit == 0 { break }
        }
        return best ?? (.unchecked("no certificate of the issuer \(name) \(whereLooked)"), nil)
    }

    private var whereLooked: String {
        switch (files.isEmpty, store == nil) {
        case (true, true): "(no --issuer given, and no store)"
        case (true, false): "in the store"
        case (false, true): "among the --issuer files"
        case (false, false): "among the --issuer files or in the store"
        }
    }

    /// Checks what `candidate` issued, and then `candidate` itself: the nearest defect is named.
    private func judge(
        under candidate: IssuingCertificate,
        depth: Int,
        check: (Authority, inout Inspection, inout ChainOutcome) throws(Rejection) -> Void
    ) -> (ChainOutcome, Authority?) {
        var outcome = ChainOutcome(.valid)
        let link = ChainOutcome.Link(subject: "\(candidate.certificate.subjectName)", place: candidate.place)
        outcome.links = [link]
        var inspection = Inspection(profile: profile)
        var authority: Authority?
        do throws(Rejection) {
            let issuer = try self.authority(candidate, depth: depth)
            authority = issuer
            try check(issuer, &inspection, &outcome)
            outcome.warnings += inspection.warnings
            outcome.append(above: issuer.outcome, of: candidate)
        } catch {
            outcome.warnings += inspection.warnings
            outcome.reject(error)
        }
        return (outcome, authority)
    }

    // MARK: Authorities

    /// The authority of `candidate`, valid or not; throws when nothing can be checked with its certificate.
    private func authority(_ candidate: IssuingCertificate, depth: Int) throws(Rejection) -> Authority {
        if let known = judged[candidate.hash] { return try known.get() }
        // The trust anchor does not count.
        guard depth - 1 <= maximumDepth else {
            throw Rejection(.certificateDepth, "more than \(maximumDepth) authorities below the trust anchor")
        }
        // A certificate that is its own ancestor is found under judgement.
        judged[candidate.hash] = .failure(Rejection(.certificateLoop, candidate.place))
        let result = Result { () throws(Rejection) in
            let key = try candidate.certificate.publicKey()
            return candidate.certificate.isSelfIssued
                ? trustAnchor(candidate, key) : intermediate(candidate, key, depth: depth)
        }.mapError { ChainOutcome.naming(candidate, $0) }
        judged[candidate.hash] = result
        return try result.get()
    }

    private func trustAnchor(_ candidate: IssuingCertificate, _ key: PublicKey) -> Authority {
        let certificate = candidate.certificate
        var outcome = judge(trustAnchor: certificate)
        if case .file = candidate.origin, outcome.state == .unchecked {
            outcome = ChainOutcome(.valid)
            outcome.notes = ["trusted: \(candidate.place) was given as the trust anchor"]
        }
        // The link says it.
        if case .trustAnchor = candidate.origin { outcome.notes = [] }
        var resources: EffectiveResources?
        do throws(Rejection) {
            outcome.warnings = try certificate.inspect(as: .trustAnchor, profile: profile)
            guard certificate.isSigned(by: key) else { throw Rejection(.certificateSignatureInvalid) }
            resources = try EffectiveResources(trustAnchor: certificate)
        } catch {
            outcome.reject(error)
        }
        if let rejection = rejection({ () throws(Rejection) in try certificate.checkValidity(at: instant) }) {
            outcome.noteLate(rejection)
        }
        return Authority(certificate: candidate, resources: resources, key: key, outcome: outcome)
    }

    private func intermediate(_ candidate: IssuingCertificate, _ key: PublicKey, depth: Int) -> Authority {
        var (outcome, _, resources) = judge(candidate.certificate, hash: candidate.hash, depth: depth + 1)
        if case .file = candidate.origin, outcome.state == .unchecked {
            outcome.state = .valid
            outcome.notes = ["trusted: \(candidate.place) was given, and no trust anchor above it is known"]
        }
        do throws(Rejection) {
            outcome.warnings += try candidate.certificate.inspect(as: .ca, profile: profile)
        } catch {
            outcome.reject(error)
        }
        return Authority(certificate: candidate, resources: resources, key: key, outcome: outcome)
    }

    // MARK: Revocation

    /// Whether `issuer` has revoked the certificate.
    private func checkRevocation(
        of certificate: ResourceCertificate,
        by issuer: Authority,
        _ inspection: inout Inspection,
        _ outcome: inout ChainOutcome
    ) throws(Rejection) {
        let known = revocations(of: issuer, at: certificate.crlURI)
        outcome.notes += known.notes
        outcome.warnings += known.warnings
        if let rejection = known.rejection { throw rejection }
        guard let list = known.list else {
            return outcome.leaveOut("revocation unchecked: no CRL of \(issuer.certificate.place)")
        }
        try inspection.require(
            !list.contains(serialNumber: certificate.serialNumber),
            .certificateRevoked,
            "serial number \(certificate.serialNumber.hex)"
        )
        if let rejection = known.lateRejection { outcome.noteLate(rejection) }
    }

    /// By a CRL that was given, else by one that is stored where the certificate says.
    private func revocations(of issuer: Authority, at uri: RsyncURI?) -> Revocations {
        let place = RevocationPlace(issuer: issuer.certificate.hash, uri: uri)
        if let known = revocations[place] { return known }
        func newest(of candidates: [RevocationListCandidate]) -> Revocations {
            Revocations(
                of: issuer.certificate.certificate,
                key: issuer.key,
                among: candidates,
                profile: profile,
                instant: instant
            )
        }
        var result = newest(of: files.revocationLists(of: issuer.certificate.certificate))
        if result.list == nil, let uri, let store {
            var stored = newest(of: store.revocationLists(at: uri))
            if let unused = result.rejection, stored.list != nil { stored.notes.append("not used: \(unused.detail)") }
            if stored.list != nil || result.rejection == nil { result = stored }
        }
        revocations[place] = result
        return result
    }
}

/// What `body` throws.
func rejection(_ body: () throws(Rejection) -> Void) -> Rejection? {
    do throws(Rejection) {
        try body()
        return nil
    } catch {
        return error
    }
}

extension ChainOutcome {
    /// Adds what is known of the chain above the issuer.
    fileprivate mutating func append(above: ChainOutcome, of issuer: IssuingCertificate) {
        links += above.links
        notes += above.notes
        warnings += above.warnings
        if above.state == .unchecked || above.state == .incomplete && state == .valid { state = above.state }
        if let rejection = above.rejection { reject(Self.naming(issuer, rejection)) }
        if let late = above.lateRejection { noteLate(Self.naming(issuer, late)) }
    }

    /// The less, the more there is to this outcome: 0 when there is nothing better.
    fileprivate var demerit: Int {
        switch (state, rejection?.reason) {
        case (.valid, _): lateRejection == nil ? 0 : 1
        case (.incomplete, _): lateRejection == nil ? 2 : 3
        case (.unchecked, _): lateRejection == nil ? 4 : 5
        // Not issued by this one at all.
        case (.invalid, let reason?) where Self.reasonsOfStrangers.contains(reason): 7
        case (.invalid, _): 6
        }
    }

    private static let reasonsOfStrangers: Set<RejectionReason> = [
        .certificateIssuerMismatch, .certificateAuthorityKeyMismatch, .certificateSignatureInvalid,
        .crlIssuerMismatch, .crlSignatureInvalid,
    ]

    /// The rejection of an issuer as a reason to reject what it issued; its offset is one in the issuer's certificate.
    fileprivate static func naming(_ issuer: IssuingCertificate, _ rejection: Rejection) -> Rejection {
        guard !rejection.detail.hasPrefix("issuer ") else { return rejection }
        let detail = rejection.detail.isEmpty ? rejection.reason.text : rejection.detail
        return Rejection(rejection.reason, "issuer \(issuer.place): \(detail)")
    }
}

extension Inspection {
    /// Runs checks that know no profile; what the profile tolerates becomes a warning.
    fileprivate mutating func catching(_ body: () throws(Rejection) -> Void) throws(Rejection) {
        guard let found = rejection(body) else { return }
        try report(found.reason, found.detail, at: found.offset)
    }
}

extension ResourceCertificate {
    /// The resources that it lists itself; nil when it inherits any.
    fileprivate var ownResources: EffectiveResources? {
        if ipResources?.inheritsAny == true || asResources == .inherit { return nil }
        return try? EffectiveResources(trustAnchor: self)
    }
}
