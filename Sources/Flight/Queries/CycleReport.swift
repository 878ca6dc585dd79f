import GRDB

/// Each repository's times per update and the engine's per pass, in order of time.
package struct CycleReport: Sendable {
    /// One update of a repository.
    package struct Update: Sendable {
        package let repository: String
        /// `rrdp-delta`, `rrdp-snapshot`, `rsync` or `unchanged`; nil when it failed.
        package let transport: String?
        /// Error class and text of a failure.
        package let error: String?
        package let session: String?
        package let serial: String?
        /// Nanoseconds UTC, like all instants here.
        package let scheduled: Int64
        package let requestSent: Int64?
        package let firstByte: Int64?
        package let lastByte: Int64?
        package let committed: Int64?
        package let wireBytes: Int64
        package let objectsAdded: Int
        package let objectsRemoved: Int
    }

    /// One pass of the engine.
    package struct Cycle: Sendable {
        package let cause: String
        package let started: Int64
        package let finished: Int64
        package let publicationPoints: Int
        package let objectsDecoded: Int
        package let signaturesVerified: Int
        package let payloadsAnnounced: Int
        package let payloadsWithdrawn: Int
    }

    package let updates: [Update]
    package let cycles: [Cycle]

    /// Two tables. Times after `scheduled` and `started` are told as delays since then.
    package var text: String {
        var repositories = TextTable(columns: [
            "scheduled", "result", "serial", "request", "first byte", "last byte", "committed", "octets", "added",
            "removed", "repository",
        ])
        repositories.rightAligned = [
            "serial", "request", "first byte", "last byte", "committed", "octets", "added", "removed",
        ]
        repositories.rows = updates.map { update in
            func delay(_ instant: Int64?) -> String {
                instant.map { ISOTime.delay($0.subtractingReportingOverflow(update.scheduled).partialValue) } ?? "-"
            }
            return [
                ISOTime.text(update.scheduled),
                update.transport ?? "failed: \((update.error ?? "unknown").printable)",
                (update.serial ?? "-").printable, delay(update.requestSent), delay(update.firstByte),
                delay(update.lastByte), delay(update.committed), String(update.wireBytes),
                String(update.objectsAdded), String(update.objectsRemoved), update.repository.printable,
            ]
        }
        var engine = TextTable(columns: [
            "started", "duration", "points", "decoded", "verified", "announced", "withdrawn", "cause",
        ])
        engine.rightAligned = ["duration", "points", "decoded", "verified", "announced", "withdrawn"]
        engine.rows = cycles.map { cycle in
            [
                ISOTime.text(cycle.started),
                ISOTime.delay(cycle.finished.subtractingReportingOverflow(cycle.started).partialValue),
                String(cycle.publicationPoints), String(cycle.objectsDecoded), String(cycle.signaturesVerified),
                String(cycle.payloadsAnnounced), String(cycle.payloadsWithdrawn), cycle.cause.printable,
            ]
        }
        return "Repositories\n\(repositories.text)\nEngine\n\(engine.text)"
    }

    /// One line for each update (`kind` repository) and pass (`kind` engine), updates first; instants in
    /// nanoseconds UTC. Columns that a kind does not have are empty.
    package var csv: String {
        var table = TextTable(columns: [
            "kind", "subject", "transport", "error", "session", "serial", "scheduled_ns", "request_sent_ns",
            "first_byte_ns", "last_byte_ns", "finished_ns", "wire_bytes", "objects_added", "objects_removed",
            "publication_points", "objects_decoded", "signatures_verified", "payloads_announced",
            "payloads_withdrawn",
        ])
        let number = { (value: Int64?) in value.map { String($0) } ?? "" }
        table.rows = updates.map { update in
            [
                "repository", update.repository, update.transport ?? "", update.error ?? "", update.session ?? "",
                update.serial ?? "", String(update.scheduled), number(update.requestSent), number(update.firstByte),
                number(update.lastByte), number(update.committed), String(update.wireBytes),
                String(update.objectsAdded), String(update.objectsRemoved), "", "", "", "", "",
            ]
        }
        table.rows += cycles.map { cycle in
            [
                "engine", cycle.cause, "", "", "", "", String(cycle.started), "", "", "", String(cycle.finished), "",
                "", "", String(cycle.publicationPoints), String(cycle.objectsDecoded),
                String(cycle.signaturesVerified), String(cycle.payloadsAnnounced), String(cycle.payloadsWithdrawn),
            ]
        }
        return table.csv
    }
}

extension FlightDatabase {
    /// The newest `limit` updates and passes that began within `range` (nanoseconds UTC), oldest first;
    /// `repository` keeps only updates whose repository's URI contains it.
    package func cycles(
        in range: ClosedRange<Int64> = .min ... .max,
        repository: String? = nil,
        limit: Int = 100
    ) throws(FlightError) -> CycleReport {
        try read { db in
            let updates = try Row.fetchAll(
                db,
                sql: """
                    SELECT u.*, r.uri AS repository FROM repository_updates u JOIN repositories r USING (repository_id)
                    WHERE scheduled_ns BETWEEN ? AND ? AND instr(r.uri, ?) > 0
                    ORDER BY scheduled_ns DESC, update_id DESC LIMIT ?
                    """,
                arguments: [range.lowerBound, range.upperBound, repository ?? "", limit]
            )
            let cycles = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM cycles WHERE started_ns BETWEEN ? AND ?
                    ORDER BY started_ns DESC, cycle_id DESC LIMIT ?
                    """,
                arguments: [range.lowerBound, range.upperBound, limit]
            )
            return CycleReport(updates: updates.reversed().map(Self.update), cycles: cycles.reversed().map(Self.cycle))
        }
    }

    private static func update(_ row: Row) -> CycleReport.Update {
        CycleReport.Update(
            repository: row["repository"],
            transport: row["transport"],
            error: (row["error_class"] as String?).map { errorClass in
                (row["error_text"] as String?).map { "\(errorClass): \($0)" } ?? errorClass
            },
            session: row["session"],
            serial: row.repositorySerial,
            scheduled: row["scheduled_ns"],
            requestSent: row["request_sent_ns"],
            firstByte: row["first_byte_ns"],
            lastByte: row["last_byte_ns"],
            committed: row["committed_ns"],
            wireBytes: row["wire_bytes"],
            objectsAdded: row["objects_added"],
            objectsRemoved: row["objects_removed"]
        )
    }

    private static func cycle(_ row: Row) -> CycleReport.Cycle {
        CycleReport.Cycle(
            cause: row["cause"],
            started: row["started_ns"],
            finished: row["finished_ns"],
            publicationPoints: row["publication_points"],
            objectsDecoded: row["objects_decoded"],
            signaturesVerified: row["signatures_verified"],
            payloadsAnnounced: row["payloads_announced"],
            payloadsWithdrawn: row["payloads_withdrawn"]
        )
    }
}
