import DER
import RPKICrypto
import RPKIObjects

/// Issues the CRL and manifest of one publication point, and says what is to be published there.
struct PublicationPointIssuer {
    var authority: AuthorityState
    let issuer: ObjectIssuer
    /// The faults of this publication.
    let faults: [LaboratoryFault]
    let now: PosixTime
    /// The manifest published last.
    private let previous: (number: UInt64, thisUpdate: PosixTime)

    init(issuer: ObjectIssuer, at now: PosixTime) {
        authority = issuer.authority
        faults = authority.pendingFaults
        previous = (authority.manifestNumber, PosixTime(authority.thisUpdate))
        self.issuer = issuer
        self.now = now
    }

    /// All files of the point, and the authority as it is afterwards. `objects` are its ROAs and certificates.
    mutating func issue(_ objects: [String: [UInt8]]) throws(LaboratoryError) -> [String: [UInt8]] {
        authority.revoked.removeAll { $0.notAfter < now.seconds }
        // A manifest's certificate is revoked when the manifest is replaced (RFC 9286 section 5.1).
        if let previous = authority.manifestSerial {
            authority.revoke(previous, at: now, notAfter: authority.nextUpdate)
        }
        let serial = authority.takeSerial()
        authority.manifestSerial = serial
        authority.manifestNumber += 1
        authority.thisUpdate = now.seconds
        authority.nextUpdate = min(
            now.seconds + issuer.uris.configuration.manifestLifetime,
            authority.certificateNotAfter
        )

        var listed = objects
        var published = objects
        if !faults.contains(.missingCRL) {
            let crl = try self.crl(manifestSerial: serial)
            published[authority.crlName] = crl
            if !faults.contains(.unlistedCRL) { listed[authority.crlName] = crl }
            if faults.contains(.twoCRLs) {
                listed["other.crl"] = crl
                published["other.crl"] = crl
            }
        }
        if faults.contains(.loopingCertificate), let loop = try loopingCertificate() {
            listed["loop.cer"] = loop
            published["loop.cer"] = loop
        }
        if let victim = authority.roas.first?.fileName ?? objects.keys.min() {
            if faults.contains(.missingFile) { published[victim] = nil }
            if faults.contains(.hashMismatch) { published[victim]?.append(0) }
        }
        let manifest = try self.manifest(serial: serial, listing: listed)
        if !faults.contains(.missingManifest) { published[authority.manifestName] = manifest }
        authority.isChanged = false
        authority.pendingFaults = []
        return published
    }

    /// A certificate for the parent, which makes it an authority below itself.
    private mutating func loopingCertificate() throws(LaboratoryError) -> [UInt8]? {
        guard let name = authority.parent else { return nil }
        var parent = authority
        parent.name = name
        parent.point = AddressPlan.trustAnchorPoint
        return try issuer.certificate(
            for: parent,
            key: try issuer.keys.key(named: name),
            serial: authority.takeSerial(),
            fault: nil,
            at: now
        )
    }

    private func crl(manifestSerial: UInt64) throws(LaboratoryError) -> [UInt8] {
        var entries = authority.revoked.map { revocation in
            CRLTemplate.Entry(serialNumber: revocation.serial, revoked: PosixTime(revocation.revoked))
        }
        if faults.contains(.revokedManifest) {
            entries.append(CRLTemplate.Entry(serialNumber: manifestSerial, revoked: now))
        }
        var template = CRLTemplate(
            issuer: authority.name,
            key: issuer.key.keyIdentifier,
            number: authority.manifestNumber,
            thisUpdate: now,
            nextUpdate: PosixTime(authority.nextUpdate),
            entries: entries
        )
        let listFaults = faults.filter { $0.scope == .revocationList }
        for fault in listFaults { fault.change(&template) }
        do throws(KeyError) {
            var octets = try template.issued(by: issuer.key)
            for fault in listFaults { fault.change(&octets) }
            return octets
        } catch {
            throw .key(error)
        }
    }

    private func manifest(serial: UInt64, listing files: [String: [UInt8]]) throws(LaboratoryError) -> [UInt8] {
        var thisUpdate = now
        var nextUpdate = PosixTime(authority.nextUpdate)
        if faults.contains(.staleManifest) {
            thisUpdate = PosixTime(now.seconds - 2 * 86_400)
            nextUpdate = PosixTime(now.seconds - 86_400)
        } else if faults.contains(.prematureManifest) {
            thisUpdate = PosixTime(now.seconds + 86_400)
            nextUpdate = PosixTime(max(nextUpdate.seconds, now.seconds + 2 * 86_400))
        } else if faults.contains(.timeRegression) {
            thisUpdate = PosixTime(now.seconds - 86_400)
        } else if faults.contains(.replacedManifest) {
            thisUpdate = previous.thisUpdate
        }
        var number = authority.manifestNumber
        if faults.contains(.numberRegression) { number = previous.number - min(1, previous.number) }
        if faults.contains(.replacedManifest) { number = previous.number }
        var content = ManifestTemplate(
            number: number,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            entries: files.sorted { $0.key < $1.key }.map { name, bytes in
                ManifestTemplate.Entry(fileName: name, hash: SHA256Digest(hashing: bytes))
            }
        )
        let manifestFaults = faults.filter { $0.scope == .manifest }
        for fault in manifestFaults { fault.change(&content) }
        let key = try issuer.keys.endEntityKey(serial: serial, of: issuer.uris.configuration.endEntityKeys)
        var object = SignedObjectTemplate(
            contentType: OID.manifest,
            content: content.encoded(),
            signingTime: now,
            certificate: CertificateTemplate.endEntity(
                key: key,
                issuer: issuer.issuer,
                objectURI: issuer.uris.object(authority.manifestName, of: authority),
                grant: CertificateTemplate.Grant(
                    serialNumber: serial,
                    // The certificate outlives a manifest with wrong times, so that those alone are at fault.
                    notBefore: PosixTime(min(now.seconds, thisUpdate.seconds)),
                    notAfter: PosixTime(max(authority.nextUpdate, nextUpdate.seconds)),
                    ip: .inherited,
                    autonomousSystems: .inherit
                )
            )
        )
        for fault in manifestFaults.dropLast() {
            fault.change(&object, issuer.context(at: now))
        }
        return try issuer.issue(&object, signedBy: key, fault: manifestFaults.last, at: now)
    }
}
