package import FlightEvents
package import Logging
import RPKICrypto
import Synchronization

/// Everything that survives a restart, except flight records.
///
/// Objects lie under their SHA-256 in append-only segment files; a SQLite database says what is where, and holds the
/// rest. An object is on disk before the database refers to it, and the database commits before anything is visible.
/// Whatever is read is checked: damage makes an object missing, or a repository due for a new fetch, never wrong.
///
/// One process writes; any number read beside it. All methods may be called from any thread; they block, on disk for
/// a commit, so event loops must not call them.
package final class ObjectStore: Sendable {
    package enum Access: Hashable, Sendable {
        /// The only one who writes. Repairs what a crash or damage left behind.
        case writer
        /// Beside a writer, or without one.
        case reader
    }

    /// What readings found damaged and is still to be forgotten.
    struct Damage {
        var objects: Set<SHA256Digest> = []
        var repositories: Set<String> = []
        /// Counts how often damage was settled: an update that began before knows nothing of the last time.
        var settlements = 0

        var isEmpty: Bool { objects.isEmpty && repositories.isEmpty }
    }

    let directory: StateDirectory
    let database: StoreDatabase
    let segments: SegmentReader
    let time: any TimeSource
    let verdictRules: UInt32
    let log: Logger
    private let lock: WriterLock?
    private let appender: Mutex<BlobAppender?>
    private let ledger: Mutex<ServedLedger?>
    let verdicts: Mutex<VerdictMemory>
    let damage = Mutex(Damage())
    let counts = Mutex(StoreCounters())
    let pins = Mutex<[UInt64: Int64]>([:])

    /// What opening the store found damaged or unfinished.
    package let repairs: [StoreRepair]

    /// Opens the store in `directory`, which a writer makes if there is none.
    ///
    /// - Parameters:
    ///   - verdictRules: the version of the rules by which objects are verified. Verdicts remembered under another
    ///     version count for nothing.
    ///   - segmentSize: octets after which a new segment begins. An object may be larger.
    package init(
        directory path: String,
        access: Access,
        time: any TimeSource,
        verdictRules: UInt32 = 2,
        segmentSize: Int = 64 << 20,
        log: Logger
    ) throws(StoreError) {
        let directory = StateDirectory(path: path)
        self.directory = directory
        self.time = time
        self.verdictRules = verdictRules
        self.log = log
        segments = SegmentReader(directory)
        switch access {
        case .writer:
            try directory.prepareForWriting()
            let lock = try WriterLock(directory)
            let opening = try StoreOpening(
                directory,
                afterCrash: lock.lastWriterCrashed,
                segmentSize: segmentSize,
                log: log
            )
            self.lock = lock
            database = opening.database
            repairs = opening.repairs
            appender = Mutex(BlobAppender(writer: opening.segmentWriter, indexed: opening.indexed))
            ledger = Mutex(try ServedLedger(directory))
        case .reader:
            guard FileSystem.exists(directory.path) else { throw .empty(path: directory.path) }
            lock = nil
            database = try StoreDatabase(reading: directory)
            repairs = []
            appender = Mutex(nil)
            ledger = Mutex(nil)
        }
        let tags = try database.read { try VerdictTable.load($0, rules: verdictRules) }
        verdicts = Mutex(VerdictMemory(tags))
    }

    deinit {
        if let lock {
            do throws(StoreError) {
                try saveVerdicts()
                database.close()
                try lock.noteOrderlyEnd()
            } catch {
                log.error("closing the store: \(error)")
            }
        } else {
            database.close()
        }
    }

    package var counters: StoreCounters { counts.withLock { $0 } }

    /// Runs `body` on what the updates under way have in common.
    ///
    /// - Throws: ``StoreError/readOnly(path:)`` in a reader, and what `body` throws.
    func withAppender<Value>(
        _ body: (inout BlobAppender) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try appender.withLock { (appender) throws(StoreError) in
            guard var present = appender.take() else { throw .readOnly(path: directory.path) }
            defer { appender = present }
            return try body(&present)
        }
    }

    func withLedger<Value>(_ body: (inout ServedLedger) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try ledger.withLock { (ledger) throws(StoreError) in
            guard var present = ledger.take() else { throw .readOnly(path: directory.path) }
            defer { ledger = present }
            return try body(&present)
        }
    }

    /// - Throws: ``StoreError/readOnly(path:)`` in a reader.
    func requireWriter() throws(StoreError) {
        if lock == nil { throw .readOnly(path: directory.path) }
    }

    var isWriter: Bool { lock != nil }
}
