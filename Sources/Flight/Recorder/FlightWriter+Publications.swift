import FlightEvents
import GRDB
import NumberResources
import Payloads
import RPKICrypto

extension FlightWriter {
    /// Opens and closes the intervals of the payloads that changed.
    ///
    /// When the serial follows the last recorded one, the record's changes are taken. Otherwise something is
    /// missing (events dropped, a crash, a new session, recording switched on late): the set is then compared
    /// with the intervals that are open, so that the record is right again from this publication on.
    func write(_ record: PublicationRecord) throws {
        let last = try Row.fetchOne(
            db,
            sql: "SELECT session, serial FROM publications ORDER BY publication_id DESC LIMIT 1"
        )
        let session: UInt16? = last?["session"]
        let serial: UInt32? = last?["serial"]
        let isEmpty =
            try number("SELECT 1 FROM payload_intervals WHERE withdrawn_publication IS NULL LIMIT 1", []) == nil
        let reportsWholeSet =
            isEmpty && record.changes.count == record.snapshot.payloads.vrps.count
            && record.changes.allSatisfy { $0.kind == .announced }
        let follows =
            session == record.session && serial.map { PayloadSnapshot.serial(after: $0) } == record.serial
        let changes =
            follows || reportsWholeSet ? record.changes : try reconciled(record)
        if session == record.session, serial == record.serial, changes.isEmpty {
            // The daemon restarted and serves what it served before.
            return
        }

        let publication = try insert(record, changes: changes, reconciled: !(follows || reportsWholeSet))
        for change in changes {
            switch change.kind {
            case .announced: try announce(change, in: publication, noneOpen: isEmpty)
            case .withdrawn: try withdraw(change, in: publication)
            }
        }
    }

    private func insert(
        _ record: PublicationRecord,
        changes: [PublicationRecord.Change],
        reconciled: Bool
    ) throws -> Int64 {
        let anchor = Anchor(record.published)
        let announced = changes.count { $0.kind == .announced }
        try execute(
            """
            INSERT INTO publications(run_id, session, serial, monotonic_ns, computed_ns, published_ns, announced,
                withdrawn, payloads, reconciled, last_evaluation, last_update)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(evaluation_id), 0) FROM evaluations),
                (SELECT coalesce(max(update_id), 0) FROM repository_updates))
            """,
            [
                run, Int64(record.session), Int64(record.serial), record.published.monotonic,
                anchor.instant(record.computed), record.published.wall, announced, changes.count - announced,
                record.snapshot.payloads.count, reconciled,
            ]
        )
        let publication = db.lastInsertedRowID
        // A fast router's step may have been recorded just before the publication that it is about.
        try execute(
            """
            UPDATE router_steps SET publication_id = ?
            WHERE publication_id IS NULL AND serial = ? AND run_id = ? AND (session IS NULL OR session = ?)
            """,
            [publication, Int64(record.serial), run, Int64(record.session)]
        )
        return publication
    }

    private func announce(_ change: PublicationRecord.Change, in publication: Int64, noneOpen: Bool) throws {
        let prefix = change.vrp.prefix.description
        if !noneOpen, try openInterval(of: change.vrp) != nil { return }
        try execute(
            "INSERT INTO payload_intervals(prefix, max_length, asn, announced_publication) VALUES (?, ?, ?, ?)",
            [prefix, Int64(change.vrp.maxLength), Int64(change.vrp.asn.value), publication]
        )
        try link(change.objects, to: db.lastInsertedRowID, atWithdrawal: false)
    }

    private func withdraw(_ change: PublicationRecord.Change, in publication: Int64) throws {
        guard let interval = try openInterval(of: change.vrp) else { return }
        try link(change.objects, to: interval, atWithdrawal: true)
        let cause = try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT v.cause FROM payload_objects p JOIN object_verdicts v USING (object_id)
                    WHERE p.interval_id = ? AND p.at_withdrawal = ? AND v.verdict = 'gone'
                        AND NOT EXISTS (SELECT 1 FROM object_verdicts later WHERE later.object_id = v.object_id
                            AND later.evaluation_id > v.evaluation_id AND later.verdict = 'accepted')
                    ORDER BY v.evaluation_id DESC LIMIT 1
                    """
            ),
            arguments: [interval, !change.objects.isEmpty]
        )
        try execute(
            "UPDATE payload_intervals SET withdrawn_publication = ?, cause = ? WHERE interval_id = ?",
            [publication, cause, interval]
        )
    }

    private func openInterval(of vrp: VRP) throws -> Int64? {
        try number(
            """
            SELECT interval_id FROM payload_intervals
            WHERE prefix = ? AND max_length = ? AND asn = ? AND withdrawn_publication IS NULL
            """,
            [vrp.prefix.description, Int64(vrp.maxLength), Int64(vrp.asn.value)]
        )
    }

    private func link(_ hashes: [SHA256Digest], to interval: Int64, atWithdrawal: Bool) throws {
        for hash in hashes {
            try execute(
                "INSERT OR IGNORE INTO payload_objects(interval_id, at_withdrawal, object_id) VALUES (?, ?, ?)",
                [interval, atWithdrawal, object(hash)]
            )
        }
    }

    /// The changes that lead from the open intervals to the record's set.
    private func reconciled(_ record: PublicationRecord) throws -> [PublicationRecord.Change] {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT prefix, max_length, asn FROM payload_intervals WHERE withdrawn_publication IS NULL"
        )
        var open: [VRP] = []
        while let row = try rows.next() {
            if let vrp = VRP(row: row) { open.append(vrp) }
        }
        let delta = PayloadDelta(from: PayloadSet(vrps: open), to: PayloadSet(vrps: record.snapshot.payloads.vrps))
        let reported = Dictionary(record.changes.map { ($0.vrp, $0.objects) }, uniquingKeysWith: { first, _ in first })
        return delta.announcedVRPs.map { .init(kind: .announced, vrp: $0, objects: reported[$0] ?? []) }
            + delta.withdrawnVRPs.map { .init(kind: .withdrawn, vrp: $0, objects: reported[$0] ?? []) }
    }

    func write(_ record: RouterRecord) throws {
        let session = record.session.map { Int64($0) }
        let serial = record.serial.map { Int64($0) }
        let publication = try number(
            """
            SELECT max(publication_id) FROM publications WHERE serial = ? AND (? IS NULL OR session = ?)
            """,
            [serial, session, session]
        )
        try execute(
            """
            INSERT INTO router_steps(run_id, connection, peer, version, step, session, serial, publication_id,
                is_reset, monotonic_ns, at_ns, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run, Int64(clamping: record.connection), record.peer, record.version.map { Int64($0) },
                record.step.rawValue, session, serial, publication, record.isReset, record.at.monotonic,
                record.at.wall, record.detail,
            ]
        )
    }
}

extension VRP {
    /// From the columns `prefix`, `max_length` and `asn`.
    init?(row: Row) {
        guard let prefix = IPPrefix(parsing: row["prefix"] as String) else { return nil }
        let maxLength: Int64 = row["max_length"]
        let asn: Int64 = row["asn"]
        guard let maxLength = UInt8(exactly: maxLength), let asn = UInt32(exactly: asn) else { return nil }
        self.init(prefix: prefix, maxLength: maxLength, asn: ASN(asn))
    }
}
