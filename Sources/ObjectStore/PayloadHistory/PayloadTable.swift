import Foundation
import GRDB
import Payloads

/// The rows of `payload_base` and `payload_step`: one full set, and the steps before and after it. Each publication
/// adds a step; when the steps since the full set outgrow it, it is written anew.
///
/// Each step holds the check of the one before it: a missing, damaged or foreign one breaks the chain. Behind the full
/// set a broken chain makes the history unusable, before it only shorter.
enum PayloadTable {
    private static let leastRewrite = 256 << 10
    private static let stepLimit: Int64 = 1000

    private struct Base {
        let position: Int64
        let session: UInt16
        let serial: UInt32
        let published: Int64
        /// The check of the step that led to this set; 0 for the first set of a session.
        let chain: UInt128
        let payloads: PayloadSet
    }

    private struct Step {
        let position: Int64
        let session: UInt16
        let serial: UInt32
        let published: Int64
        let previous: UInt128
        let delta: PayloadDelta
        let check: UInt128
    }

    /// Where a publication has to join.
    private struct Head {
        let basePosition: Int64
        let baseSize: Int
        let position: Int64
        let session: UInt16
        let serial: UInt32
        let chain: UInt128
        let sizeSinceBase: Int
    }

    // MARK: Writing

    /// - Throws: ``DamagedRecord`` never leaves here: a history that cannot be continued is begun anew.
    static func append(_ db: Database, _ snapshot: PayloadSnapshot, _ delta: PayloadDelta?) throws {
        guard let delta, let head = try head(db), head.session == snapshot.session,
            PayloadSnapshot.serial(after: head.serial) == snapshot.serial
        else {
            try db.execute(sql: "DELETE FROM payload_step")
            try writeBase(db, snapshot, position: 1, chain: 0)
            return
        }
        let position = head.position + 1
        var writer = RecordWriter()
        writer.integer(snapshot.session)
        writer.integer(snapshot.serial)
        writer.integer(snapshot.published)
        writer.integer(head.chain)
        writer.delta(delta)
        let check = stepCheck(position, writer.octets)
        try db.execute(
            sql: "INSERT OR REPLACE INTO payload_step (position, published, digest, content) VALUES (?, ?, ?, ?)",
            arguments: [position, snapshot.published, Data(check.octets), Data(writer.octets)]
        )
        if head.sizeSinceBase + writer.octets.count > max(head.baseSize, leastRewrite) {
            try writeBase(db, snapshot, position: position, chain: check.value)
            // Older steps together would be longer than the full set: nobody wants them.
            try db.execute(sql: "DELETE FROM payload_step WHERE position <= ?", arguments: [head.basePosition])
        }
        try db.execute(
            sql: """
                DELETE FROM payload_step
                WHERE position <= MIN(?, (SELECT position FROM payload_base))
                """,
            arguments: [position - stepLimit]
        )
    }

    private static func writeBase(_ db: Database, _ snapshot: PayloadSnapshot, position: Int64, chain: UInt128) throws {
        var writer = RecordWriter()
        writer.integer(snapshot.session)
        writer.integer(snapshot.serial)
        writer.integer(snapshot.published)
        writer.integer(chain)
        writer.payloads(snapshot.payloads)
        try db.execute(
            sql: "INSERT OR REPLACE INTO payload_base (id, position, digest, content) VALUES (1, ?, ?, ?)",
            arguments: [position, Data(baseCheck(position, writer.octets).octets), Data(writer.octets)]
        )
    }

    private static func head(_ db: Database) throws -> Head? {
        let baseRow = try Row.fetchOne(
            db,
            sql: "SELECT position, length(content), digest, substr(content, 1, 30) FROM payload_base"
        )
        guard let baseRow, let basePosition = Int64.fromDatabaseValue(baseRow[0]),
            let baseSize = Int.fromDatabaseValue(baseRow[1]), let start = Data.fromDatabaseValue(baseRow[3])
        else { return nil }
        let last = try Row.fetchOne(
            db,
            sql: "SELECT position, content, digest FROM payload_step ORDER BY position DESC LIMIT 1"
        )
        guard let last, let step = step(last), step.position > basePosition else {
            return start.withUnsafeBytes { octets in
                var reader = RecordReader(octets)
                guard let session = try? reader.integer(UInt16.self), let serial = try? reader.integer(UInt32.self),
                    (try? reader.integer(Int64.self)) != nil, let chain = try? reader.integer(UInt128.self)
                else { return nil }
                return Head(
                    basePosition: basePosition,
                    baseSize: baseSize,
                    position: basePosition,
                    session: session,
                    serial: serial,
                    chain: chain,
                    sizeSinceBase: 0
                )
            }
        }
        let size = try Int.fetchOne(
            db,
            sql: "SELECT SUM(length(content)) FROM payload_step WHERE position > ?",
            arguments: [basePosition]
        )
        return Head(
            basePosition: basePosition,
            baseSize: baseSize,
            position: step.position,
            session: step.session,
            serial: step.serial,
            chain: step.check,
            sizeSinceBase: size ?? 0
        )
    }

    // MARK: Reading

    /// nil when there is none, or when it is damaged so that the newest set cannot be told.
    static func load(_ db: Database) throws -> StoredPayloadHistory? {
        let baseRow = try Row.fetchOne(db, sql: "SELECT position, content, digest FROM payload_base")
        guard let baseRow, let base = base(baseRow) else { return nil }
        var steps: [Step] = []
        var payloads = base.payloads
        var (serial, published, chain, position) = (base.serial, base.published, base.chain, base.position)
        let newer = try Row.fetchAll(
            db,
            sql: "SELECT position, content, digest FROM payload_step WHERE position > ? ORDER BY position",
            arguments: [base.position]
        )
        for row in newer {
            guard let step = step(row), step.position == position + 1, step.session == base.session,
                step.previous == chain, step.serial == PayloadSnapshot.serial(after: serial),
                let next = try? step.delta.applied(to: payloads)
            else { return nil }
            payloads = next
            (serial, published, chain, position) = (step.serial, step.published, step.check, step.position)
            steps.append(step)
        }
        let older = try Row.fetchAll(
            db,
            sql: "SELECT position, content, digest FROM payload_step WHERE position <= ? ORDER BY position DESC",
            arguments: [base.position]
        )
        var (expected, expectedPosition) = (base.chain, base.position)
        for row in older {
            guard let step = step(row), step.position == expectedPosition, step.session == base.session,
                step.check == expected
            else { break }
            steps.insert(step, at: 0)
            (expected, expectedPosition) = (step.previous, step.position - 1)
        }
        return StoredPayloadHistory(
            snapshot: PayloadSnapshot(
                session: base.session,
                serial: serial,
                payloads: payloads,
                published: published
            ),
            steps: steps.map { PayloadHistory.Step(serial: $0.serial, delta: $0.delta, published: $0.published) }
        )
    }

    private static func base(_ row: Row) -> Base? {
        guard let (position, content, check) = whole(row), baseCheck(position, content) == check else { return nil }
        return content.withUnsafeBytes { octets in
            var reader = RecordReader(octets)
            guard let session = try? reader.integer(UInt16.self), let serial = try? reader.integer(UInt32.self),
                let published = try? reader.integer(Int64.self), let chain = try? reader.integer(UInt128.self),
                let payloads = try? reader.payloads(), reader.isAtEnd
            else { return nil }
            return Base(
                position: position,
                session: session,
                serial: serial,
                published: published,
                chain: chain,
                payloads: payloads
            )
        }
    }

    private static func step(_ row: Row) -> Step? {
        guard let (position, content, check) = whole(row), stepCheck(position, content) == check else { return nil }
        return content.withUnsafeBytes { octets in
            var reader = RecordReader(octets)
            guard let session = try? reader.integer(UInt16.self), let serial = try? reader.integer(UInt32.self),
                let published = try? reader.integer(Int64.self), let previous = try? reader.integer(UInt128.self),
                let delta = try? reader.delta(), reader.isAtEnd
            else { return nil }
            return Step(
                position: position,
                session: session,
                serial: serial,
                published: published,
                previous: previous,
                delta: delta,
                check: check.value
            )
        }
    }

    private static func whole(_ row: Row) -> (position: Int64, content: [UInt8], check: RecordCheck)? {
        guard let position = Int64.fromDatabaseValue(row[0]), let content = Data.fromDatabaseValue(row[1]),
            let digest = Data.fromDatabaseValue(row[2]),
            let check = digest.withUnsafeBytes({ RecordCheck(stored: $0) })
        else { return nil }
        return (position, [UInt8](content), check)
    }

    private static func baseCheck(_ position: Int64, _ content: [UInt8]) -> RecordCheck {
        RecordCheck("payload base", key: "\(position)".utf8, content)
    }

    private static func stepCheck(_ position: Int64, _ content: [UInt8]) -> RecordCheck {
        RecordCheck("payload step", key: "\(position)".utf8, content)
    }
}
