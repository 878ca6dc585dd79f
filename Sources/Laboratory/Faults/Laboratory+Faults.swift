import DER

extension Laboratory {
    /// What a fault acted on.
    package struct FaultReport: Hashable, Sendable {
        package var fault: LaboratoryFault
        package var repository: String
        package var authority: String?
        /// The URI of the spoilt object; nil when the fault is not of one object.
        package var uri: String?
        /// The route origins that the fault concerns.
        package var origins: [RouteOrigin]
    }

    /// Prepares a fault, which the next publication makes visible.
    ///
    /// - Parameters:
    ///   - origin: the ROA to spoil; by default the first one without a fault.
    ///   - authority: the authority whose ROA, certificate, publication point or repository is spoilt; by default
    ///     that of `origin`, or else the first below a trust anchor. For a trust anchor's certificate, which is
    ///     served at once, and for a TAK the first trust anchor.
    package func fault(
        _ fault: LaboratoryFault,
        origin: RouteOrigin? = nil,
        authority: String? = nil
    ) throws(LaboratoryError) -> FaultReport {
        try change { state throws(LaboratoryError) in
            let index = try victim(of: fault, origin: origin, authority: authority, in: state)
            var report = FaultReport(
                fault: fault,
                repository: state.authorities[index].repository,
                authority: state.authorities[index].name,
                uri: nil,
                origins: state.authorities[index].roas.flatMap(\.origins)
            )
            switch fault.scope {
            case .roa:
                let roa = try spoilROA(of: index, origin, fault, in: &state)
                report.uri = roa.uri
                report.origins = roa.origins
            case .authorityCertificate, .trustAnchorCertificate:
                report.uri = try spoilCertificate(of: index, fault, in: &state)
            case .providerAuthorization, .routerCertificate, .prefixList, .ghostbusters, .trustAnchorKeys, .checklist:
                let object = try issueSpoilt(fault, by: index, in: &state)
                report.authority = object.authority
                report.uri = object.uri
                report.origins = []
            case .manifest, .revocationList, .publicationPoint:
                state.authorities[index].pendingFaults.append(fault)
            case .repository:
                let repository = try state.repositoryIndex(of: state.authorities[index])
                if fault == .deltaGap, state.repositories[repository].deltas.count < 2 {
                    throw .nothingToSpoil(fault: fault)
                }
                state.repositories[repository].pendingFaults.append(fault)
                // A new manifest, so that there is a delta.
                state.authorities[index].isChanged = true
                report.authority = nil
                report.origins = state.authorities.filter { $0.repository == report.repository }
                    .flatMap { $0.roas.flatMap(\.origins) }
            }
            return report
        }
    }

    /// Issues anew what has a fault, so that the next publication has none.
    package func repair() throws(LaboratoryError) {
        try change { state throws(LaboratoryError) in
            let now = clock.now()
            for index in state.authorities.indices {
                if let fault = state.authorities[index].certificateFault {
                    try replaceCertificate(of: index, after: fault, with: nil, at: now, in: &state)
                }
                if !state.authorities[index].pendingFaults.isEmpty { state.authorities[index].isChanged = true }
                state.authorities[index].pendingFaults = []
                for position in state.authorities[index].roas.indices {
                    let roa = state.authorities[index].roas[position]
                    guard roa.fault != nil else { continue }
                    state.authorities[index].roas[position] = try issueROA(
                        roa.origins,
                        authority: index,
                        replacing: roa,
                        fault: nil,
                        at: now,
                        in: &state
                    )
                }
                // There is no right way to issue these.
                let superfluous = Self.superfluousTAKs(of: state.authorities[index])
                for object in state.authorities[index].objects where superfluous.contains(object.fileName) {
                    state.authorities[index].revoke(object.serialNumber, at: now, notAfter: object.notAfter)
                    try LaboratoryDirectory.remove("\(directory.objects(state.authorities[index]))/\(object.fileName)")
                }
                state.authorities[index].objects.removeAll { superfluous.contains($0.fileName) }
                for position in state.authorities[index].objects.indices {
                    let object = state.authorities[index].objects[position]
                    guard object.fault != nil else { continue }
                    state.authorities[index].objects[position] = try issue(
                        object.object,
                        authority: index,
                        replacing: object,
                        fault: nil,
                        at: now,
                        in: &state
                    )
                }
                // Faults of the last publication of a point leave no trace in the state: reissue them all.
                state.authorities[index].isChanged = true
            }
            for index in state.repositories.indices { state.repositories[index].pendingFaults = [] }
        }
    }

    /// The file names of the spoilt TAKs that stand beside the only one that a trust anchor may have, or under another
    /// authority, which may have none (RFC 9691 section 3.3).
    private static func superfluousTAKs(of authority: AuthorityState) -> Set<String> {
        let all = authority.objects.filter(\.object.isTrustAnchorKeys)
        let kept = authority.parent == nil ? all.first { $0.fault == nil } ?? all.first : nil
        return Set(all.filter { $0.fault != nil }.map(\.fileName)).subtracting([kept?.fileName].compactMap(\.self))
    }

    private func victim(
        of fault: LaboratoryFault,
        origin: RouteOrigin?,
        authority name: String?,
        in state: LaboratoryState
    ) throws(LaboratoryError) -> Int {
        if let name {
            return try state.authorityIndex(named: name)
        }
        let isOfTrustAnchor =
            fault.scope == .trustAnchorCertificate || fault.scope == .trustAnchorKeys && fault != .authorityTAK
        if isOfTrustAnchor, let index = state.authorities.firstIndex(where: { $0.parent == nil }) {
            return index
        }
        if let origin {
            guard let index = state.authorities.firstIndex(where: { $0.roas.contains { $0.origins.contains(origin) } })
            else { throw .notIssued(origin) }
            return index
        }
        guard
            let index = state.authorities.firstIndex(where: { $0.parent != nil && !$0.roas.isEmpty })
                ?? state.authorities.firstIndex(where: { $0.parent != nil }) ?? state.authorities.indices.first
        else { throw .nothingToSpoil(fault: fault) }
        return index
    }

    private func spoilROA(
        of index: Int,
        _ origin: RouteOrigin?,
        _ fault: LaboratoryFault,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) -> IssuedROA {
        let position = state.authorities[index].roas.firstIndex { roa in
            origin.map { roa.origins.contains($0) } ?? (roa.fault == nil)
        }
        guard let position else { throw .nothingToSpoil(fault: fault) }
        let now = clock.now()
        var roa = state.authorities[index].roas[position]
        if fault == .revokedEE {
            // The object stays as it is; only the CRL tells.
            state.authorities[index].revoke(roa.serialNumber, at: now, notAfter: roa.notAfter)
            roa.fault = fault
        } else {
            roa = try issueROA(roa.origins, authority: index, replacing: roa, fault: fault, at: now, in: &state)
        }
        state.authorities[index].roas[position] = roa
        return roa
    }

    /// Issues an object of the fault's kind that has the fault, beside those that are there.
    private func issueSpoilt(
        _ fault: LaboratoryFault,
        by index: Int,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) -> IssuedObject {
        guard let object = fault.scope.example(of: state.authorities[index]),
            fault != .secondTAK || state.authorities[index].objects.contains(where: { $0.object.isTrustAnchorKeys })
        else { throw .nothingToSpoil(fault: fault) }
        let issued = try issue(object, authority: index, replacing: nil, fault: fault, at: clock.now(), in: &state)
        state.authorities[index].objects.append(issued)
        return issued
    }

    private func spoilCertificate(
        of index: Int,
        _ fault: LaboratoryFault,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) -> String {
        let parent = state.authorities[index].parent
        guard (parent == nil) == (fault.scope == .trustAnchorCertificate) else { throw .nothingToSpoil(fault: fault) }
        try replaceCertificate(
            of: index,
            after: state.authorities[index].certificateFault,
            with: fault,
            at: clock.now(),
            in: &state
        )
        let uris = LaboratoryURIs(configuration: configuration)
        guard let parent else { return uris.trustAnchor(state.authorities[index].name).rsync }
        let parentState = state.authorities[try state.authorityIndex(named: parent)]
        return uris.object(state.authorities[index].certificateName, of: parentState)
    }

    /// Puts another certificate in the place of an authority's, and revokes the old one.
    private func replaceCertificate(
        of index: Int,
        after oldFault: LaboratoryFault?,
        with fault: LaboratoryFault?,
        at now: PosixTime,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) {
        guard let parentName = state.authorities[index].parent else {
            return try certify(authority: index, fault: fault, at: now, in: &state)
        }
        let parent = try state.authorityIndex(named: parentName)
        let serial = state.authorities[index].certificateSerial
        if oldFault != .revokedCA {
            state.authorities[parent].revoke(serial, at: now, notAfter: state.authorities[index].certificateNotAfter)
        }
        if fault == .revokedCA {
            state.authorities[index].certificateFault = fault
        } else {
            try certify(authority: index, fault: fault, at: now, in: &state)
        }
    }
}
