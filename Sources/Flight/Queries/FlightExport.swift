import Foundation
import GRDB
import RPKICrypto

/// Payload flights as one row each, for statistics.
package enum FlightExport {
    package enum Format: String, Sendable, CaseIterable {
        /// RFC 4180 with a header line; unknown values are empty.
        case csv
        /// One JSON object for each line; unknown values are null.
        case ndjson
    }

    /// A column: its name and what it holds.
    package struct Column: Sendable {
        package let name: String
        package let meaning: String
    }

    /// In order. Instants `*_ns` are nanoseconds since 1970-01-01 UTC; delays `d_*_ns` are nanoseconds, by the
    /// monotonic clock where both ends were read in one boot.
    package static let columns: [Column] = [
        Column(name: "payload", meaning: "PREFIX-MAXLENGTH-ASN"),
        Column(name: "kind", meaning: "announced or withdrawn"),
        Column(name: "cause", meaning: "of a withdrawal"),
        Column(name: "session", meaning: "RTR session"),
        Column(name: "serial", meaning: "RTR serial that carries the change"),
        Column(name: "object_uri", meaning: "the object that decided"),
        Column(name: "object_sha256", meaning: "its hash"),
        Column(name: "objects", meaning: "how many objects give or gave the payload"),
        Column(name: "not_before_ns", meaning: "validity of the object's EE certificate"),
        Column(name: "not_after_ns", meaning: "validity of the object's EE certificate"),
        Column(name: "signed_ns", meaning: "CMS signing-time; withdrawn: CRL revocation date or manifest thisUpdate"),
        Column(name: "expired_ns", meaning: "notAfter, when that ended the payload"),
        Column(name: "published_lo_ns", meaning: "request of the last fetch that saw it otherwise"),
        Column(name: "published_hi_ns", meaning: "first byte of the first fetch that saw it so"),
        Column(name: "fetched_ns", meaning: "contents durable"),
        Column(name: "validated_ns", meaning: "verdict on the publication point"),
        Column(name: "served_ns", meaning: "visible to routers"),
        Column(name: "routers", meaning: "routers that acknowledged a set with the change"),
        Column(name: "first_taken_up_ns", meaning: "first acknowledgement"),
        Column(name: "last_taken_up_ns", meaning: "last router's acknowledgement"),
        Column(name: "first_confirmed_ns", meaning: "first confirmation by a later query"),
        Column(name: "d_published_lo_ns", meaning: "published_lo - signed"),
        Column(name: "d_published_hi_ns", meaning: "published_hi - signed"),
        Column(name: "d_fetched_ns", meaning: "fetched - published_hi"),
        Column(name: "d_validated_ns", meaning: "validated - fetched, or the nearest stage before"),
        Column(name: "d_served_ns", meaning: "served - validated, or the nearest stage before"),
        Column(name: "d_first_taken_up_ns", meaning: "first_taken_up - served"),
        Column(name: "d_last_taken_up_ns", meaning: "last_taken_up - served"),
    ]

    fileprivate enum Value {
        case text(String)
        case number(Int64)
        case none

        init(_ text: String?) {
            self = text.map { .text($0) } ?? .none
        }

        init(_ number: Int64?) {
            self = number.map { .number($0) } ?? .none
        }
    }

    fileprivate static func values(of flight: PayloadFlight) -> [Value] {
        func stage(_ name: FlightStage.Name) -> FlightStage? { flight.stages.first { $0.name == name } }
        let object = flight.objects.first
        let published = stage(.published)
        let uptakes = flight.stages.filter { $0.name == .takenUp && $0.instantNs != nil }
        let first = uptakes.min { ($0.instantNs ?? 0) < ($1.instantNs ?? 0) }
        let last = uptakes.max { ($0.instantNs ?? 0) < ($1.instantNs ?? 0) }
        let confirmed = flight.stages.filter { $0.name == .confirmed }.compactMap(\.instantNs).min()
        return [
            Value(flight.payload), Value(flight.kind.rawValue), Value(flight.cause), Value(Int64(flight.session)),
            Value(Int64(flight.serial)), Value(object?.uri), Value(object?.hash), Value(Int64(flight.objects.count)),
            Value(object?.notBeforeNs), Value(object?.notAfterNs), Value(stage(.signed)?.instantNs),
            Value(stage(.expired)?.instantNs), Value(published?.afterNs), Value(published?.instantNs),
            Value(stage(.fetched)?.instantNs), Value(stage(.validated)?.instantNs), Value(stage(.served)?.instantNs),
            Value(Int64(uptakes.count)), Value(first?.instantNs), Value(last?.instantNs), Value(confirmed),
            Value(published?.delayAfterNs), Value(published?.delayNs), Value(stage(.fetched)?.delayNs),
            Value(stage(.validated)?.delayNs), Value(stage(.served)?.delayNs), Value(first?.delayNs),
            Value(last?.delayNs),
        ]
    }

    fileprivate static func line(_ values: [Value], _ format: Format) -> String {
        switch format {
        case .csv:
            return TextTable.csvLine(
                values.map { value in
                    switch value {
                    case .text(let text): text
                    case .number(let number): String(number)
                    case .none: ""
                    }
                }
            )
        case .ndjson:
            let members = zip(columns, values).map { column, value in
                switch value {
                case .text(let text): "\"\(column.name)\":\(quoted(text))"
                case .number(let number): "\"\(column.name)\":\(number)"
                case .none: "\"\(column.name)\":null"
                }
            }
            return "{" + members.joined(separator: ",") + "}\n"
        }
    }

    /// A JSON string (RFC 8259 section 7).
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                result += "\\u00" + [UInt8(truncatingIfNeeded: scalar.value)].hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension FlightDatabase {
    /// Passes on one line for each announcement and withdrawal served within `range` (nanoseconds UTC), in the
    /// order of service, after the header line if the format has one. Lines end with LF.
    package func export(
        _ format: FlightExport.Format,
        in range: ClosedRange<Int64> = .min ... .max,
        to body: (String) throws -> Void
    ) throws(FlightError) {
        try read { db in
            if format == .csv { try body(TextTable.csvLine(FlightExport.columns.map(\.name))) }
            let assembler = FlightAssembler(db)
            let publications = try Int64.fetchAll(
                db,
                sql: """
                    SELECT publication_id FROM publications WHERE published_ns BETWEEN ? AND ? ORDER BY publication_id
                    """,
                arguments: [range.lowerBound, range.upperBound]
            )
            for publication in publications {
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT i.*, (SELECT min(n.announced_publication) FROM payload_intervals n
                                WHERE n.prefix = i.prefix AND n.max_length = i.max_length AND n.asn = i.asn
                                    AND n.announced_publication >= i.withdrawn_publication) AS next
                        FROM payload_intervals i WHERE announced_publication = ?1 OR withdrawn_publication = ?1
                        ORDER BY interval_id
                        """,
                    arguments: [publication]
                )
                while let row = try rows.next() {
                    for event in Self.events(row, next: row["next"]) where event.publication == publication {
                        guard let flight = try assembler.flight(of: event) else { continue }
                        try body(FlightExport.line(FlightExport.values(of: flight), format))
                    }
                }
            }
        }
    }
}
