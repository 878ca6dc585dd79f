package import DER
import RPKICrypto
package import RPKIObjects

/// Decodes and checks files of any kind, and explains the verdict.
///
/// The order of checks is that of the verdicts' worth: decoding, the profile, the object's own signature, the chain, and
/// last whether all of it is valid at the instant.
package final class ObjectInspector {
    private let profile: Profile
    private let isStrict: Bool
    private let instant: PosixTime
    private let chain: IssuerChain
    private let store: StoredIssuers?

    /// - Parameters:
    ///   - isStrict: whether files that have no profile, local exceptions, are read to the letter.
    ///   - files: where issuers are looked for first.
    ///   - store: where they are looked for else; nil when there is none.
    package init(
        profile: Profile,
        isStrict: Bool,
        instant: PosixTime,
        files: IssuerFiles,
        store: StoredIssuers?,
        maximumDepth: Int
    ) {
        self.profile = profile
        self.isStrict = isStrict
        self.instant = instant
        self.store = store
        chain = IssuerChain(
            files: files,
            store: store,
            profile: profile,
            instant: instant,
            maximumDepth: maximumDepth
        )
    }

    /// Inspects the content of the file `name`, of the type that the content shows unless `type` says so.
    ///
    /// An object in base64 or PEM is inspected as the octets that it stands for.
    package func inspect(_ content: [UInt8], name: String, as type: InspectedType? = nil) -> InspectionReport {
        let octets: [UInt8]
        do throws(Rejection) {
            octets = try ArmoredText.decode(content) ?? content
        } catch {
            var report = InspectionReport(name: name, type: type, octets: content)
            report.fail(error)
            locateRejection(in: content, &report)
            return report
        }
        var report = InspectionReport(name: name, type: type ?? ContentDetection.type(of: octets), octets: octets)
        do throws(Rejection) {
            switch report.type {
            case .certificate: try inspectCertificate(octets, &report)
            case .revocationList: try inspectRevocationList(octets, &report)
            case .signedObject: try inspectSignedObject(octets, as: type, &report)
            case .trustAnchorLocator: try inspectLocator(octets, &report)
            case .rrdp(let document): RRDPInspection.inspect(octets, document, &report)
            case .localExceptions:
                LocalExceptionsInspection.inspect(octets, strict: isStrict, &report)
            case .cacheRepresentation: try inspectCacheRepresentation(octets, &report)
            case nil:
                throw Rejection(.objectTypeUnknown, "neither an RPKI object nor a file that goes with them")
            }
        } catch {
            report.fail(error)
        }
        locateRejection(in: octets, &report)
        return report
    }

    /// Shows the octets that the rejection points to. Offsets of an issuer's rejection are none of this object.
    private func locateRejection(in octets: [UInt8], _ report: inout InspectionReport) {
        guard let offset = report.rejection?.offset else { return }
        let normalized = octets.dropFirst().first == 0x80 ? try? BERNormalizer.normalize(octets[...]) : nil
        report.countsNormalizedOctets = normalized != nil
        report.excerpt = OctetExcerpt(of: normalized ?? octets, at: offset)
    }

    // MARK: Certificates and CRLs

    private func inspectCertificate(_ octets: [UInt8], _ report: inout InspectionReport) throws(Rejection) {
        let certificate = try ResourceCertificate(decoding: octets)
        let kind = certificate.presumedKind
        report.object.add("kind", "Certificate of", .text(kind.name))
        certificate.describe(into: &report.object)
        report.note(try certificate.inspect(as: kind, profile: profile))
        guard kind != .trustAnchor else {
            guard certificate.isSigned(by: try certificate.publicKey()) else {
                throw Rejection(.certificateSignatureInvalid, "not signed by its own key")
            }
            _ = try EffectiveResources(trustAnchor: certificate)
            let late = rejection { () throws(Rejection) in try certificate.checkValidity(at: instant) }
            return report.conclude(chain.judge(trustAnchor: certificate), late: late)
        }
        let (outcome, authority) = chain.judge(certificate, hash: report.hash)
        report.conclude(outcome, late: nil)
        describePlace(of: &report, under: authority)
    }

    private func inspectRevocationList(_ octets: [UInt8], _ report: inout InspectionReport) throws(Rejection) {
        let list = try CertificateRevocationList(decoding: octets)
        list.describe(into: &report.object)
        report.note(try list.inspect(profile: profile))
        let (outcome, authority) = chain.judge(list, hash: report.hash)
        report.conclude(outcome, late: rejection { () throws(Rejection) in try list.checkCurrency(at: instant) })
        describePlace(of: &report, under: authority)
    }

    // MARK: Signed objects

    private func inspectSignedObject(
        _ octets: [UInt8],
        as wanted: InspectedType?,
        _ report: inout InspectionReport
    ) throws(Rejection) {
        let object = try SignedObject(decoding: octets)
        defer { object.describe(into: &report.object) }
        // What detection saw in the first octets may be wrong where lengths are indefinite.
        var type = object.type
        // The type that was asked for: content of another is a reason for rejection.
        if case .signedObject(let asked) = wanted { type = asked }
        report.type = .signedObject(type)
        switch type {
        case .routeOriginAuthorization: try inspect(object, as: RouteOriginAuthorization.self, &report)
        case .manifest:
            try inspect(object, as: Manifest.self, &report) { manifest throws(Rejection) in
                try manifest.checkCurrency(at: self.instant)
            }
        case .ghostbusters: try inspect(object, as: GhostbustersRecord.self, &report)
        case .signedChecklist: try inspect(object, as: SignedChecklist.self, &report)
        case .providerAuthorization: try inspect(object, as: ProviderAuthorization.self, &report)
        case .trustAnchorKey: try inspect(object, as: TrustAnchorKeys.self, &report)
        case .signedPrefixList: try inspect(object, as: SignedPrefixList.self, &report)
        case .other:
            report.note(try object.inspect(profile: profile))
            throw Rejection(.objectTypeUnknown, "signed object with content of type \(object.contentType)")
        }
    }

    /// `checkTime` is what the content says about its own time.
    private func inspect<Payload: SignedObjectPayload & Describable>(
        _ object: SignedObject,
        as type: Payload.Type,
        _ report: inout InspectionReport,
        checkTime: (Payload) throws(Rejection) -> Void = { _ in }
    ) throws(Rejection) {
        // Decoded once more for a content that is readable although something about the object is wrong.
        if let payload = try? Payload(content: object.content) { payload.describe(into: &report.object) }
        let (payload, warnings) = try object.inspect(as: type, profile: profile)
        report.note(warnings)
        try object.checkSignature()
        let (outcome, authority) = chain.judge(object.eeCertificate, hash: nil)
        report.conclude(outcome, late: rejection { () throws(Rejection) in try checkTime(payload) })
        describePlace(of: &report, under: authority, uri: object.eeCertificate.signedObjectURI)
    }

    // MARK: Others

    private func inspectLocator(_ octets: [UInt8], _ report: inout InspectionReport) throws(Rejection) {
        guard let text = String(validating: octets, as: UTF8.self) else {
            throw Rejection(.talSyntax, "not UTF-8 text")
        }
        let locator = try TrustAnchorLocator(parsing: text, name: report.name)
        locator.describe(into: &report.object)
        report.chain = chain.judge(locator)
        if let rejection = report.chain.rejection { report.reject(rejection) }
    }

    private func inspectCacheRepresentation(_ octets: [UInt8], _ report: inout InspectionReport) throws(Rejection) {
        report.chain = .unchecked("a cache representation is not signed")
        try CanonicalCacheRepresentation(decoding: octets).describe(into: &report.object)
    }

    /// Says where the store has the object, and whether the manifest there lists it.
    private func describePlace(
        of report: inout InspectionReport,
        under authority: IssuerChain.Authority?,
        uri: RsyncURI? = nil
    ) {
        guard let store else { return }
        if let note = store.placeNote(of: report.hash, uri: uri, authority: authority) {
            report.chain.notes.append(note)
        }
    }
}

extension InspectionReport {
    /// Rejects the object for what it is itself: its chain does not matter then.
    fileprivate mutating func fail(_ rejection: Rejection) {
        reject(rejection)
        if chain.notes.isEmpty { chain.notes = ["not looked at: the object itself is not valid"] }
    }

    fileprivate mutating func note(_ found: [Warning]) {
        warnings += found.map { Finding($0.rejection) }
    }
}

extension CertificateKind {
    /// Of whom such a certificate is.
    fileprivate var name: String {
        switch self {
        case .trustAnchor: "trust anchor"
        case .ca: "certification authority"
        case .ee: "end entity"
        case .bgpsecRouter: "BGPsec router"
        }
    }
}
