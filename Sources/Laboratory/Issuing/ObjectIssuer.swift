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

    /// What faults of its objects may need to know.
    func context(at now: PosixTime) -> FaultContext {
        FaultContext(now: now, issuer: key.keyIdentifier, autonomousSystems: authority.autonomousSystems)
    }

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
        let endEntityKey = try keys.endEntityKey(serial: serial, of: configuration.endEntityKeys)
        var object = SignedObjectTemplate(
            contentType: OID.routeOriginAuthorization,
            content: content.encoded(),
            signingTime: now,
            certificate: CertificateTemplate.endEntity(
                key: endEntityKey,
                issuer: issuer,
                objectURI: uris.object(fileName, of: authority),
                grant: CertificateTemplate.Grant(
                    serialNumber: serial,
                    notBefore: now,
                    notAfter: PosixTime(min(now.seconds + configuration.roaLifetime, authority.certificateNotAfter)),
                    ip: IPResourceBlocks(IPResourceSet(prefixes: origins.map(\.prefix))),
                    autonomousSystems: nil
                )
            )
        )
        return (try issue(&object, signedBy: endEntityKey, fault: fault, at: now), object.certificate.notAfter)
    }

    /// Signs an object, with the changes of a fault to it, its certificate and its octets.
    func issue(
        _ object: inout SignedObjectTemplate,
        signedBy endEntityKey: SigningKey,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> [UInt8] {
        fault?.change(&object, context(at: now))
        do throws(KeyError) {
            var octets = try object.issued(by: key, signedBy: endEntityKey)
            fault?.change(&octets)
            return octets
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
        var template = CertificateTemplate.authority(
            name: authority.name,
            key: key,
            issuer: issuer?.0,
            publishing: uris.publication(of: authority),
            grant: CertificateTemplate.Grant(
                serialNumber: serial,
                notBefore: now,
                notAfter: PosixTime(authority.certificateNotAfter),
                ip: IPResourceBlocks(authority.ipResources),
                autonomousSystems: .ranges(authority.autonomousSystems)
            )
        )
        let context = FaultContext(
            now: now,
            issuer: issuer?.0.key ?? key.keyIdentifier,
            autonomousSystems: authority.autonomousSystems
        )
        fault?.change(&template, context)
        do throws(KeyError) {
            var octets = try template.issued(by: issuer?.1 ?? key)
            fault?.change(&octets)
            return octets
        } catch {
            throw .key(error)
        }
    }
}
