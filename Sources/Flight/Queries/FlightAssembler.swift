import Foundation
import GRDB
import Payloads
import RPKICrypto

/// Puts the stages of a payload's flights together from the tables. Lives within one read of the database.
final class FlightAssembler {
    let db: Database
    private var publications: [Int64: Row] = [:]
    var uptakes: [Int64: [Uptake]] = [:]

    init(_ db: Database) {
        self.db = db
    }

    /// An announcement or withdrawal: a row of `payload_intervals` and which end of it.
    struct Event {
        let payload: String
        let interval: Int64
        let kind: PayloadFlight.Kind
        let publication: Int64
        let cause: String?
        /// The publication that next changes this payload, where it stopped being news.
        let next: Int64?
    }

    func flight(of event: Event) throws -> PayloadFlight? {
        guard let publication = try publication(event.publication) else { return nil }
        let candidates = try objects(of: event, before: publication)
        var stages: [FlightStage] = []
        var previous: Moment?
        func add(_ stage: FlightStage, _ moment: Moment?) {
            stages.append(stage)
            previous = moment ?? previous
        }

        let object = candidates.first
        let claim = object.map { self.claim(on: $0, event) } ?? Claim(name: .signed, source: "no object on record")
        if let moment = claim.moment {
            add(FlightStage(claim.name, at: moment, since: nil, source: claim.source), moment)
        } else if event.kind == .announced {
            add(FlightStage(claim.name, at: nil, since: nil, source: claim.source), nil)
        }
        if event.kind == .announced || event.cause.map({ Self.publishedCauses.contains($0) }) ?? false {
            let update = try object.flatMap { try self.update(of: $0, event, before: publication) }
            let after = update.flatMap { row in (row["previous_request_sent_ns"] as Int64?).map { Moment(wall: $0) } }
            let firstByte = update?.moment("first_byte_ns", anchor: "scheduled_ns")
            add(
                FlightStage(
                    .published,
                    at: firstByte,
                    since: previous,
                    source: update.map(Self.publisher) ?? "not recorded",
                    isInterval: update != nil,
                    after: after
                ),
                firstByte
            )
            let committed = update?.moment("committed_ns", anchor: "scheduled_ns")
            add(
                FlightStage(
                    .fetched,
                    at: committed,
                    since: previous,
                    source: update.map { "\($0["transport"] as String? ?? "update"), durable here" } ?? "not recorded"
                ),
                committed
            )
        }
        let validated = object?.evaluation?.moment("finished_ns", anchor: "finished_ns")
        let validator = object?.evaluation.map(Self.validator) ?? "not recorded"
        if event.kind == .announced || event.cause != nil {
            add(FlightStage(.validated, at: validated, since: previous, source: validator), validated)
        }
        let served = publication.moment("published_ns", anchor: "published_ns")
        let session: UInt16 = publication["session"]
        let serial: UInt32 = publication["serial"]
        stages.append(
            FlightStage(.served, at: served, since: previous, source: "visible to routers as serial \(serial)")
        )
        stages += try routerStages(of: event, served: served)
        return PayloadFlight(
            payload: event.payload,
            kind: event.kind,
            session: session,
            serial: serial,
            cause: event.cause,
            objects: candidates.map(\.object),
            stages: stages
        )
    }

    /// Causes that a repository's new contents brought about.
    private static let publishedCauses: Set<String> = ["revoked", "withdrawn", "superseded", "rejected"]

    private static func publisher(_ update: Row) -> String {
        let transport: String? = update["transport"]
        let what = transport == "rsync" ? "first byte of the file list" : "first byte of the notification"
        return "\(what), \(update["repository"] as String)\(update.repositorySerial.map { ", serial \($0)" } ?? "")"
    }

    private static func validator(_ evaluation: Row) -> String {
        let number = (evaluation["manifest_number"] as String?).map { "manifest \($0), " } ?? ""
        return "\(number)\(evaluation["manifest_uri"] as String), trust anchor \(evaluation["trust_anchor"] as String)"
    }

    // MARK: Objects

    struct Candidate {
        let id: Int64
        let object: PayloadFlight.Object
        let signed: Int64?
        /// The evaluation that accepted it (announcement) or dropped it (withdrawal).
        let evaluation: Row?
        let revoked: Int64?
    }

    private struct Claim {
        let name: FlightStage.Name
        let source: String
        var moment: Moment?
    }

    /// The objects behind an event, the decisive one first: the earliest accepted, or the last to go.
    private func objects(of event: Event, before publication: Row) throws -> [Candidate] {
        let isWithdrawal = event.kind == .withdrawn
        var rows = try linked(to: event.interval, atWithdrawal: isWithdrawal)
        if rows.isEmpty, isWithdrawal { rows = try linked(to: event.interval, atWithdrawal: false) }
        let candidates = try rows.map { row in
            let id: Int64 = row["object_id"]
            let watermark: Int64 = publication["last_evaluation"]
            let evaluation = try Row.fetchOne(
                db.cachedStatement(sql: Self.evaluationOfObject),
                arguments: [id, isWithdrawal ? "gone" : "accepted", watermark]
            )
            return Candidate(
                id: id,
                object: PayloadFlight.Object(
                    uri: row["uri"],
                    hash: [UInt8](row["hash"] as Data).hex,
                    notBeforeNs: row["not_before_ns"],
                    notAfterNs: row["not_after_ns"]
                ),
                signed: row["signed_ns"],
                evaluation: evaluation,
                revoked: evaluation?["revoked_ns"]
            )
        }
        return candidates.sorted { left, right in
            let order: (Int64, Int64) = (
                left.evaluation?["evaluation_id"] ?? -1, right.evaluation?["evaluation_id"] ?? -1
            )
            if order.0 == order.1 { return left.object.hash < right.object.hash }
            if isWithdrawal { return order.0 > order.1 }
            // Without an evaluation comes last.
            return order.1 < 0 || order.0 >= 0 && order.0 < order.1
        }
    }

    private func linked(to interval: Int64, atWithdrawal: Bool) throws -> [Row] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT o.*, d.uri || name AS uri FROM payload_objects JOIN objects o USING (object_id)
                        LEFT JOIN directories d USING (directory_id)
                    WHERE interval_id = ? AND at_withdrawal = ?
                    """
            ),
            arguments: [interval, atWithdrawal]
        )
    }

    private static let evaluationOfObject = """
        SELECT e.*, v.revoked_ns, runs.boot_id FROM object_verdicts v JOIN evaluations e USING (evaluation_id)
            LEFT JOIN runs USING (run_id)
        WHERE object_id = ? AND verdict = ? AND evaluation_id <= ? ORDER BY evaluation_id DESC LIMIT 1
        """

    /// What the signer says about when it happened.
    private func claim(on candidate: Candidate, _ event: Event) -> Claim {
        func claim(_ name: FlightStage.Name, _ instant: Int64?, _ source: String) -> Claim {
            Claim(
                name: name,
                source: instant == nil ? "not recorded" : source,
                moment: instant.map { Moment(wall: $0) }
            )
        }
        if event.kind == .announced { return claim(.signed, candidate.signed, "CMS signing-time of the object") }
        switch event.cause {
        case "expired": return claim(.expired, candidate.object.notAfterNs, "notAfter of the object's EE certificate")
        case "revoked" where candidate.revoked != nil:
            return claim(.signed, candidate.revoked, "revocation date in the CRL")
        case .some(let cause) where Self.publishedCauses.contains(cause):
            let thisUpdate: Int64? = candidate.evaluation?["manifest_this_update_ns"]
            return claim(.signed, thisUpdate, "thisUpdate of the manifest without it")
        default: return claim(.signed, nil, "")
        }
    }

    /// The repository update that brought the object (announcement), or that took it away or brought the
    /// manifest that no longer counts it (withdrawal).
    private func update(of candidate: Candidate, _ event: Event, before publication: Row) throws -> Row? {
        let watermark: Int64 = candidate.evaluation?["last_update"] ?? publication["last_update"]
        let sighting = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT u.*, r.uri AS repository, runs.boot_id, s.appeared FROM object_sightings s
                        JOIN repository_updates u USING (update_id) JOIN repositories r USING (repository_id)
                        LEFT JOIN runs USING (run_id)
                    WHERE object_id = ? AND update_id <= ? ORDER BY update_id DESC, appeared LIMIT 1
                    """
            ),
            arguments: [candidate.id, watermark]
        )
        let appeared: Bool? = sighting?["appeared"]
        if event.kind == .announced || appeared == false { return sighting }
        guard let repository: Int64 = candidate.evaluation?["repository_id"] else { return nil }
        return try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT u.*, r.uri AS repository, runs.boot_id FROM repository_updates u
                        JOIN repositories r USING (repository_id) LEFT JOIN runs USING (run_id)
                    WHERE repository_id = ? AND update_id <= ? AND committed_ns IS NOT NULL
                        AND transport <> 'unchanged'
                    ORDER BY update_id DESC LIMIT 1
                    """
            ),
            arguments: [repository, watermark]
        )
    }

    func publication(_ id: Int64) throws -> Row? {
        if let row = publications[id] { return row }
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT p.*, runs.boot_id FROM publications p LEFT JOIN runs USING (run_id)
                    WHERE publication_id = ?
                    """
            ),
            arguments: [id]
        )
        publications[id] = row
        return row
    }
}

extension Row {
    /// The column `serial` of a repository update: a number, or text when it does not fit 63 bits.
    var repositorySerial: String? {
        let value: DatabaseValue = self["serial"]
        return Int64.fromDatabaseValue(value).map { String($0) } ?? String.fromDatabaseValue(value)
    }

    /// An instant of a row, with monotonic reading and boot by way of the row's anchor.
    func moment(_ column: String, anchor: String) -> Moment? {
        guard let wall: Int64 = self[column] else { return nil }
        let anchorWall: Int64 = self[anchor]
        let anchorMonotonic: Int64 = self["monotonic_ns"]
        return Moment(wall: wall, monotonic: anchorMonotonic &+ (wall &- anchorWall), boot: self["boot_id"])
    }
}
