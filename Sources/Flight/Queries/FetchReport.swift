import FlightEvents
import Foundation
import GRDB

/// HTTP transactions and runs of rsync, with the end of each phase.
package struct FetchReport: Sendable {
    /// One transaction or run.
    package struct Fetch: Sendable {
        package let repository: String
        package let uri: String
        /// `trust-anchor`, `notification`, `snapshot`, `delta` or `rsync`.
        package let kind: String
        /// Nanoseconds UTC.
        package let scheduled: Int64
        /// Nanoseconds since `scheduled` to the end of each phase that took place, in the order of ``phases``.
        package let phases: [Int64?]
        package let errorClass: String?
        /// Error class and text of a failure.
        package let error: String?
        package let httpStatus: Int?
        package let httpVersion: String?
        package let remoteAddress: String?
        package let wireBytes: Int64
        package let decodedBytes: Int64
        /// What the server said: Last-Modified, ETag and Age.
        package let lastModified: String?
        package let etag: String?
        package let age: String?
        /// Seconds by which its clock seems to be ahead of ours.
        package let clockOffset: Double?
        /// Of rsync.
        package let exitStatus: Int?
    }

    package static let phases = ["resolved", "connected", "secured", "request_sent", "first_byte", "last_byte"]

    package let fetches: [Fetch]

    package var text: String {
        let phases = Self.phases.map { $0.replacing("_", with: " ") }
        var table = TextTable(columns: ["scheduled", "kind"] + phases + ["octets", "result", "URI"])
        table.rightAligned = Set(phases + ["octets"])
        table.rows = fetches.map { fetch in
            [ISOTime.text(fetch.scheduled), fetch.kind]
                + fetch.phases.map { $0.map(ISOTime.delay) ?? "-" }
                + [
                    String(fetch.wireBytes), (fetch.error ?? fetch.httpStatus.map { String($0) } ?? "done").printable,
                    fetch.uri.printable,
                ]
        }
        return table.text + "\n" + summary
    }

    /// How many there were of each kind with what result, and what they brought.
    package var summary: String {
        var table = TextTable(columns: ["kind", "result", "fetches", "octets", "decoded", "longest"])
        table.rightAligned = ["fetches", "octets", "decoded", "longest"]
        let groups = Dictionary(grouping: fetches) { fetch in
            [fetch.kind, fetch.errorClass ?? fetch.httpStatus.map { String($0) } ?? "done"]
        }
        for (key, fetches) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let longest = fetches.compactMap { $0.phases.last ?? nil }.max()
            let wire = fetches.reduce(Int64(0)) { $0 &+ $1.wireBytes }
            let decoded = fetches.reduce(Int64(0)) { $0 &+ $1.decodedBytes }
            var row = key.map { $0.printable }
            row += [String(fetches.count), String(wire), String(decoded), longest.map { ISOTime.delay($0) } ?? "-"]
            table.rows.append(row)
        }
        return table.text
    }

    /// Phases in nanoseconds since `scheduled_ns`.
    package var csv: String {
        var table = TextTable(
            columns: ["scheduled_ns", "repository", "uri", "kind"] + Self.phases.map { "\($0)_after_ns" }
                + [
                    "error", "http_status", "http_version", "remote_address", "wire_bytes", "decoded_bytes",
                    "last_modified", "etag", "age", "clock_offset_s", "exit_status",
                ]
        )
        table.rows = fetches.map { fetch in
            var row = [String(fetch.scheduled), fetch.repository, fetch.uri, fetch.kind]
            row += fetch.phases.map { $0.map { String($0) } ?? "" }
            row += [fetch.error ?? "", fetch.httpStatus.map { String($0) } ?? "", fetch.httpVersion ?? ""]
            row += [fetch.remoteAddress ?? "", String(fetch.wireBytes), String(fetch.decodedBytes)]
            row += [fetch.lastModified ?? "", fetch.etag ?? "", fetch.age ?? ""]
            row += [fetch.clockOffset.map { String(format: "%.3f", $0) } ?? ""]
            row += [fetch.exitStatus.map { String($0) } ?? ""]
            return row
        }
        return table.csv
    }
}

extension FlightDatabase {
    /// The newest `limit` fetches that began within `range` (nanoseconds UTC), oldest first; `repository` keeps
    /// only those whose repository's URI contains it.
    package func fetches(
        in range: ClosedRange<Int64> = .min ... .max,
        repository: String? = nil,
        limit: Int = 100
    ) throws(FlightError) -> FetchReport {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT f.*, r.uri AS repository FROM fetches f JOIN repositories r USING (repository_id)
                    WHERE scheduled_ns BETWEEN ? AND ? AND instr(r.uri, ?) > 0
                    ORDER BY scheduled_ns DESC, fetch_id DESC LIMIT ?
                    """,
                arguments: [range.lowerBound, range.upperBound, repository ?? "", limit]
            )
            return FetchReport(
                fetches: rows.reversed().map { row in
                    let scheduled: Int64 = row["scheduled_ns"]
                    return FetchReport.Fetch(
                        repository: row["repository"],
                        uri: row["uri"],
                        kind: row["kind"],
                        scheduled: scheduled,
                        phases: FetchReport.phases.map { phase in
                            (row["\(phase)_ns"] as Int64?).map {
                                $0.subtractingReportingOverflow(scheduled).partialValue
                            }
                        },
                        errorClass: row["error_class"],
                        error: (row["error_class"] as String?).map { errorClass in
                            (row["error_text"] as String?).map { "\(errorClass): \($0)" } ?? errorClass
                        },
                        httpStatus: row["http_status"],
                        httpVersion: row["http_version"],
                        remoteAddress: row["remote_address"],
                        wireBytes: row["wire_bytes"],
                        decodedBytes: row["decoded_bytes"],
                        lastModified: row["last_modified"],
                        etag: row["etag"],
                        age: row["age"],
                        clockOffset: (row["first_byte_ns"] as Int64?).flatMap { instant in
                            (row["server_date"] as String?).flatMap(HTTPDate.parse).map {
                                HTTPDate.offset(of: $0, at: instant)
                            }
                        },
                        exitStatus: row["exit_status"]
                    )
                }
            )
        }
    }
}
