import DER
import FlightEvents
import GRDB

extension FlightWriter {
    func write(_ record: EvaluationRecord) throws {
        let anchor = Anchor(record.finished)
        try execute(
            """
            INSERT INTO evaluations(run_id, trust_anchor, manifest_uri, repository_id, monotonic_ns, started_ns,
                finished_ns, manifest_number, manifest_this_update_ns, last_update)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(update_id), 0) FROM repository_updates))
            """,
            [
                run, record.trustAnchor, record.manifestURI, record.repository.map { try repository($0) },
                record.finished.monotonic, anchor.instant(record.started), record.finished.wall,
                record.manifestNumber, record.manifestThisUpdate?.nanoseconds,
            ]
        )
        let evaluation = db.lastInsertedRowID
        for accepted in record.accepted {
            let id = try object(accepted.object)
            try execute(
                "UPDATE objects SET signed_ns = ?, not_before_ns = ?, not_after_ns = ? WHERE object_id = ?",
                [accepted.signed?.nanoseconds, accepted.notBefore.nanoseconds, accepted.notAfter.nanoseconds, id]
            )
            try verdict("accepted", on: id, by: evaluation)
        }
        for (reference, cause) in record.gone {
            try verdict(
                "gone",
                on: object(reference),
                by: evaluation,
                cause: cause.rawValue,
                revoked: record.revocationDates[reference.hash]
            )
        }
        for (reference, reason) in record.rejected {
            try verdict("rejected", on: object(reference), by: evaluation, cause: reason)
        }
    }

    private func verdict(
        _ verdict: String,
        on object: Int64,
        by evaluation: Int64,
        cause: String? = nil,
        revoked: PosixTime? = nil
    ) throws {
        try execute(
            """
            INSERT OR IGNORE INTO object_verdicts(object_id, evaluation_id, verdict, cause, revoked_ns)
            VALUES (?, ?, ?, ?, ?)
            """,
            [object, evaluation, verdict, cause, revoked?.nanoseconds]
        )
    }

    func write(_ record: CycleRecord) throws {
        let anchor = Anchor(record.started)
        try execute(
            """
            INSERT INTO cycles(run_id, cause, monotonic_ns, started_ns, finished_ns, publication_points,
                objects_decoded, signatures_verified, payloads_announced, payloads_withdrawn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run, record.cause, record.started.monotonic, record.started.wall, anchor.instant(record.finished),
                record.publicationPoints, record.objectsDecoded, record.signaturesVerified,
                record.payloadsAnnounced, record.payloadsWithdrawn,
            ]
        )
    }
}

extension PosixTime {
    /// Since 1970; instants beyond 2262 are told as the last that fits.
    var nanoseconds: Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product
    }
}
