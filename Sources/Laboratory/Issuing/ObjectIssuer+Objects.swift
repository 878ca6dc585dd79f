import DER
import NumberResources
import RPKICrypto
import RPKIObjects

extension ObjectIssuer {
    /// An object that is no ROA.
    func object(
        _ object: LaboratoryObject,
        fileName: String,
        serial: UInt64,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> (bytes: [UInt8], notAfter: PosixTime) {
        let content: ObjectContent
        var resources: (ip: IPResourceBlocks?, autonomousSystems: ASResourceBlocks?)
        switch object {
        case .routerKey(let asn, let router):
            return try routerCertificate(asn, router, serial: serial, fault: fault, at: now)
        case .aspa(let customer, let providers):
            content = .aspa(ASPATemplate(customer: customer, providers: providers))
            resources = (nil, .ranges([customer.value...customer.value]))
        case .prefixList(let asn, let prefixes):
            content = .prefixList(PrefixListTemplate(asn: asn, prefixes: prefixes))
            resources = (nil, .ranges([asn.value...asn.value]))
        case .ghostbusters(let contact):
            content = .ghostbusters(GhostbustersTemplate(contact))
            resources = (.inherited, .inherit)
        case .trustAnchorKeys(let announcesSuccessor):
            content = .trustAnchorKeys(try trustAnchorKeys(announcesSuccessor))
            resources = (.inherited, .inherit)
        }
        let grant = grant(serial: serial, resources.ip, resources.autonomousSystems, at: now)
        return try sign(content, fileName: fileName, grant: grant, fault: fault, at: now)
    }

    /// A signed checklist of these entries, with what the authority holds. It is not published (RFC 9323 section 2), and
    /// so its certificate says no place.
    func checklist(
        _ entries: [ChecklistTemplate.Entry],
        serial: UInt64,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> [UInt8] {
        let ip = IPResourceBlocks(authority.ipResources)
        let autonomousSystems = ASResourceBlocks.ranges(authority.autonomousSystems)
        return try sign(
            .checklist(ChecklistTemplate(ip: ip, autonomousSystems: autonomousSystems, entries: entries)),
            fileName: nil,
            grant: grant(serial: serial, ip, autonomousSystems, at: now),
            fault: fault,
            at: now
        ).bytes
    }

    private func grant(
        serial: UInt64,
        _ ip: IPResourceBlocks?,
        _ autonomousSystems: ASResourceBlocks?,
        at now: PosixTime
    ) -> CertificateTemplate.Grant {
        CertificateTemplate.Grant(
            serialNumber: serial,
            notBefore: now,
            notAfter: PosixTime(
                min(now.seconds + uris.configuration.roaLifetime, authority.certificateNotAfter)
            ),
            ip: ip,
            autonomousSystems: autonomousSystems
        )
    }

    /// Wraps a content. Without a file name the object is not to be published.
    private func sign(
        _ content: ObjectContent,
        fileName: String?,
        grant: CertificateTemplate.Grant,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> (bytes: [UInt8], notAfter: PosixTime) {
        var content = content
        fault?.change(&content)
        let endEntityKey = try keys.endEntityKey(
            serial: grant.serialNumber,
            of: uris.configuration.endEntityKeys
        )
        var certificate = CertificateTemplate.endEntity(
            key: endEntityKey,
            issuer: issuer,
            objectURI: uris.object(fileName ?? "", of: authority),
            grant: grant
        )
        if fileName == nil { certificate.remove(OID.subjectInformationAccess) }
        var object = SignedObjectTemplate(
            contentType: content.type,
            content: fault?.edited(content.encoded()) ?? content.encoded(),
            signingTime: now,
            certificate: certificate
        )
        return (try issue(&object, signedBy: endEntityKey, fault: fault, at: now), object.certificate.notAfter)
    }

    /// The current key is the authority's own.
    private func trustAnchorKeys(_ announcesSuccessor: Bool) throws(LaboratoryError) -> TAKTemplate {
        let own = uris.trustAnchor(authority.name)
        var template = TAKTemplate(
            current: TAKTemplate.Key(
                comments: ["the key in use"],
                uris: [own.https, own.rsync],
                subjectPublicKeyInfo: key.subjectPublicKeyInfo
            )
        )
        if announcesSuccessor {
            let name = "\(authority.name)-next"
            let place = uris.trustAnchor(name)
            template.successor = TAKTemplate.Key(
                comments: ["the key to come"],
                uris: [place.https, place.rsync],
                subjectPublicKeyInfo: try keys.key(named: name, orMaking: SigningKey.generateRSA2048)
                    .subjectPublicKeyInfo
            )
        }
        return template
    }

    /// The certificate of a BGPsec router (RFC 8209).
    private func routerCertificate(
        _ asn: ASN,
        _ router: UInt32,
        serial: UInt64,
        fault: LaboratoryFault?,
        at now: PosixTime
    ) throws(LaboratoryError) -> (bytes: [UInt8], notAfter: PosixTime) {
        let routerKey = try keys.key(
            named: Self.routerKeyName(asn, router, of: authority.name),
            orMaking: SigningKey.generateP256
        )
        var template = CertificateTemplate.router(
            asn,
            router: router,
            key: routerKey,
            issuer: issuer,
            grant: grant(serial: serial, nil, .ranges([asn.value...asn.value]), at: now)
        )
        fault?.change(&template, context(at: now))
        do {
            return (try template.issued(by: key), template.notAfter)
        } catch {
            throw .key(error)
        }
    }

    /// The name under which a router's key is kept.
    static func routerKeyName(_ asn: ASN, _ router: UInt32, of authority: String) -> String {
        "\(authority)-router-\(asn.value)-\(router)"
    }
}
