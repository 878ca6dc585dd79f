import Payloads

/// Remembers, apart from the database, which RTR sessions were begun and what was served last.
///
/// A database that is restored from the past, or rebuilt, would give routers another history under numbers that they
/// know already. The ledger tells: it is written after the database and before any router sees the serial.
///
/// Two slots take turns, so that a torn write leaves the entry before it. All 65,536 session ids are used, from a
/// random one onward, before one comes again.
struct ServedLedger {
    struct Position: Hashable {
        let session: UInt16
        let serial: UInt32
    }

    private struct Entry {
        var generation: UInt64 = 0
        var firstSession: UInt16
        var sessionsUsed: UInt32 = 0
        var served: Position?
    }

    private static let magic: UInt64 = 0x4170_7573_4C65_6467
    private static let slotSize = 4096

    private let file: OpenFile
    private var entry: Entry
    /// Whether what was served last is not known for certain.
    private(set) var isDamaged: Bool

    init(_ directory: StateDirectory) throws(StoreError) {
        file = try FileSystem.open(directory.ledger, writing: true)
        let isNew = try file.size() == 0
        var entries: [Entry] = []
        var emptySlots = 0
        for slot in 0..<2 {
            let octets = try file.read(at: slot * Self.slotSize, count: Self.slotSize)
            if octets.allSatisfy({ $0 == 0 }) { emptySlots += 1 }
            if let entry = Self.entry(octets) { entries.append(entry) }
        }
        if let newest = entries.max(by: { $0.generation < $1.generation }) {
            entry = newest
            // The slot that cannot be read may have been the newer one, and have begun one more session.
            isDamaged = entries.count + emptySlots < 2
            if isDamaged {
                entry.generation += 1
                entry.sessionsUsed &+= 1
            }
        } else {
            entry = Entry(firstSession: UInt16.random(in: 0...UInt16.max))
            isDamaged = !isNew
        }
    }

    /// A session id that was not used before, until all were. On disk when this returns.
    mutating func nextSession() throws(StoreError) -> UInt16 {
        var next = entry
        let session = entry.firstSession &+ UInt16(truncatingIfNeeded: entry.sessionsUsed)
        next.sessionsUsed = (entry.sessionsUsed &+ 1) % 65_536
        try write(&next)
        return session
    }

    /// Routers may see `position` once this has returned.
    mutating func noteServed(_ position: Position) throws(StoreError) {
        var next = entry
        next.served = position
        try write(&next)
        isDamaged = false
    }

    /// Whether a stored history that has reached `serials` (its steps' ends, and before them its start) includes
    /// everything that routers may have seen.
    func isCovered(by history: StoredPayloadHistory) -> Bool {
        guard !isDamaged, let served = entry.served, served.session == history.snapshot.session else { return false }
        return served.serial == history.snapshot.serial
            || history.steps.dropLast().contains { $0.serial == served.serial }
            || history.steps.first.map { PayloadSnapshot.serial(after: served.serial) == $0.serial } ?? false
    }

    private mutating func write(_ next: inout Entry) throws(StoreError) {
        next.generation = entry.generation &+ 1
        var writer = RecordWriter()
        writer.integer(Self.magic)
        writer.integer(next.generation)
        writer.integer(next.firstSession)
        writer.integer(next.sessionsUsed)
        writer.optional(next.served) {
            $0.integer($1.session)
            $0.integer($1.serial)
        }
        let content = writer.octets
        writer.raw(RecordCheck("ledger", key: [], content).octets)
        try file.write(writer.octets, at: Int(next.generation % 2) * Self.slotSize)
        try file.synchronize()
        entry = next
    }

    private static func entry(_ octets: [UInt8]) -> Entry? {
        octets.withUnsafeBytes { try? entry(decoding: $0) }
    }

    private static func entry(decoding octets: UnsafeRawBufferPointer) throws(DamagedRecord) -> Entry {
        var reader = RecordReader(octets)
        guard try reader.integer(UInt64.self) == magic else { throw DamagedRecord() }
        let entry = Entry(
            generation: try reader.integer(UInt64.self),
            firstSession: try reader.integer(UInt16.self),
            sessionsUsed: try reader.integer(UInt32.self),
            served: try reader.optional { (reader) throws(DamagedRecord) in
                Position(session: try reader.integer(UInt16.self), serial: try reader.integer(UInt32.self))
            }
        )
        let content = UnsafeRawBufferPointer(rebasing: octets[..<reader.position])
        guard RecordCheck(stored: try reader.take(RecordCheck.byteCount)) == RecordCheck("ledger", key: [], content)
        else { throw DamagedRecord() }
        return entry
    }
}
