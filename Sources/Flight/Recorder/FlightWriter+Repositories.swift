import FlightEvents
import GRDB

extension FlightWriter {
    func write(_ record: FetchRecord) throws {
        let anchor = Anchor(record.scheduled)
        try execute(
            """
            INSERT INTO fetches(run_id, repository_id, uri, kind, monotonic_ns, scheduled_ns, resolved_ns,
                connected_ns, secured_ns, request_sent_ns, first_byte_ns, last_byte_ns, error_class, error_text,
                http_status, http_version, remote_address, wire_bytes, decoded_bytes, last_modified, etag, age,
                server_date, exit_status)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run, repository(record.repository), record.uri, record.kind.rawValue, record.scheduled.monotonic,
                record.scheduled.wall, anchor.instant(record.resolved), anchor.instant(record.connected),
                anchor.instant(record.secured), anchor.instant(record.requestSent),
                anchor.instant(record.firstByte), anchor.instant(record.lastByte), record.errorClass?.rawValue,
                record.errorText, record.httpStatus, record.httpVersion, record.remoteAddress, record.wireBytes,
                record.decodedBytes, record.lastModified, record.etag, record.age, record.date, record.exitStatus,
            ]
        )
    }

    func write(_ record: RepositoryUpdateRecord) throws {
        let anchor = Anchor(record.scheduled)
        let serial = record.serial.map { serial in
            Int64(exactly: serial)?.databaseValue ?? String(serial).databaseValue
        }
        try execute(
            """
            INSERT INTO repository_updates(run_id, repository_id, transport, error_class, error_text, session,
                serial, monotonic_ns, scheduled_ns, previous_request_sent_ns, request_sent_ns, first_byte_ns,
                last_byte_ns, committed_ns, wire_bytes, objects_added, objects_removed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run, repository(record.repository), record.transport?.rawValue, record.errorClass?.rawValue,
                record.errorText, record.session, serial, record.scheduled.monotonic, record.scheduled.wall,
                record.previousRequestSent?.wall, anchor.instant(record.requestSent),
                anchor.instant(record.firstByte), anchor.instant(record.lastByte),
                anchor.instant(record.committed), record.wireBytes, record.objectsAdded, record.objectsRemoved,
            ]
        )
        let update = db.lastInsertedRowID
        for (references, appeared) in [(record.added, true), (record.removed, false)] {
            for reference in references {
                try execute(
                    "INSERT OR IGNORE INTO object_sightings(object_id, update_id, appeared) VALUES (?, ?, ?)",
                    [object(reference), update, appeared]
                )
            }
        }
    }
}
