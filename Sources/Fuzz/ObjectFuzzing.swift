import DER
import NumberResources
import RPKICrypto
import RPKIObjects

/// The decoders of RPKI objects: each is decoded, then inspected under both profiles, then asked all that validation
/// asks.
enum ObjectFuzzing {
    private static let instant = PosixTime(1_700_000_000)
    private static let everything = EffectiveResources(ip: .all, asNumbers: .all)

    static func certificate(_ input: [UInt8]) {
        guard
            let certificate = decoded(input, { octets throws(Rejection) in try ResourceCertificate(decoding: octets) })
        else { return }
        for kind in [.trustAnchor, .ca, .ee(.routeOriginAuthorization), .bgpsecRouter] as [CertificateKind] {
            inspect(input) { profile throws(Rejection) in try certificate.inspect(as: kind, profile: profile) }
        }
        use(certificate, input)
    }

    private static func use(_ certificate: ResourceCertificate, _ input: [UInt8]) {
        outcome(input) { () throws(Rejection) in try certificate.checkValidity(at: instant) }
        outcome(input) { () throws(Rejection) in try certificate.checkIssued(by: certificate) }
        outcome(input) { () throws(Rejection) in
            let key = try certificate.publicKey()
            _ = certificate.isSigned(by: key)
        }
        outcome(input) { () throws(Rejection) in
            _ = try EffectiveResources(trustAnchor: certificate)
        }
        outcome(input) { () throws(Rejection) in
            let resolved = try EffectiveResources(certificate, issuer: everything)
            // What it has it may have of itself.
            _ = try EffectiveResources(certificate, issuer: resolved)
            invariant(everything.ip.contains(resolved.ip), "resources beyond all addresses")
        }
        show(certificate)
        for uri in [certificate.caRepository, certificate.manifestURI, certificate.signedObjectURI] {
            if let uri { invariant(RsyncURI(uri.description) == uri, "URI \(uri) does not read back") }
        }
    }

    static func revocationList(_ input: [UInt8]) {
        guard let list = decoded(input, { octets throws(Rejection) in try CertificateRevocationList(decoding: octets) })
        else { return }
        inspect(input) { profile throws(Rejection) in try list.inspect(profile: profile) }
        outcome(input) { () throws(Rejection) in try list.checkCurrency(at: instant) }
        invariant(list.revokedCount <= input.count, "more entries than octets")
        show(list)
    }

    static func signedObject(_ input: [UInt8]) {
        guard let object = decoded(input, { octets throws(Rejection) in try SignedObject(decoding: octets) }) else {
            return
        }
        use(object, input)
    }

    /// `input` is an EE certificate and the content of an object of that type, one element after the other.
    static func content(_ input: [UInt8], of type: SignedObjectType) {
        guard let octets = SignedObjectAssembly.object(from: input, type) else { return }
        guard let object = decoded(octets, { octets throws(Rejection) in try SignedObject(decoding: octets) }) else {
            return
        }
        invariant(!object.hasIndefiniteLengths, "indefinite lengths where there are none")
        use(object, octets)
    }

    private static func use(_ object: SignedObject, _ input: [UInt8]) {
        let octets = object.hasIndefiniteLengths ? [UInt8](repeating: 0, count: input.count * 2) : input
        inspect(octets) { profile throws(Rejection) in try object.inspect(profile: profile) }
        outcome(octets) { () throws(Rejection) in try object.checkSignature() }
        if !object.hasIndefiniteLengths { use(object.eeCertificate, input) }
        show(object)
        switch object.type {
        case .routeOriginAuthorization:
            guard let roa = payload(RouteOriginAuthorization.self, object, octets) else { return }
            for address in roa.addresses {
                let range = address.prefix.length...address.prefix.family.bitWidth
                invariant(range.contains(address.effectiveMaxLength), "maxLength out of \(range)")
            }
        case .manifest:
            guard let manifest = payload(Manifest.self, object, octets) else { return }
            outcome(octets) { () throws(Rejection) in try manifest.checkCurrency(at: instant) }
        case .providerAuthorization: _ = payload(ProviderAuthorization.self, object, octets)
        case .ghostbusters: _ = payload(GhostbustersRecord.self, object, octets)
        case .trustAnchorKey: _ = payload(TrustAnchorKeys.self, object, octets)
        case .signedChecklist: _ = payload(SignedChecklist.self, object, octets)
        case .signedPrefixList: _ = payload(SignedPrefixList.self, object, octets)
        case .other: break
        }
    }

    private static func payload<Payload: SignedObjectPayload & Describable>(
        _ type: Payload.Type,
        _ object: SignedObject,
        _ octets: [UInt8]
    ) -> Payload? {
        if let payload = try? Payload(content: object.content) { show(payload) }
        inspect(octets) { profile throws(Rejection) in try object.payload(type, profile: profile).warnings }
        return try? object.payload(type, profile: .default).payload
    }

    /// What it says can be printed without harm to a terminal.
    private static func show(_ object: some Describable) {
        let text = object.objectDescription.text()
        invariant(!text.isEmpty, "a description that says nothing")
        for line in text.split(separator: "\n") {
            invariant(String(line).printable == line, "what a terminal might obey: \(String(line).printable)")
        }
    }

    static func trustAnchorLocator(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        guard let locator = try? TrustAnchorLocator(parsing: text, name: "fuzz") else { return }
        invariant(!locator.uris.isEmpty && !locator.subjectPublicKeyInfo.isEmpty, "a locator without URI or key")
        invariant(locator.uris.count <= TrustAnchorLocator.maximumURIs, "too many URIs")
        show(locator)
    }

    static func cacheRepresentation(_ input: [UInt8]) {
        guard
            let representation = decoded(
                input,
                { octets throws(Rejection) in try CanonicalCacheRepresentation(decoding: octets) }
            )
        else { return }
        invariant(representation.encoded() == input, "a representation that is written otherwise than it was read")
    }

    // MARK: Outcomes

    private static func decoded<Value>(
        _ input: [UInt8],
        _ decode: ([UInt8]) throws(Rejection) -> Value
    ) -> Value? {
        do {
            return try decode(input)
        } catch {
            // Offsets of objects with indefinite lengths count octets of their DER form.
            check(error, in: input.dropFirst().first == 0x80 ? input.count * 2 : input.count)
            return nil
        }
    }

    private static func outcome(_ input: [UInt8], _ step: () throws(Rejection) -> Void) {
        do { try step() } catch { check(error, in: input.count) }
    }

    /// What the strict profile accepts the default one accepts as well, and says no more about it.
    private static func inspect(_ input: [UInt8], _ step: (Profile) throws(Rejection) -> [Warning]) {
        let strict = result(input) { () throws(Rejection) in try step(.strict) }
        let lenient = result(input) { () throws(Rejection) in try step(.default) }
        switch (strict, lenient) {
        case (.success(let first), .success(let second)):
            invariant(first == second, "the default profile warns of more: \(second) than \(first)")
        case (.success, .failure(let rejection)):
            invariant(false, "accepted strictly, rejected by default: \(rejection)")
        case (.failure(let rejection), .success(let warnings)):
            invariant(Profile.default.tolerances.contains(rejection.reason), "\(rejection) is not to be tolerated")
            invariant(!warnings.isEmpty, "\(rejection) is tolerated without a warning")
        case (.failure, .failure(let rejection)):
            invariant(!Profile.default.tolerances.contains(rejection.reason), "\(rejection) is to be tolerated")
        }
    }

    private static func result(
        _ input: [UInt8],
        _ step: () throws(Rejection) -> [Warning]
    ) -> Result<[Warning], Rejection> {
        do {
            return .success(try step())
        } catch {
            check(error, in: input.count)
            return .failure(error)
        }
    }

    /// A rejection can be printed, and its offset lies in the object.
    private static func check(_ rejection: Rejection, in count: Int) {
        invariant(
            rejection.description.utf8.count <= 4_096,
            "a rejection of \(rejection.description.utf8.count) octets"
        )
        if let offset = rejection.offset { invariant((0...count).contains(offset), "\(rejection) is beyond \(count)") }
    }
}
