import Foundation
import NumberResources
import ObjectStore
import Payloads
import Testing

@Suite struct PayloadHistoryTests {
    /// A publisher that stores every snapshot as the daemon does.
    private final class Publisher {
        let history: PayloadHistory
        private(set) var sets: [UInt32: PayloadSet] = [:]

        init(session: UInt16) { history = PayloadHistory(session: session) }
        init(_ stored: StoredPayloadHistory) {
            history = PayloadHistory(restoring: stored.snapshot, steps: stored.steps)
        }

        func publish(_ set: PayloadSet, _ store: ObjectStore) throws {
            let published = try history.publish(set, at: 1_000) { snapshot, delta in
                try store.append(snapshot: snapshot, delta: delta)
            }
            sets[try #require(published).snapshot.serial] = set
        }
    }

    private func set(_ numbers: some Sequence<Int>) throws -> PayloadSet {
        PayloadSet(
            vrps: try numbers.map { number in
                let text =
                    number % 3 == 0
                    ? "2001:db8:\(String(number, radix: 16))::/48" : "10.\(number / 256).\(number % 256).0/24"
                let prefix = try #require(IPPrefix(parsing: text))
                return try #require(VRP(prefix: prefix, maxLength: prefix.length + 4, asn: ASN(UInt32(number))))
            },
            routerKeys: [
                RouterKey(
                    asn: ASN(1),
                    subjectKeyIdentifier: [UInt8](repeating: 1, count: 20),
                    subjectPublicKeyInfo: [4, 5]
                )
            ],
            aspas: [try #require(ASPA(customer: ASN(7), providers: [ASN(UInt32(numbers.reduce(1, +)))]))]
        )
    }

    private func expect(_ stored: StoredPayloadHistory?, _ publisher: Publisher) throws {
        let stored = try #require(stored)
        let current = try #require(publisher.history.current)
        #expect(stored.snapshot.session == current.session)
        #expect(stored.snapshot.serial == current.serial)
        #expect(stored.snapshot.published == current.published)
        #expect(stored.snapshot.payloads == current.payloads)
        var before = stored.steps.first.flatMap { first in
            publisher.sets.first { PayloadSnapshot.serial(after: $0.key) == first.serial }?.value
        }
        for step in stored.steps {
            before = try before.map { try step.delta.applied(to: $0) }
            #expect(before == publisher.sets[step.serial])
        }
    }

    @Test func nothingPublishedIsNothing() throws {
        let place = TemporaryStore()
        #expect(try place.open().payloadHistory() == nil)
    }

    @Test func historyGoesOnAfterARestart() throws {
        let place = TemporaryStore()
        let publisher = Publisher(session: 12)
        do {
            let store = try place.open()
            for number in 1...5 { try publisher.publish(set(0..<number * 10), store) }
        }
        let store = try place.open()
        let stored = try #require(try store.payloadHistory())
        try expect(stored, publisher)
        #expect(stored.steps.map(\.serial) == [2, 3, 4, 5])
        let next = Publisher(stored)
        try next.publish(set(5..<20), store)
        #expect(next.history.current?.serial == 6)
        let again = try #require(try store.payloadHistory())
        #expect(again.snapshot.payloads == (try set(5..<20)))
        #expect(again.steps.map(\.serial) == [2, 3, 4, 5, 6])
        #expect(try place.open(.reader).payloadHistory()?.snapshot.serial == 6)
    }

    /// The full set is rewritten when the steps outgrow it; all of it stays one history.
    @Test func manySteps() throws {
        let place = TemporaryStore()
        let publisher = Publisher(session: 1)
        let store = try place.open()
        for number in 0..<60 {
            try publisher.publish(set(stride(from: number % 2, to: 2_000, by: 2)), store)
            if number % 7 == 0 { try expect(store.payloadHistory(), publisher) }
        }
        let stored = try #require(try store.payloadHistory())
        try expect(stored, publisher)
        #expect(stored.steps.count >= 5)
        #expect(stored.steps.count < 59)
    }

    @Test func newSessionStartsAnew() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let old = Publisher(session: 1)
        for number in 1...3 { try old.publish(set(0..<number), store) }
        let new = Publisher(session: 2)
        try new.publish(set(0..<9), store)
        try expect(store.payloadHistory(), new)
        #expect(try store.payloadHistory()?.steps.isEmpty == true)
        try new.publish(set(0..<10), store)
        try expect(store.payloadHistory(), new)
    }

    @Test(arguments: [
        "UPDATE payload_base SET content = CAST(substr(content, 1, 40) || x'77' || substr(content, 42) AS BLOB)",
        "UPDATE payload_base SET digest = zeroblob(16)", "UPDATE payload_base SET position = 2",
        "DELETE FROM payload_base",
        "UPDATE payload_step SET content = zeroblob(length(content)) WHERE position = 3",
        "DELETE FROM payload_step WHERE position = 3", "DELETE FROM payload_step WHERE position = 4",
        "UPDATE payload_step SET digest = x'00' WHERE position = 4",
        "UPDATE payload_step SET position = position + 1 WHERE position = 4", "DELETE FROM payload_step",
    ])
    func damagedHistoryIsNone(sql: String) throws {
        let place = TemporaryStore()
        let publisher = Publisher(session: 9)
        do {
            let store = try place.open()
            for number in 1...4 { try publisher.publish(set(0..<number * 10), store) }
        }
        try place.execute(sql)
        let store = try place.open()
        #expect(try store.payloadHistory() == nil)
        // A new session may be stored over it.
        let new = Publisher(session: try store.nextSession())
        try new.publish(set(0..<3), store)
        try new.publish(set(0..<4), store)
        try expect(store.payloadHistory(), new)
    }

    /// A database from the past must not make serials mean something else than routers know them for.
    @Test func historyOlderThanWhatWasServedIsNone() throws {
        let place = TemporaryStore()
        let publisher = Publisher(session: 9)
        let past: TemporaryStore
        do {
            let store = try place.open()
            for number in 1...3 { try publisher.publish(set(0..<number), store) }
            past = try place.copy()
            try publisher.publish(set(0..<4), store)
        }
        #expect(try past.copy().open().payloadHistory()?.snapshot.serial == 3)
        try place.replaceDatabase(by: past)
        #expect(try place.open().payloadHistory() == nil)
    }

    /// Stored, and not yet noted as served: routers have not seen it.
    @Test func historyNewerThanWhatWasServedIsWhole() throws {
        let place = TemporaryStore()
        let publisher = Publisher(session: 9)
        let ledger: [UInt8]
        do {
            let store = try place.open()
            for number in 1...3 { try publisher.publish(set(0..<number), store) }
            ledger = try place.bytes(place.path + "/ledger")
            try publisher.publish(set(0..<4), store)
        }
        try place.write(ledger, to: place.path + "/ledger")
        try expect(place.open().payloadHistory(), publisher)
    }

    @Test(arguments: [0, 4096])
    func damagedLedgerMakesANewSession(offset: Int) throws {
        let place = TemporaryStore()
        let publisher = Publisher(session: 9)
        do {
            let store = try place.open()
            for number in 1...2 { try publisher.publish(set(0..<number), store) }
        }
        var ledger = try place.bytes(place.path + "/ledger")
        ledger[offset + 20] ^= 4
        try place.write(ledger, to: place.path + "/ledger")
        #expect(try place.open().payloadHistory() == nil)
    }

    @Test func sessionsDoNotRepeatUntilAllWereUsed() throws {
        let place = TemporaryStore()
        var seen: Set<UInt16> = []
        for round in 0..<4 {
            let store = try place.open()
            for _ in 0..<25 { #expect(seen.insert(try store.nextSession()).inserted) }
            // Neither a restored database nor a torn write of the ledger brings one back.
            if round == 1 { try FileManager.default.removeItem(atPath: place.path + "/store.sqlite") }
        }
        var ledger = try place.bytes(place.path + "/ledger")
        ledger[4096 * (100 % 2) + 3] ^= 1
        try place.write(ledger, to: place.path + "/ledger")
        #expect(seen.insert(try place.open().nextSession()).inserted)
        #expect(seen.count == 101)
    }
}
