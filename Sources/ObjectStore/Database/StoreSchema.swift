/// The tables. `digest` columns hold a ``RecordCheck`` over the rest of the row where the row decides anything.
enum StoreSchema {
    static let tables = """
        -- Objects: where the octets with this SHA-256 lie. dead_since: when nothing referred to them any more.
        CREATE TABLE blob (
            hash BLOB PRIMARY KEY NOT NULL,
            segment INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            length INTEGER NOT NULL,
            dead_since INTEGER
        ) WITHOUT ROWID;

        -- contents: the sum of the digests of this repository's directories. used: when it last answered.
        CREATE TABLE repository (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            used INTEGER NOT NULL,
            objects INTEGER NOT NULL,
            contents BLOB NOT NULL,
            state BLOB NOT NULL,
            digest BLOB NOT NULL
        );

        -- One row for all objects of a directory: a publication point is read with one lookup.
        CREATE TABLE directory (
            id INTEGER PRIMARY KEY,
            repository INTEGER NOT NULL,
            name TEXT NOT NULL,
            digest BLOB NOT NULL,
            entries BLOB NOT NULL
        );
        CREATE UNIQUE INDEX directory_name ON directory (repository, name);

        -- Last valid states.
        CREATE TABLE publication_point (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE,
            next_update INTEGER NOT NULL,
            digest BLOB NOT NULL,
            content BLOB NOT NULL
        );

        -- Remembered verdicts: rows of many tags of 16 octets.
        CREATE TABLE verdict (
            id INTEGER PRIMARY KEY,
            rules INTEGER NOT NULL,
            tags BLOB NOT NULL
        );

        -- Published payloads: one full set, and the steps before and after it.
        CREATE TABLE payload_base (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            position INTEGER NOT NULL,
            digest BLOB NOT NULL,
            content BLOB NOT NULL
        );
        CREATE TABLE payload_step (
            position INTEGER PRIMARY KEY,
            published INTEGER NOT NULL,
            digest BLOB NOT NULL,
            content BLOB NOT NULL
        );
        """
}
