import DER
import Foundation
import RPKICrypto

/// Publishes a repository: its RRDP files and its rsync tree.
///
/// First the files to which nothing refers yet, then (by the caller) the state, then what makes them visible: the
/// link to the tree and the notification. A process that dies in between leaves the old publication in force.
struct RepositoryPublisher {
    private(set) var state: RepositoryState
    let directory: LaboratoryDirectory
    let uris: LaboratoryURIs

    init(state: RepositoryState, directory: LaboratoryDirectory, uris: LaboratoryURIs) {
        self.state = state
        self.directory = directory
        self.uris = uris
    }

    private var module: String { directory.rsyncModule(state.name) }

    private var trees: String { "\(directory.trees)/\(state.name)" }

    /// Writes the files of a new serial; nil when there is nothing to publish. `objects` leaves out the trust
    /// anchor's certificate, which is fetched by its own URI.
    mutating func prepare(_ tree: PublishedTree, at now: PosixTime) throws(LaboratoryError) -> PublicationReport? {
        let faults = Set(state.pendingFaults)
        let hashes = tree.hashes
        let old = state.published
        guard state.serial == 0 || hashes != old || !faults.isEmpty || !state.servedFaults.isEmpty else { return nil }

        let added = hashes.keys.filter { old[$0] == nil }.sorted()
        let withdrawn = old.keys.filter { hashes[$0] == nil }.sorted()
        let replaced = hashes.keys.filter { old[$0] != nil && old[$0] != hashes[$0] }.sorted()
        let changes =
            (added + replaced).sorted().compactMap { path in
                tree.files[path].map { bytes in
                    RRDPDocuments.Change.publish(uri: uri(path), replacing: old[path], bytes: bytes)
                }
            }
            + withdrawn.compactMap { path in
                old[path].map { RRDPDocuments.Change.withdraw(uri: uri(path), hash: $0) }
            }

        let previousModule = module
        let unchanged = Set(hashes.keys).subtracting(added).subtracting(replaced)
        state.publication += 1
        startSerial(faults, hasChanges: !changes.isEmpty)
        if state.serial > 1, !changes.isEmpty, !faults.contains(.sessionChange), !faults.contains(.serialRegression) {
            let delta = RRDPDocuments.delta(session: state.session, serial: state.serial, changes: changes)
            state.deltas.append(try store(delta, "delta.xml"))
        }
        // A list of deltas must not have gaps (RFC 8182 section 3.4.1).
        if let gap = state.deltas.indices.dropFirst().last(where: {
            state.deltas[$0].serial != state.deltas[$0 - 1].serial + 1
        }) {
            state.deltas.removeSubrange(..<gap)
        }
        if state.deltas.last?.serial != state.serial { state.deltas = [] }
        state.deltas.removeFirst(max(0, state.deltas.count - uris.configuration.keptDeltas))
        let snapshot = RRDPDocuments.snapshot(
            session: state.session,
            serial: state.serial,
            objects: tree.files.sorted { $0.key < $1.key }.map { (uri($0.key), $0.value) }
        )
        state.snapshot = try store(snapshot, "snapshot.xml")
        state.published = hashes
        state.servedFaults = state.pendingFaults
        state.pendingFaults = []

        var withCertificate = tree
        let certificate = try LaboratoryDirectory.read(directory.trustAnchorCertificate(state.name))
        let certificateName = "\(state.name).cer"
        withCertificate.add(certificate, at: certificateName)
        let isSame = (try? LaboratoryDirectory.read("\(previousModule)/\(certificateName)")) == certificate
        try withCertificate.write(
            to: "\(trees)/\(state.publication)",
            previous: previousModule,
            unchanged: isSame ? unchanged.union([certificateName]) : unchanged
        )
        return PublicationReport(
            repository: state.name,
            session: state.session,
            serial: state.serial,
            published: now,
            added: added.map(uri),
            replaced: replaced.map(uri),
            withdrawn: withdrawn.map(uri)
        )
    }

    private mutating func startSerial(_ faults: Set<LaboratoryFault>, hasChanges: Bool) {
        if faults.contains(.sessionChange) {
            state.session = UUID().uuidString.lowercased()
            state.serial = 1
        } else if faults.contains(.serialRegression) {
            state.serial = max(1, state.serial - min(state.serial, 3))
        } else if state.serial == 0 || hasChanges {
            state.serial += 1
        }
    }

    private func uri(_ path: String) -> String { "\(uris.module(state.name))/\(path)" }

    /// Stores a snapshot or delta under a path that was never used: clients and caches may hold on to the old ones.
    private func store(_ document: [UInt8], _ name: String) throws(LaboratoryError) -> RepositoryState.Document {
        let hash = SHA256Digest(hashing: document).hex
        let path = "\(state.session)/\(state.serial)/\(hash.prefix(16))/\(name)"
        try LaboratoryDirectory.write(document, to: "\(directory.rrdp(state.name))/\(path)")
        return RepositoryState.Document(serial: state.serial, path: path, hash: hash)
    }

    /// Makes the state's serial visible; changes nothing when it already is.
    func reveal() throws(LaboratoryError) {
        guard state.serial > 0, let snapshot = state.snapshot else { return }
        let faults = Set(state.servedFaults)
        if LaboratoryDirectory.exists("\(trees)/\(state.publication)") {
            try LaboratoryDirectory.makeDirectory("\(directory.path)/rsync")
            try LaboratoryDirectory.pointLink(module, to: "../trees/\(state.name)/\(state.publication)")
        }
        let path = "\(directory.rrdp(state.name))/notification.xml"
        if faults.contains(.missingNotification) {
            try LaboratoryDirectory.remove(path)
        } else {
            let notification = self.notification(snapshot, faults)
            let served = LaboratoryDirectory.exists(path) ? try LaboratoryDirectory.read(path) : []
            if served != notification { try LaboratoryDirectory.write(notification, to: path) }
        }
        if faults.contains(.missingSnapshot) {
            try LaboratoryDirectory.remove("\(directory.rrdp(state.name))/\(snapshot.path)")
        }
    }

    private func notification(_ snapshot: RepositoryState.Document, _ faults: Set<LaboratoryFault>) -> [UInt8] {
        let wrong = SHA256Digest(hashing: [0]).hex
        var base = uris.rrdp(state.name)
        // The same server under another name: another origin (RFC 9674 section 3.1).
        if faults.contains(.foreignOrigin) {
            base = base.replacing("//\(LaboratoryConfiguration.host):", with: "//127.0.0.1:", maxReplacements: 1)
        }
        var deltas = state.deltas.map { delta in
            (delta.serial, RRDPDocuments.Reference(uri: "\(base)/\(delta.path)", hash: delta.hash))
        }
        if faults.contains(.wrongDeltaHash), let last = deltas.indices.last { deltas[last].1.hash = wrong }
        if faults.contains(.deltaGap), deltas.count > 2 { deltas.remove(at: deltas.count - 2) }
        var text = RRDPDocuments.notification(
            session: state.session,
            serial: state.serial,
            snapshot: RRDPDocuments.Reference(
                uri: "\(base)/\(snapshot.path)",
                hash: faults.contains(.wrongSnapshotHash) ? wrong : snapshot.hash
            ),
            deltas: deltas
        )
        if faults.contains(.malformedNotification) { text.removeLast(text.count / 2) }
        return text
    }

    /// Removes files to which nothing refers any more, except those of the publication before, which a client may
    /// be reading.
    func prune(after previous: RepositoryState) throws(LaboratoryError) {
        let publications = Set([state, previous].map { "\($0.publication)" })
        for name in LaboratoryDirectory.names(in: trees) where !publications.contains(name) {
            try LaboratoryDirectory.remove("\(trees)/\(name)")
        }
        var kept: Set<String> = ["notification.xml"]
        for path in [state, previous].flatMap({ $0.deltas + [$0.snapshot].compactMap(\.self) }).map(\.path) {
            // The file and each directory above it.
            var part = path[...]
            kept.insert(path)
            while let slash = part.lastIndex(of: "/") {
                part = part[..<slash]
                kept.insert(String(part))
            }
        }
        try prune(directory.rrdp(state.name), below: "", keeping: kept, depth: 4)
    }

    private func prune(
        _ root: String,
        below prefix: String,
        keeping kept: Set<String>,
        depth: Int
    ) throws(LaboratoryError) {
        for name in LaboratoryDirectory.names(in: "\(root)/\(prefix)") {
            let path = prefix + name
            if !kept.contains(path) {
                try LaboratoryDirectory.remove("\(root)/\(path)")
            } else if depth > 1 {
                try prune(root, below: "\(path)/", keeping: kept, depth: depth - 1)
            }
        }
    }
}
