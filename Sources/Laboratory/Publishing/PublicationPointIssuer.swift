import DER
import RPKICrypto
import RPKIObjects

/// Issues the CRL and manifest of one publication point, and says what is to be published there.
struct PublicationPointIssuer {
    var authority: AuthorityState
    let issuer: ObjectIssuer
    /// The faults of this publication.
    let faults: Set<LaboratoryFault>
    let now: PosixTime

    init(issuer: ObjectIssuer, at now: PosixTime) {
        authority = issuer.authority
        faults = Set(authority.pendingFaults)
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
        if let victim = authority.roas.first?.fileName ?? objects.keys.min() {
            if faults.contains(.missingFile) { published[victim] = nil }
            if faults.contains(.hashMismatch) { published[victim]?.append(0) }
        }
        var manifest = try self.manifest(serial: serial, listing: listed)
        if faults.contains(.badManifestSignature) { manifest.flipBit(at: manifest.count - 1) }
        if faults.contains(.garbageManifest) { manifest = Array("this is not DER\n".utf8) }
        if !faults.contains(.missingManifest) { published[authority.manifestName] = manifest }
        authority.isChanged = false
        authority.pendingFaults = []
        return published
    }

    private func crl(manifestSerial: UInt64) throws(LaboratoryError) -> [UInt8] {
        var entries = authority.revoked.map { revocation in
            CRLTemplate.Entry(serialNumber: revocation.serial, revoked: PosixTime(revocation.revoked))
        }
        if faults.contains(.revokedManifest) {
            entries.append(CRLTemplate.Entry(serialNumber: manifestSerial, revoked: now))
        }
        let isStale = faults.contains(.staleCRL)
        var template = CRLTemplate(
            issuer: authority.name,
            key: issuer.key.keyIdentifier,
            number: authority.manifestNumber,
            thisUpdate: isStale ? PosixTime(now.seconds - 2 * 86_400) : now,
            nextUpdate: isStale ? PosixTime(now.seconds - 86_400) : PosixTime(authority.nextUpdate),
            entries: entries
        )
        if faults.contains(.crlWithoutNumber) {
            template.extensions.removeAll { $0.identifier == OID.crlNumber }
        }
        do throws(KeyError) {
            var bytes = try template.issued(by: issuer.key)
            if faults.contains(.badCRLSignature) { bytes.flipBit(at: bytes.count - 1) }
            return bytes
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
        } else if faults.contains(.manifestTimeRegression) {
            thisUpdate = PosixTime(now.seconds - 86_400)
        }
        var content = ManifestTemplate(
            // One less than before the number that this publication adds.
            number: faults.contains(.manifestNumberRegression)
                ? authority.manifestNumber - min(2, authority.manifestNumber) : authority.manifestNumber,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            entries: files.sorted { $0.key < $1.key }.map { name, bytes in
                ManifestTemplate.Entry(fileName: name, hash: SHA256Digest(hashing: bytes))
            }
        )
        if faults.contains(.duplicateManifestEntry) { content.entries += content.entries.suffix(1) }
        if faults.contains(.escapingManifestEntry), let last = content.entries.popLast() {
            content.entries.append(ManifestTemplate.Entry(fileName: "../\(last.fileName)", hash: last.hash))
        }
        let key = try issuer.keys.endEntityKey(serial: serial, of: issuer.uris.configuration.endEntityKeys)
        let object = SignedObjectTemplate(
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
        do {
            return try object.issued(by: issuer.key, signedBy: key)
        } catch {
            throw .key(error)
        }
    }
}
