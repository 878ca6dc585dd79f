import DER

extension Laboratory {
    /// Makes visible what was issued, revoked or spoilt since the last publication: reissues manifest and CRL of
    /// each publication point that changed (or of which more than half of the time to its next update is over),
    /// then publishes each repository of which an object changed.
    ///
    /// Two manifests of one point are never of the same second (RFC 9286 section 4.2.1 wants later times): a call
    /// within a second of the last may wait for the next.
    ///
    /// - Parameter everything: reissue all manifests and CRLs.
    package func publish(everything: Bool = false) throws(LaboratoryError) -> [PublicationReport] {
        var reports: [PublicationReport] = []
        let names = configuration.trustAnchors
        for name in names {
            if let report = try publish(repository: name, everything: everything) { reports.append(report) }
        }
        return reports
    }

    private func publish(repository name: String, everything: Bool) throws(LaboratoryError) -> PublicationReport? {
        var published: (report: PublicationReport, publisher: RepositoryPublisher, previous: RepositoryState)?
        var current: RepositoryPublisher?
        try change { state throws(LaboratoryError) in
            guard let repository = state.repositories.firstIndex(where: { $0.name == name }) else { return }
            let previous = state.repositories[repository]
            let tree = try makeTree(name, everything: everything, in: &state)
            var publisher = RepositoryPublisher(
                state: previous,
                directory: directory,
                uris: LaboratoryURIs(configuration: configuration)
            )
            if let tree, let report = try publisher.prepare(tree, at: clock.now()) {
                published = (report, publisher, previous)
            }
            current = publisher
            state.repositories[repository] = publisher.state
        }
        // Also when nothing changed: a process that died before this point is made up for.
        try current?.reveal()
        guard var published else { return nil }
        published.report.published = clock.now()
        try published.publisher.prune(after: published.previous)
        return published.report
    }

    /// The objects of a repository, with new manifests and CRLs where they are due; nil when none is and the
    /// repository itself has nothing to publish.
    private func makeTree(
        _ repository: String,
        everything: Bool,
        in state: inout LaboratoryState
    ) throws(LaboratoryError) -> PublishedTree? {
        var now = clock.now()
        let points = state.authorities.indices.filter { state.authorities[$0].repository == repository }
        let due = Set(points.filter { everything || state.authorities[$0].isDue(at: now) })
        let isSpoilt = state.repositories.contains { $0.name == repository && $0.hasFaults }
        guard !due.isEmpty || isSpoilt else { return nil }
        let last = due.map { state.authorities[$0].thisUpdate }.max() ?? 0
        if last >= now.seconds {
            clock.wait(PosixTime(last))
            now = clock.now()
        }
        var tree = PublishedTree()
        for index in points {
            let authority = state.authorities[index]
            guard due.contains(index) else {
                try tree.adopt(point: authority.point, from: directory.rsyncModule(repository))
                continue
            }
            var objects: [String: [UInt8]] = [:]
            for name in LaboratoryDirectory.names(in: directory.objects(authority)) {
                objects[name] = try LaboratoryDirectory.read("\(directory.objects(authority))/\(name)")
            }
            var point = PublicationPointIssuer(issuer: try issuer(for: authority, in: state), at: now)
            for (name, bytes) in try point.issue(objects) { tree.add(bytes, at: "\(authority.point)/\(name)") }
            state.authorities[index] = point.authority
        }
        return tree
    }
}

extension AuthorityState {
    /// Whether a new manifest is needed at `now`.
    fileprivate func isDue(at now: PosixTime) -> Bool {
        isChanged || !pendingFaults.isEmpty || now.seconds >= thisUpdate + (nextUpdate - thisUpdate) / 2
    }
}

extension RepositoryState {
    /// Whether the next publication has a fault, or undoes one.
    fileprivate var hasFaults: Bool { !pendingFaults.isEmpty || !servedFaults.isEmpty }
}
