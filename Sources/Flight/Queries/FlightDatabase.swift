import GRDB
import NumberResources
package import Payloads

/// Reads flight records and history, beside the running daemon or without it. Each call sees one consistent state.
package final class FlightDatabase: Sendable {
    private let queue: DatabaseQueue

    /// Opens the records in `configuration.directory` for reading; throws `noRecords` when there are none.
    package init(configuration: FlightConfiguration) throws(FlightError) {
        queue = try FlightFile.openForReading(configuration)
    }

    /// Every flight of `payload` on record, oldest first.
    package func timeline(of payload: VRP) throws(FlightError) -> FlightTimeline {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM payload_intervals WHERE prefix = ? AND max_length = ? AND asn = ?
                    ORDER BY announced_publication
                    """,
                arguments: [payload.prefix.description, Int64(payload.maxLength), Int64(payload.asn.value)]
            )
            let starts = rows.dropFirst().map { $0["announced_publication"] as Int64? } + [nil]
            let assembler = FlightAssembler(db)
            let flights = try zip(rows, starts).flatMap { row, next in
                try Self.events(row, next: next).compactMap { try assembler.flight(of: $0) }
            }
            return FlightTimeline(payload: payload.description, flights: flights)
        }
    }

    /// Announcement and, if there was one, withdrawal of an interval.
    static func events(_ row: Row, next: Int64?) -> [FlightAssembler.Event] {
        let payload = "\(row["prefix"] as String)-\(row["max_length"] as Int64)-AS\(row["asn"] as Int64)"
        let withdrawn: Int64? = row["withdrawn_publication"]
        var events = [
            FlightAssembler.Event(
                payload: payload,
                interval: row["interval_id"],
                kind: .announced,
                publication: row["announced_publication"],
                cause: nil,
                next: withdrawn
            )
        ]
        if let withdrawn {
            events.append(
                FlightAssembler.Event(
                    payload: payload,
                    interval: row["interval_id"],
                    kind: .withdrawn,
                    publication: withdrawn,
                    cause: row["cause"],
                    next: next
                )
            )
        }
        return events
    }

    /// Runs a query; a failure of the database becomes a `FlightError`.
    func read<Value>(_ body: (Database) throws -> Value) throws(FlightError) -> Value {
        do {
            return try queue.read(body)
        } catch let error as FlightError {
            throw error
        } catch {
            throw .database(reason: FlightFile.reason(error))
        }
    }
}
