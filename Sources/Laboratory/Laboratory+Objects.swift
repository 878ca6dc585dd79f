import DER
import NumberResources
import RPKICrypto

extension Laboratory {
    /// Issues an object other than a ROA.
    ///
    /// - Parameters:
    ///   - authority: the one that issues; by default the one deepest in the tree that holds the AS number, for a TAK
    ///     the first trust anchor, for a Ghostbusters record the first authority below it.
    ///   - fault: what is wrong with it from the start.
    package func issue(
        _ object: LaboratoryObject,
        by authority: String? = nil,
        fault: LaboratoryFault? = nil
    ) throws(LaboratoryError) -> IssuedObject {
        try change { state throws(LaboratoryError) in
            let index = try issuer(of: object, named: authority, in: state)
            guard !state.authorities[index].objects.contains(where: { $0.object == object }) else {
                throw .objectAlreadyIssued(object)
            }
            let issued = try issue(object, authority: index, replacing: nil, fault: fault, at: clock.now(), in: &state)
            state.authorities[index].objects.append(issued)
            return issued
        }
    }

    /// Revokes an object other than a ROA: its certificate goes on the CRL, the object is withdrawn.
    ///
    /// - Parameter authority: the one that issued it; by default every one that did.
    package func revoke(_ object: LaboratoryObject, by authority: String? = nil) throws(LaboratoryError) {
        try change { state throws(LaboratoryError) in
            let now = clock.now()
            if let authority { _ = try state.authorityIndex(named: authority) }
            var isFound = false
            for index in state.authorities.indices where authority.map({ state.authorities[index].name == $0 }) ?? true
            {
                guard let position = state.authorities[index].objects.firstIndex(where: { $0.object == object })
                else { continue }
                isFound = true
                let issued = state.authorities[index].objects.remove(at: position)
                state.authorities[index].revoke(issued.serialNumber, at: now, notAfter: issued.notAfter)
                try LaboratoryDirectory.remove("\(directory.objects(state.authorities[index]))/\(issued.fileName)")
            }
            if !isFound { throw LaboratoryError.objectNotIssued(object) }
        }
    }

    /// A signed checklist of these entries with all resources of an authority. It is not published anywhere.
    package func checklist(
        _ entries: [ChecklistTemplate.Entry],
        by authority: String,
        fault: LaboratoryFault? = nil
    ) throws(LaboratoryError) -> [UInt8] {
        try change { state throws(LaboratoryError) in
            let index = try state.authorityIndex(named: authority)
            let serial = state.authorities[index].takeSerial()
            return try issuer(for: state.authorities[index], in: state)
                .checklist(entries, serial: serial, fault: fault, at: clock.now())
        }
    }

    /// The public key (DER of the SubjectPublicKeyInfo) that the certificate of a router is for; nil for other objects.
    package func routerKey(of issued: IssuedObject) throws(LaboratoryError) -> [UInt8]? {
        guard case .routerKey(let asn, let router) = issued.object else { return nil }
        return try keys.key(named: ObjectIssuer.routerKeyName(asn, router, of: issued.authority)).subjectPublicKeyInfo
    }

    /// Signs and stores an object. One that it replaces has its name taken over and its certificate revoked.
    func issue(
        _ object: LaboratoryObject,
        authority index: Int,
        replacing old: IssuedObject?,
        fault: LaboratoryFault?,
        at now: PosixTime,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) -> IssuedObject {
        if let old { state.authorities[index].revoke(old.serialNumber, at: now, notAfter: old.notAfter) }
        let serial = state.authorities[index].takeSerial()
        state.authorities[index].isChanged = true
        let authority = state.authorities[index]
        let fileName = old?.fileName ?? Self.fileName(object, taken: Set(authority.objects.map(\.fileName)))
        let issuer = try self.issuer(for: authority, in: state)
        let (bytes, notAfter) = try issuer.object(object, fileName: fileName, serial: serial, fault: fault, at: now)
        try LaboratoryDirectory.write(bytes, to: "\(directory.objects(authority))/\(fileName)")
        return IssuedObject(
            trustAnchor: authority.repository,
            authority: authority.name,
            uri: issuer.uris.object(fileName, of: authority),
            fileName: fileName,
            object: object,
            serialNumber: serial,
            signed: now.seconds,
            notAfter: notAfter.seconds,
            fault: fault
        )
    }

    private func issuer(
        of object: LaboratoryObject,
        named name: String?,
        in state: LaboratoryState
    ) throws(LaboratoryError) -> Int {
        if let name {
            let index = try state.authorityIndex(named: name)
            if case .trustAnchorKeys = object, state.authorities[index].parent != nil {
                throw .notTrustAnchor(name: name)
            }
            return index
        }
        if let asn = object.asn {
            let index = state.authorities.lastIndex { authority in
                authority.autonomousSystems.contains { $0.contains(asn.value) }
            }
            guard let index else { throw .noHolder(of: asn) }
            return index
        }
        if case .ghostbusters = object, let index = state.authorities.firstIndex(where: { $0.parent != nil }) {
            return index
        }
        return 0
    }

    /// A name of the characters that a manifest allows (RFC 9286 section 4.2.2).
    private static func fileName(_ object: LaboratoryObject, taken: Set<String>) -> String {
        let (stem, suffix) = object.fileName
        var name = "\(stem).\(suffix)"
        var number = 2
        while taken.contains(name) {
            name = "\(stem)_\(number).\(suffix)"
            number += 1
        }
        return name
    }
}
