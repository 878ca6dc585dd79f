import DER
import NumberResources

extension Laboratory {
    /// Issues a ROA for one route origin.
    ///
    /// - Parameter authority: the one that issues; by default the one that holds the prefix.
    package func issue(_ origin: RouteOrigin, by authority: String? = nil) throws(LaboratoryError) -> IssuedROA {
        try issue([origin], by: authority)
    }

    /// Issues one ROA for several route origins of the same AS.
    package func issue(_ origins: [RouteOrigin], by authority: String? = nil) throws(LaboratoryError) -> IssuedROA {
        guard let first = origins.first, origins.allSatisfy({ $0.asn == first.asn }) else { throw .mixedOrigins }
        let name: String
        if let authority {
            name = authority
        } else {
            name = try self.authority(for: first)
        }
        return try change { state throws(LaboratoryError) in
            let index = try state.authorityIndex(named: name)
            for origin in origins where state.authorities[index].roas.contains(where: { $0.origins.contains(origin) }) {
                throw .alreadyIssued(origin)
            }
            let roa = try issueROA(origins, authority: index, replacing: nil, fault: nil, at: clock.now(), in: &state)
            state.authorities[index].roas.append(roa)
            return roa
        }
    }

    /// Revokes a route origin: its ROA's certificate goes on the CRL, its object is withdrawn. When the ROA has
    /// other origins too, a new one for those takes its place.
    ///
    /// - Parameter authority: the one that issued it; by default every one that did.
    package func revoke(_ origin: RouteOrigin, by authority: String? = nil) throws(LaboratoryError) {
        try change { state throws(LaboratoryError) in
            let now = clock.now()
            if let authority { _ = try state.authorityIndex(named: authority) }
            var isFound = false
            for index in state.authorities.indices where authority.map({ state.authorities[index].name == $0 }) ?? true
            {
                guard let position = state.authorities[index].roas.firstIndex(where: { $0.origins.contains(origin) })
                else { continue }
                isFound = true
                let roa = state.authorities[index].roas[position]
                let rest = roa.origins.filter { $0 != origin }
                if rest.isEmpty {
                    state.authorities[index].roas.remove(at: position)
                    state.authorities[index].revoke(roa.serialNumber, at: now, notAfter: roa.notAfter)
                    try LaboratoryDirectory.remove(
                        "\(directory.objects(state.authorities[index]))/\(roa.fileName)"
                    )
                } else {
                    state.authorities[index].roas[position] = try issueROA(
                        rest,
                        authority: index,
                        replacing: roa,
                        fault: nil,
                        at: now,
                        in: &state
                    )
                }
            }
            if !isFound { throw LaboratoryError.notIssued(origin) }
        }
    }

    /// Signs and stores a ROA. One that it replaces has its name taken over and its certificate revoked.
    func issueROA(
        _ origins: [RouteOrigin],
        authority index: Int,
        replacing old: IssuedROA?,
        fault: LaboratoryFault?,
        at now: PosixTime,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) -> IssuedROA {
        if let old { state.authorities[index].revoke(old.serialNumber, at: now, notAfter: old.notAfter) }
        let serial = state.authorities[index].takeSerial()
        state.authorities[index].isChanged = true
        let authority = state.authorities[index]
        let fileName = old?.fileName ?? Self.fileName(origins, taken: Set(authority.roas.map(\.fileName)))
        let issuer = try self.issuer(for: authority, in: state)
        let (bytes, notAfter) = try issuer.roa(origins, fileName: fileName, serial: serial, fault: fault, at: now)
        try LaboratoryDirectory.write(bytes, to: "\(directory.objects(authority))/\(fileName)")
        return IssuedROA(
            trustAnchor: authority.repository,
            authority: authority.name,
            uri: issuer.uris.object(fileName, of: authority),
            fileName: fileName,
            origins: origins.sorted(),
            serialNumber: serial,
            signed: now.seconds,
            notAfter: notAfter.seconds,
            fault: fault
        )
    }

    /// A name that tells people what is inside, of the characters that a manifest allows (RFC 9286 section 4.2.2).
    static func fileName(_ origins: [RouteOrigin], taken: Set<String>) -> String {
        guard let first = origins.min() else { return "empty.roa" }
        let address = String(first.prefix.first.description.map { $0 == "." || $0 == ":" ? "-" : $0 })
        var stem = "\(first.asn)_\(address)_\(first.prefix.length)-\(first.maxLength)"
        if origins.count > 1 { stem += "_and_\(origins.count - 1)" }
        var name = "\(stem).roa"
        var number = 2
        while taken.contains(name) {
            name = "\(stem)_\(number).roa"
            number += 1
        }
        return name
    }
}
