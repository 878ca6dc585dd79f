import DER
import NumberResources
import RPKICrypto
import RPKIObjects

/// Issues what one authority signs, from templates filled in by the profile and spoilt by faults.
struct ObjectIssuer: Sendable {
    let authority: AuthorityState
    /// The URI of the authority's own certificate.
    let certificateURI: String
    let key: SigningKey
    let uris: LaboratoryURIs
    let keys: KeyRing

    private var configuration: LaboratoryConfiguration { uris.configuration }

    /// How certificates refer to the authority.
    var issuer: CertificateTemplate.Issuer {
        CertificateTemplate.Issuer(
            name: authority.name,
            key: key.keyIdentifier,
            certificateURI: certificateURI,
            crlURI: uris.object(authority.crlName, of: authority)
        )
    }

    /// A ROA for these origins.
    func roa(
        _ origins: [RouteOrigin],
        fileName: String,
        serial: UInt64,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> (bytes: [UInt8], notAfter: PosixTime) {
        var content = ROATemplate(origins)
        fault?.change(&content)
        var prefixes = origins.map(\.prefix)
        if fault == .overclaimingROA { prefixes += LaboratoryFault.foreignPrefixes.prefix(1) }
        let endEntityKey = try endEntityKey(serial: serial, fault: fault)
        let certificate = CertificateTemplate.endEntity(
            key: endEntityKey,
            issuer: issuer,
            objectURI: uris.object(fileName, of: authority),
            grant: CertificateTemplate.Grant(
                serialNumber: serial,
                notBefore: now,
                notAfter: PosixTime(min(now.seconds + configuration.roaLifetime, authority.certificateNotAfter)),
                ip: IPResourceBlocks(IPResourceSet(prefixes: prefixes)),
                autonomousSystems: nil
            )
        )
        var object = SignedObjectTemplate(
            contentType: OID.routeOriginAuthorization,
            content: content.encoded(),
            signingTime: now,
            certificate: certificate
        )
        fault?.change(&object, at: now)
        return (try signed(&object, by: endEntityKey, fault: fault), object.certificate.notAfter)
    }

    /// The finished object, in which `fault` may have changed octets.
    func signed(
        _ object: inout SignedObjectTemplate,
        by endEntityKey: SigningKey,
        fault: LaboratoryFault?
    ) throws(LaboratoryError) -> [UInt8] {
        do throws(KeyError) {
            let encodedCertificate = try object.certificate.issued(by: key)
            if fault == .additionalCertificate {
                var other = object.certificate
                other.serialNumber += 1_000_000
                object.additionalCertificates = [try other.issued(by: key)]
            }
            var bytes = try object.issued(by: key, signedBy: endEntityKey)
            fault?.change(&bytes, certificate: encodedCertificate)
            return bytes
        } catch {
            throw .key(error)
        }
    }

    func endEntityKey(serial: UInt64, fault: LaboratoryFault?) throws(LaboratoryError) -> SigningKey {
        guard fault == .wrongKeySize else {
            return try keys.endEntityKey(serial: serial, of: configuration.endEntityKeys)
        }
        do {
            return try SigningKey.generateRSA(bits: 1024)
        } catch {
            throw .key(error)
        }
    }

    /// The certificate of `child`, below this authority.
    func certificate(
        for child: AuthorityState,
        key childKey: SigningKey,
        serial: UInt64,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> [UInt8] {
        try Self.authorityCertificate(
            child,
            key: childKey,
            issuer: (issuer, key),
            serial: serial,
            uris: uris,
            fault: fault,
            at: now
        )
    }

    /// The certificate of an authority; self-signed when there is no issuer.
    static func authorityCertificate(
        _ authority: AuthorityState,
        key: SigningKey,
        issuer: (CertificateTemplate.Issuer, SigningKey)?,
        serial: UInt64,
        uris: LaboratoryURIs,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> [UInt8] {
        var resources = authority.ipResources
        if fault == .overclaimingCA {
            resources = resources.union(IPResourceSet(prefixes: LaboratoryFault.foreignPrefixes.prefix(1)))
        }
        var template = CertificateTemplate.authority(
            name: authority.name,
            key: key,
            issuer: issuer?.0,
            publishing: uris.publication(of: authority),
            grant: CertificateTemplate.Grant(
                serialNumber: serial,
                notBefore: now,
                notAfter: PosixTime(authority.certificateNotAfter),
                ip: IPResourceBlocks(resources),
                autonomousSystems: .ranges(authority.autonomousSystems)
            )
        )
        switch fault {
        case .expiredCA:
            template.notBefore = PosixTime(now.seconds - 2 * 86_400)
            template.notAfter = PosixTime(now.seconds - 86_400)
        case .notYetValidCA:
            template.notBefore = PosixTime(now.seconds + 86_400)
        case .pathLengthConstraint:
            let value = DERWriter.encode { writer in
                writer.sequence {
                    $0.boolean(true)
                    $0.integer(3)
                }
            }
            template.set(CertificateExtension(OID.basicConstraints, isCritical: true, value: value))
        case .caWithoutManifestURI:
            template.set(.subjectInformationAccess([.caRepository(uris.point(authority))]))
        default:
            break
        }
        do throws(KeyError) {
            var bytes = try template.issued(by: issuer?.1 ?? key)
            if fault == .badCASignature { bytes.flipBit(at: bytes.count - 1) }
            return bytes
        } catch {
            throw .key(error)
        }
    }
}
