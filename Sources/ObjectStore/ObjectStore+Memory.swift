package import Payloads
package import RPKICrypto
import Synchronization

// What the validator and the servers remember.
extension ObjectStore {
    // MARK: Last valid publication points

    /// The last valid state of a publication point; nil when there is none, or it is damaged.
    package func publicationPoint(_ key: PublicationPointKey) throws(StoreError) -> StoredPublicationPoint? {
        try database.read { try PublicationPointTable.fetch($0, key) }
    }

    /// All of them.
    package func publicationPoints() throws(StoreError) -> [StoredPublicationPoint] {
        var points: [StoredPublicationPoint] = []
        try database.readSnapshot { db in try PublicationPointTable.forEach(db) { points.append($0) } }
        return points
    }

    /// Remembers and forgets publication points in one transaction. On disk when this returns.
    package func save(
        _ points: [StoredPublicationPoint],
        removing keys: [PublicationPointKey] = []
    ) throws(StoreError) {
        guard !points.isEmpty || !keys.isEmpty else { return }
        try withAppender { (appender) throws(StoreError) in
            for point in points {
                appender.noteReferenced([point.manifest])
                appender.noteReferenced(point.entries.lazy.map(\.hash))
            }
        }
        try database.write { db in
            try PublicationPointTable.delete(db, keys)
            try PublicationPointTable.save(db, points)
        }
    }

    // MARK: Verdicts

    /// Whether the object was verified under the key of `issuer`, the SHA-256 of its SubjectPublicKeyInfo, before.
    package func isVerified(object: SHA256Digest, issuer: SHA256Digest) -> Bool {
        let tag = VerdictTag(object: object, issuer: issuer, rules: verdictRules)
        return verdicts.withLock { $0.contains(tag) }
    }

    /// Remembers that these objects verified. Readers remember for themselves only. The latest may be lost in a
    /// crash, which costs the time to verify them again.
    package func rememberVerified(
        _ pairs: [(object: SHA256Digest, issuer: SHA256Digest)]
    ) throws(StoreError) {
        let tags = pairs.map { VerdictTag(object: $0.object, issuer: $0.issuer, rules: verdictRules) }
        let unsaved = verdicts.withLock { verdicts in
            for tag in tags { verdicts.insert(tag) }
            return verdicts.unsaved.count
        }
        if isWriter, unsaved >= VerdictTable.rowLimit { try saveVerdicts() }
    }

    /// How many verdicts are remembered.
    package var verdictCount: Int { verdicts.withLock { $0.count } }

    /// Brings the verdicts remembered so far to disk.
    package func saveVerdicts() throws(StoreError) {
        try requireWriter()
        try database.write { db in
            // Inside the transaction, so that no two save the same.
            let tags = verdicts.withLock { $0.unsaved }
            guard !tags.isEmpty else { return }
            try VerdictTable.append(db, tags, rules: verdictRules)
            verdicts.withLock { $0.noteSaved(tags.count) }
        }
    }

    // MARK: Published payloads

    /// What was published last; nil when nothing was, when it is damaged, or when it is possibly older than what
    /// routers have seen: then a new session has to start.
    package func payloadHistory() throws(StoreError) -> StoredPayloadHistory? {
        guard let history = try database.readSnapshot({ try PayloadTable.load($0) }) else { return nil }
        guard isWriter else { return history }
        return try withLedger { (ledger) throws(StoreError) in ledger.isCovered(by: history) } ? history : nil
    }

    /// Adds a publication: `delta` makes `snapshot` out of the one before it in its session, and may be nil for the
    /// first one. On disk when this returns; nobody may see the snapshot earlier.
    package func append(snapshot: PayloadSnapshot, delta: PayloadDelta?) throws(StoreError) {
        try requireWriter()
        try database.write { try PayloadTable.append($0, snapshot, delta) }
        try withLedger { (ledger) throws(StoreError) in
            try ledger.noteServed(ServedLedger.Position(session: snapshot.session, serial: snapshot.serial))
        }
    }

    /// An RTR session id that was not used before, until all 65,536 were. On disk when this returns.
    package func nextSession() throws(StoreError) -> UInt16 {
        try withLedger { (ledger) throws(StoreError) in try ledger.nextSession() }
    }
}
