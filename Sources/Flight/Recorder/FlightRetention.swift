import GRDB

/// Removes records older than a cutoff. What a younger record refers to stays, and so does everything that
/// tells of a payload that is still served, or of an object that is still there, however old.
struct FlightRetention {
    let database: DatabaseQueue

    func remove(before cutoff: Int64) throws {
        let isYoung = try database.read { db in
            try Bool.fetchOne(db, sql: "SELECT min(started_ns) >= ? FROM runs", arguments: [cutoff]) ?? true
        }
        if isYoung { return }
        try database.write { db in
            for statement in Self.statements {
                try db.execute(sql: statement, arguments: statement.contains(":cutoff") ? ["cutoff": cutoff] : [])
            }
        }
        // Hands a bounded piece of the freed pages back to the file system: the rest is reused.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA incremental_vacuum(20000)") }
    }

    /// In the order of dependence: rows go before those they refer to.
    private static let statements = [
        // The newest row of what others count by stays: ids must not be given again.
        "DELETE FROM fetches WHERE scheduled_ns < :cutoff",
        "DELETE FROM cycles WHERE started_ns < :cutoff",
        "DELETE FROM router_steps WHERE at_ns < :cutoff",
        "DELETE FROM clock WHERE noted_ns < :cutoff",
        "DELETE FROM dropped WHERE noted_ns < :cutoff",
        // Only when something is there to lose does the record begin later than it did.
        """
        INSERT OR REPLACE INTO retention(only_row, removed_before_ns)
        SELECT 1, :cutoff WHERE EXISTS (SELECT 1 FROM publications WHERE published_ns < :cutoff)
        """,
        """
        DELETE FROM payload_intervals WHERE withdrawn_publication IN
            (SELECT publication_id FROM publications WHERE published_ns < :cutoff)
        """,
        "DELETE FROM payload_objects WHERE interval_id NOT IN (SELECT interval_id FROM payload_intervals)",
        // An object stays while a payload refers to it, while its last sighting or verdict is young, and while
        // that last one says that it is there.
        """
        CREATE TEMP TABLE dead AS
            SELECT object_id FROM objects o
            WHERE object_id NOT IN (SELECT object_id FROM payload_objects)
                AND coalesce((SELECT appeared = 0 AND scheduled_ns < :cutoff
                    FROM object_sightings JOIN repository_updates USING (update_id)
                    WHERE object_id = o.object_id ORDER BY update_id DESC, appeared LIMIT 1), 1)
                AND coalesce((SELECT verdict <> 'accepted' AND finished_ns < :cutoff
                    FROM object_verdicts JOIN evaluations USING (evaluation_id)
                    WHERE object_id = o.object_id ORDER BY evaluation_id DESC LIMIT 1), 1)
        """,
        "DELETE FROM object_sightings WHERE object_id IN dead",
        "DELETE FROM object_verdicts WHERE object_id IN dead",
        "DELETE FROM objects WHERE object_id IN dead",
        "DROP TABLE dead",
        """
        DELETE FROM repository_updates WHERE scheduled_ns < :cutoff
            AND update_id NOT IN (SELECT update_id FROM object_sightings)
            AND update_id <> (SELECT max(update_id) FROM repository_updates)
        """,
        // The newest publication says where the next one has to follow on.
        """
        DELETE FROM publications WHERE published_ns < :cutoff
            AND publication_id NOT IN (SELECT announced_publication FROM payload_intervals)
            AND publication_id NOT IN (SELECT withdrawn_publication FROM payload_intervals
                WHERE withdrawn_publication IS NOT NULL)
            AND publication_id <> (SELECT max(publication_id) FROM publications)
        """,
        """
        DELETE FROM evaluations WHERE finished_ns < :cutoff
            AND evaluation_id NOT IN (SELECT evaluation_id FROM object_verdicts)
            AND evaluation_id <> (SELECT max(evaluation_id) FROM evaluations)
        """,
        """
        DELETE FROM repositories WHERE repository_id NOT IN (SELECT repository_id FROM fetches)
            AND repository_id NOT IN (SELECT repository_id FROM repository_updates)
            AND repository_id NOT IN (SELECT repository_id FROM evaluations WHERE repository_id IS NOT NULL)
        """,
        """
        DELETE FROM directories WHERE directory_id NOT IN
            (SELECT directory_id FROM objects WHERE directory_id IS NOT NULL)
        """,
        """
        DELETE FROM runs WHERE started_ns < :cutoff AND run_id <> (SELECT max(run_id) FROM runs)
            AND run_id NOT IN (SELECT run_id FROM publications UNION SELECT run_id FROM evaluations
                UNION SELECT run_id FROM repository_updates UNION SELECT run_id FROM fetches
                UNION SELECT run_id FROM cycles UNION SELECT run_id FROM router_steps UNION SELECT run_id FROM clock)
        """,
    ]
}
