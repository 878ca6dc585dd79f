import GRDB

/// The tables and views of `flight.sqlite`, made to be opened with any SQLite tool.
///
/// - Every instant is a column `*_ns`: nanoseconds since 1970-01-01T00:00:00Z, UTC, without leap seconds. Times
///   that objects state have whole seconds.
/// - Within one row every instant of ours is the wall clock's reading at the row's anchor (the column that
///   `monotonic_ns` belongs to) plus the monotonic time between, so differences within a row are true
///   durations even when the wall clock was set meanwhile. Between rows of one boot (`runs.boot_id`) the
///   differences of `monotonic_ns` are. `previous_request_sent_ns` alone may come from an earlier boot.
/// - Tables are append-only but for two columns that close an interval: `payload_intervals.withdrawn_publication`
///   and its `cause`. Ids grow in the order of arrival.
/// - Views tell the same with names joined in and with ISO 8601 times beside the numbers.
enum FlightSchema {
    static let version = 1

    static let tables = """
        -- One life of the daemon.
        CREATE TABLE runs (
            run_id INTEGER PRIMARY KEY,
            started_ns INTEGER NOT NULL,          -- anchor
            monotonic_ns INTEGER NOT NULL,
            boot_id TEXT,
            process_id INTEGER NOT NULL
        ) STRICT;

        -- What the kernel says about its clock: at each start, every hour, and when it changes.
        CREATE TABLE clock (
            clock_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs,
            noted_ns INTEGER NOT NULL,            -- anchor
            monotonic_ns INTEGER NOT NULL,
            synchronised INTEGER,                 -- 1, 0; NULL when the kernel does not tell
            estimated_error_ns INTEGER,
            maximum_error_ns INTEGER
        ) STRICT;

        -- By notification URI or rsync module URI.
        CREATE TABLE repositories (
            repository_id INTEGER PRIMARY KEY,
            uri TEXT NOT NULL UNIQUE
        ) STRICT;

        -- One HTTP transaction or one run of rsync.
        CREATE TABLE fetches (
            fetch_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs,
            repository_id INTEGER NOT NULL REFERENCES repositories,
            uri TEXT NOT NULL,
            kind TEXT NOT NULL,                   -- trust-anchor notification snapshot delta rsync
            monotonic_ns INTEGER NOT NULL,
            scheduled_ns INTEGER NOT NULL,        -- anchor
            resolved_ns INTEGER,
            connected_ns INTEGER,
            secured_ns INTEGER,
            request_sent_ns INTEGER,
            first_byte_ns INTEGER,
            last_byte_ns INTEGER,
            error_class TEXT,                     -- NULL: it succeeded
            error_text TEXT,
            http_status INTEGER,
            http_version TEXT,
            remote_address TEXT,
            wire_bytes INTEGER NOT NULL,
            decoded_bytes INTEGER NOT NULL,
            last_modified TEXT,
            etag TEXT,
            age TEXT,
            server_date TEXT,
            exit_status INTEGER
        ) STRICT;
        CREATE INDEX fetches_by_time ON fetches(scheduled_ns);

        -- One attempt to bring the copy of a repository up to date.
        CREATE TABLE repository_updates (
            update_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs,
            repository_id INTEGER NOT NULL REFERENCES repositories,
            transport TEXT,                       -- rrdp-delta rrdp-snapshot rsync unchanged; NULL: it failed
            error_class TEXT,
            error_text TEXT,
            session TEXT,                         -- RRDP session and serial reached
            serial ANY,                           -- text when it does not fit 63 bits
            monotonic_ns INTEGER NOT NULL,
            scheduled_ns INTEGER NOT NULL,        -- anchor
            previous_request_sent_ns INTEGER,     -- new contents were not public yet
            request_sent_ns INTEGER,
            first_byte_ns INTEGER,                -- new contents were public by then
            last_byte_ns INTEGER,
            committed_ns INTEGER,
            wire_bytes INTEGER NOT NULL,
            objects_added INTEGER NOT NULL,
            objects_removed INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX repository_updates_by_time ON repository_updates(scheduled_ns);

        CREATE TABLE directories (
            directory_id INTEGER PRIMARY KEY,
            uri TEXT NOT NULL UNIQUE              -- up to and with the last slash
        ) STRICT;

        -- Payload objects (ROAs and the like), by content. Name as first seen.
        CREATE TABLE objects (
            object_id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,            -- SHA-256
            directory_id INTEGER REFERENCES directories,
            name TEXT,
            signed_ns INTEGER,                    -- CMS signing-time (RFC 9589)
            not_before_ns INTEGER,                -- validity of the EE certificate
            not_after_ns INTEGER
        ) STRICT;

        -- An object appeared in or disappeared from a repository: when, the update tells.
        CREATE TABLE object_sightings (
            object_id INTEGER NOT NULL REFERENCES objects,
            update_id INTEGER NOT NULL REFERENCES repository_updates,
            appeared INTEGER NOT NULL,            -- 1 appeared, 0 disappeared
            PRIMARY KEY (object_id, update_id, appeared)
        ) STRICT, WITHOUT ROWID;

        -- A publication point was evaluated and something about it changed.
        CREATE TABLE evaluations (
            evaluation_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs,
            trust_anchor TEXT NOT NULL,
            manifest_uri TEXT NOT NULL,
            repository_id INTEGER REFERENCES repositories,
            monotonic_ns INTEGER NOT NULL,
            started_ns INTEGER NOT NULL,
            finished_ns INTEGER NOT NULL,         -- anchor
            manifest_number TEXT,
            manifest_this_update_ns INTEGER,
            last_update INTEGER NOT NULL          -- the newest repository update recorded before
        ) STRICT;

        CREATE TABLE object_verdicts (
            object_id INTEGER NOT NULL REFERENCES objects,
            evaluation_id INTEGER NOT NULL REFERENCES evaluations,
            verdict TEXT NOT NULL,                -- accepted gone rejected
            cause TEXT,                           -- why it is gone, or the reason code of the rejection
            revoked_ns INTEGER,                   -- the CRL's revocation date
            PRIMARY KEY (object_id, evaluation_id, verdict)
        ) STRICT, WITHOUT ROWID;

        -- A payload set became visible to routers under this session and serial.
        CREATE TABLE publications (
            publication_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs,
            session INTEGER NOT NULL,
            serial INTEGER NOT NULL,
            monotonic_ns INTEGER NOT NULL,
            computed_ns INTEGER NOT NULL,
            published_ns INTEGER NOT NULL,        -- anchor
            announced INTEGER NOT NULL,           -- VRPs
            withdrawn INTEGER NOT NULL,
            payloads INTEGER NOT NULL,            -- of all types, in the set
            reconciled INTEGER NOT NULL,          -- 1: serials before it were not recorded; changes by comparison
            last_evaluation INTEGER NOT NULL,     -- the newest evaluation and repository update recorded before
            last_update INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX publications_by_serial ON publications(serial);
        CREATE INDEX publications_by_time ON publications(published_ns);

        -- A VRP was served from one publication until another.
        CREATE TABLE payload_intervals (
            interval_id INTEGER PRIMARY KEY,
            prefix TEXT NOT NULL,
            max_length INTEGER NOT NULL,
            asn INTEGER NOT NULL,
            announced_publication INTEGER NOT NULL REFERENCES publications,
            withdrawn_publication INTEGER REFERENCES publications,
            cause TEXT                            -- of the withdrawal; NULL when no object tells why
        ) STRICT;
        CREATE INDEX payload_intervals_by_prefix ON payload_intervals(prefix);
        CREATE INDEX payload_intervals_begun ON payload_intervals(announced_publication);
        CREATE INDEX payload_intervals_ended ON payload_intervals(withdrawn_publication)
            WHERE withdrawn_publication IS NOT NULL;

        -- The objects that gave the payload when it was announced (0), or until it was withdrawn (1).
        CREATE TABLE payload_objects (
            interval_id INTEGER NOT NULL REFERENCES payload_intervals,
            at_withdrawal INTEGER NOT NULL,
            object_id INTEGER NOT NULL REFERENCES objects,
            PRIMARY KEY (interval_id, at_withdrawal, object_id)
        ) STRICT, WITHOUT ROWID;

        -- One step of one router's session.
        CREATE TABLE router_steps (
            step_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs,
            connection INTEGER NOT NULL,          -- unique within the run
            peer TEXT NOT NULL,
            version INTEGER,
            step TEXT NOT NULL,                   -- connected notify-sent query-received … disconnected
            session INTEGER,
            serial INTEGER,
            publication_id INTEGER REFERENCES publications,
            is_reset INTEGER NOT NULL,
            monotonic_ns INTEGER NOT NULL,
            at_ns INTEGER NOT NULL,               -- anchor
            detail TEXT
        ) STRICT;
        CREATE INDEX router_steps_by_time ON router_steps(at_ns);
        CREATE INDEX router_steps_by_publication ON router_steps(publication_id)
            WHERE step IN ('end-of-data-acknowledged', 'end-of-data-confirmed');
        CREATE INDEX router_steps_connections ON router_steps(run_id, connection)
            WHERE step IN ('connected', 'disconnected');
        CREATE INDEX router_steps_unresolved ON router_steps(serial)
            WHERE publication_id IS NULL AND serial IS NOT NULL;

        -- One pass of the engine.
        CREATE TABLE cycles (
            cycle_id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs,
            cause TEXT NOT NULL,
            monotonic_ns INTEGER NOT NULL,
            started_ns INTEGER NOT NULL,          -- anchor
            finished_ns INTEGER NOT NULL,
            publication_points INTEGER NOT NULL,
            objects_decoded INTEGER NOT NULL,
            signatures_verified INTEGER NOT NULL,
            payloads_announced INTEGER NOT NULL,
            payloads_withdrawn INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX cycles_by_time ON cycles(started_ns);

        -- Events that were not recorded, because the queue was full or a write failed.
        CREATE TABLE dropped (
            dropped_id INTEGER PRIMARY KEY,
            noted_ns INTEGER NOT NULL,
            kind TEXT NOT NULL,
            events INTEGER NOT NULL
        ) STRICT;

        -- Before this instant the records are incomplete.
        CREATE TABLE retention (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            removed_before_ns INTEGER NOT NULL
        ) STRICT;

        -- Past payload sets kept as files. `rdiff patch SET DELTA NEXT` makes each set from the one before.
        CREATE TABLE archived_sets (
            set_id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL,
            serial INTEGER NOT NULL,
            published_ns INTEGER NOT NULL,
            file TEXT NOT NULL UNIQUE,
            base_set INTEGER NOT NULL,            -- the set stored whole that the chain begins with; itself, if so
            file_bytes INTEGER NOT NULL,
            file_hash BLOB NOT NULL,              -- SHA-256 of the file
            text_bytes INTEGER NOT NULL,
            text_hash BLOB NOT NULL,              -- SHA-256 of the restored text
            signature_hash BLOB NOT NULL          -- SHA-256 of the librsync signature of the text
        ) STRICT;
        CREATE INDEX archived_sets_by_time ON archived_sets(published_ns);
        """

    static let views = """
        CREATE VIEW fetch_times AS
            SELECT fetch_id, r.uri AS repository, f.uri, kind, error_class, error_text, http_status,
                wire_bytes, decoded_bytes, \(iso("scheduled")), \(iso("resolved")), \(iso("connected")),
                \(iso("secured")), \(iso("request_sent")), \(iso("first_byte")), \(iso("last_byte"))
            FROM fetches f JOIN repositories r USING (repository_id);

        CREATE VIEW repository_update_times AS
            SELECT update_id, r.uri AS repository, transport, error_class, error_text, session, serial,
                objects_added, objects_removed, wire_bytes, \(iso("scheduled")),
                \(iso("previous_request_sent")), \(iso("request_sent")), \(iso("first_byte")),
                \(iso("last_byte")), \(iso("committed"))
            FROM repository_updates JOIN repositories r USING (repository_id);

        -- An object's way into the set of valid objects: one row for each time it appeared in a repository.
        CREATE VIEW object_flights AS
            SELECT o.object_id, lower(hex(hash)) AS hash, d.uri || name AS uri, r.uri AS repository,
                u.transport, u.session, u.serial,
                \(iso("signed")), \(iso("not_before")), \(iso("not_after")),
                \(iso("previous_request_sent", as: "published_lo")), \(iso("first_byte", as: "published_hi")),
                \(iso("committed", as: "fetched")),
                (SELECT min(finished_ns) FROM object_verdicts v JOIN evaluations e USING (evaluation_id)
                    WHERE v.object_id = o.object_id AND verdict = 'accepted') AS validated_ns
            FROM objects o LEFT JOIN directories d USING (directory_id)
                LEFT JOIN object_sightings s ON s.object_id = o.object_id AND appeared = 1
                LEFT JOIN repository_updates u USING (update_id)
                LEFT JOIN repositories r USING (repository_id);

        CREATE VIEW payload_events AS
            SELECT interval_id, prefix || '-' || max_length || '-AS' || asn AS payload, prefix, max_length, asn,
                'announced' AS kind, NULL AS cause, session, serial, \(iso("published")),
                (SELECT group_concat(lower(hex(hash)), ' ') FROM payload_objects p JOIN objects USING (object_id)
                    WHERE p.interval_id = i.interval_id AND at_withdrawal = 0) AS objects
            FROM payload_intervals i JOIN publications ON publication_id = announced_publication
            UNION ALL
            SELECT interval_id, prefix || '-' || max_length || '-AS' || asn, prefix, max_length, asn,
                'withdrawn', cause, session, serial, \(iso("published")),
                (SELECT group_concat(lower(hex(hash)), ' ') FROM payload_objects p JOIN objects USING (object_id)
                    WHERE p.interval_id = i.interval_id AND at_withdrawal = 1)
            FROM payload_intervals i JOIN publications ON publication_id = withdrawn_publication;

        CREATE VIEW router_step_times AS
            SELECT step_id, run_id, connection, peer, version, step, session, serial, is_reset, detail, \(iso("at"))
            FROM router_steps;

        CREATE VIEW cycle_times AS
            SELECT cycle_id, cause, publication_points, objects_decoded, signatures_verified, payloads_announced,
                payloads_withdrawn, \(iso("started")), \(iso("finished"))
            FROM cycles;
        """

    /// The column `name_ns` and beside it the same instant as ISO 8601 text with milliseconds.
    private static func iso(_ name: String, as title: String? = nil) -> String {
        let title = title ?? name
        return """
            \(name)_ns AS \(title)_ns, \
            strftime('%Y-%m-%dT%H:%M:%S', \(name)_ns / 1000000000, 'unixepoch') || \
            printf('.%03dZ', \(name)_ns / 1000000 % 1000) AS \(title)_time
            """
    }
}
