import GRDB
package import NumberResources
package import Payloads

/// Which payload set was served at an instant.
package struct HistoryPoint: Sendable {
    let id: Int64
    package let session: UInt16
    package let serial: UInt32
    /// Nanoseconds UTC.
    package let published: Int64
}

/// From when until when a VRP was served.
package struct PayloadInterval: Sendable {
    package let vrp: VRP
    package let announced: HistoryPoint
    /// nil: it still is.
    package let withdrawn: HistoryPoint?
    /// Why it was withdrawn; nil when no object tells.
    package let cause: String?
}

/// Whether a prefix was covered by VRPs at an instant, and by which.
package struct Coverage: Sendable {
    package let prefix: IPPrefix
    /// Nanoseconds UTC.
    package let instant: Int64
    /// The set that was served then.
    package let point: HistoryPoint
    /// VRPs whose prefix is or covers the one asked for (RFC 6811 section 2), least specific first.
    package let covering: [PayloadInterval]

    package var isCovered: Bool { !covering.isEmpty }
}

/// What differs between the sets served at two instants.
package struct HistoryDifference: Sendable {
    package let from: HistoryPoint
    package let to: HistoryPoint
    /// Ascending.
    package let announced: [VRP]
    package let withdrawn: [VRP]
}

extension FlightDatabase {
    /// The set that routers were told at `instant` (nanoseconds UTC), as far as it consists of VRPs.
    /// Throws `nothingRecorded` when recording began later, or the retention has removed that time.
    package func set(at instant: Int64) throws(FlightError) -> (point: HistoryPoint, vrps: [VRP]) {
        try read { db in
            let point = try Self.point(db, at: instant)
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT prefix, max_length, asn FROM payload_intervals
                    WHERE announced_publication <= ?1
                        AND (withdrawn_publication IS NULL OR withdrawn_publication > ?1)
                    """,
                arguments: [point.id]
            )
            return (point, try Self.vrps(rows))
        }
    }

    /// Whether `prefix` was covered at `instant` (nanoseconds UTC), and by which VRPs since when.
    package func covered(_ prefix: IPPrefix, at instant: Int64) throws(FlightError) -> Coverage {
        try read { db in
            let point = try Self.point(db, at: instant)
            let covering = (0...prefix.length).compactMap { length in
                IPPrefix(truncating: prefix.first, length: length)?.description
            }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    \(Self.intervals) WHERE prefix IN (\(databaseQuestionMarks(count: covering.count)))
                        AND announced_publication <= ?
                        AND (withdrawn_publication IS NULL OR withdrawn_publication > ?)
                    """,
                arguments: StatementArguments(covering) + [point.id, point.id]
            )
            return Coverage(
                prefix: prefix,
                instant: instant,
                point: point,
                covering: rows.compactMap(Self.interval).sorted { $0.vrp < $1.vrp }
            )
        }
    }

    /// When a VRP was served: every interval on record, oldest first.
    package func intervals(of payload: VRP) throws(FlightError) -> [PayloadInterval] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "\(Self.intervals) WHERE prefix = ? AND max_length = ? AND asn = ? ORDER BY announced_publication",
                arguments: [payload.prefix.description, Int64(payload.maxLength), Int64(payload.asn.value)]
            )
            .compactMap(Self.interval)
        }
    }

    /// When VRPs of exactly `prefix`, whatever their maximum length and AS number, were served; oldest first.
    package func intervals(of prefix: IPPrefix) throws(FlightError) -> [PayloadInterval] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "\(Self.intervals) WHERE prefix = ? ORDER BY announced_publication, interval_id",
                arguments: [prefix.description]
            )
            .compactMap(Self.interval)
        }
    }

    /// What changed from the set served at `first` to that at `second` (nanoseconds UTC, in either order).
    package func difference(from first: Int64, to second: Int64) throws(FlightError) -> HistoryDifference {
        try read { db in
            let from = try Self.point(db, at: first)
            let to = try Self.point(db, at: second)
            func only(in present: HistoryPoint, not absent: HistoryPoint) throws -> [VRP] {
                // Served at one point and not at the other means begun or ended between the two.
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT prefix, max_length, asn FROM payload_intervals
                        WHERE (announced_publication BETWEEN ?3 + 1 AND ?4 OR withdrawn_publication BETWEEN ?3 + 1 AND ?4)
                            AND announced_publication <= ?1
                            AND (withdrawn_publication IS NULL OR withdrawn_publication > ?1)
                            AND NOT (announced_publication <= ?2
                                AND (withdrawn_publication IS NULL OR withdrawn_publication > ?2))
                        """,
                    arguments: [present.id, absent.id, min(from.id, to.id), max(from.id, to.id)]
                )
                return try Self.vrps(rows)
            }
            // A VRP that went and came back is in both lists, by different intervals.
            let delta = PayloadDelta(
                from: PayloadSet(vrps: try only(in: from, not: to)),
                to: PayloadSet(vrps: try only(in: to, not: from))
            )
            return HistoryDifference(
                from: from,
                to: to,
                announced: delta.announcedVRPs,
                withdrawn: delta.withdrawnVRPs
            )
        }
    }

    private static func point(_ db: Database, at instant: Int64) throws -> HistoryPoint {
        let removedBefore = try Int64.fetchOne(db, sql: "SELECT removed_before_ns FROM retention")
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT publication_id, session, serial, published_ns FROM publications
                WHERE published_ns <= ? ORDER BY publication_id DESC LIMIT 1
                """,
            arguments: [instant]
        )
        guard let row, removedBefore.map({ instant >= $0 }) ?? true else {
            throw FlightError.nothingRecorded(at: instant)
        }
        return HistoryPoint(
            id: row["publication_id"],
            session: row["session"],
            serial: row["serial"],
            published: row["published_ns"]
        )
    }

    private static let intervals = """
        SELECT i.*, a.session AS a_session, a.serial AS a_serial, a.published_ns AS a_published,
            w.session AS w_session, w.serial AS w_serial, w.published_ns AS w_published
        FROM payload_intervals i JOIN publications a ON a.publication_id = announced_publication
            LEFT JOIN publications w ON w.publication_id = withdrawn_publication
        """

    private static func interval(_ row: Row) -> PayloadInterval? {
        guard let vrp = VRP(row: row) else { return nil }
        let withdrawn = (row["withdrawn_publication"] as Int64?).map { id in
            HistoryPoint(id: id, session: row["w_session"], serial: row["w_serial"], published: row["w_published"])
        }
        return PayloadInterval(
            vrp: vrp,
            announced: HistoryPoint(
                id: row["announced_publication"],
                session: row["a_session"],
                serial: row["a_serial"],
                published: row["a_published"]
            ),
            withdrawn: withdrawn,
            cause: row["cause"]
        )
    }

    private static func vrps(_ rows: RowCursor) throws -> [VRP] {
        var vrps: [VRP] = []
        while let row = try rows.next() {
            guard let vrp = VRP(row: row) else {
                throw FlightError.database(reason: "payload_intervals holds a row that is no VRP")
            }
            vrps.append(vrp)
        }
        return vrps.sortedUnique()
    }
}
