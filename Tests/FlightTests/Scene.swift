import DER
import Flight
import FlightEvents
import Foundation
import Logging
import NumberResources
import Payloads
import RPKICrypto

/// A directory of its own, a clock that stands still until moved, and short words for the events of a flight.
final class Scene {
    static let start = PosixTime(1_795_435_200)  // 2026-11-23T12:00:00Z

    let time = ManualTimeSource(start)
    var configuration: FlightConfiguration
    private(set) var recorder: FlightRecorder
    private(set) var serial: UInt32 = 0
    var session: UInt16 = 4711
    private(set) var vrps: [VRP] = []

    init(change: (inout FlightConfiguration) -> Void = { _ in }) throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("flight-\(UUID().uuidString)").path
        var configuration = FlightConfiguration(directory: directory)
        configuration.archiveInterval = .zero
        change(&configuration)
        self.configuration = configuration
        recorder = try FlightRecorder(configuration: configuration, time: time, log: Self.log)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: configuration.directory)
    }

    static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    var database: FlightDatabase {
        get throws { try FlightDatabase(configuration: configuration) }
    }

    /// Writes what was recorded, then begins another life of the daemon.
    func flush() async throws {
        recorder.finish()
        await recorder.run()
        recorder = try FlightRecorder(configuration: configuration, time: time, log: Self.log)
    }

    /// Ends the daemon without a chance to write what waits.
    func crash() throws {
        recorder = try FlightRecorder(configuration: configuration, time: time, log: Self.log)
    }

    func record(_ event: FlightEvent) {
        recorder.record(event)
    }

    // MARK: Events

    let repository = "https://rrdp.example/notification.xml"
    private var lastRequest: Timestamp?
    private var rrdpSerial: UInt64 = 16

    /// A successful RRDP update: request, first byte after 0.25 s, last byte after 0.5 s, committed after 0.75 s.
    func update(added: [ObjectReference] = [], removed: [ObjectReference] = []) {
        var record = RepositoryUpdateRecord(repository: repository, scheduled: time.now())
        rrdpSerial += 1
        record.transport = .rrdpDelta
        record.session = "9df4b597-af9e-4dca-bdda-719cce2c4e28"
        record.serial = rrdpSerial
        record.requestSent = time.now()
        record.previousRequestSent = lastRequest
        lastRequest = time.now()
        time.advance(bySeconds: 0.25)
        record.firstByte = time.now()
        time.advance(bySeconds: 0.25)
        record.lastByte = time.now()
        time.advance(bySeconds: 0.25)
        record.committed = time.now()
        record.wireBytes = 2_048
        record.objectsAdded = added.count + 2
        record.objectsRemoved = removed.count + 2
        record.added = added
        record.removed = removed
        self.record(.repositoryUpdated(record))
    }

    func evaluate(
        manifest: Int,
        accepted: [ObjectReference] = [],
        gone: [(ObjectReference, EvaluationRecord.Cause)] = [],
        revoked: [SHA256Digest: PosixTime] = [:],
        signed: PosixTime? = nil
    ) {
        let started = time.now()
        time.advance(bySeconds: 0.125)
        var record = EvaluationRecord(
            trustAnchor: "lab",
            manifestURI: "rsync://rsync.example/repo/alpha/alpha.mft",
            repository: repository,
            started: started,
            finished: time.now()
        )
        record.manifestNumber = "\(manifest)"
        record.manifestThisUpdate = PosixTime(started.posix.seconds - 30)
        record.accepted = accepted.map {
            .init(
                object: $0,
                signed: signed ?? PosixTime(started.posix.seconds - 40),
                notBefore: PosixTime(Self.start.seconds - 300),
                notAfter: PosixTime(Self.start.seconds + 31_536_000)
            )
        }
        record.gone = gone.map { (object: $0.0, cause: $0.1) }
        record.revocationDates = revoked
        self.record(.evaluated(record))
    }

    func cycle(_ cause: String) {
        var record = CycleRecord(
            cause: cause,
            started: time.now(),
            finished: time.now().advanced(byNanoseconds: 5_000_000)
        )
        record.publicationPoints = 1
        record.objectsDecoded = 3
        record.signaturesVerified = 6
        record.payloadsAnnounced = 1
        self.record(.cycleCompleted(record))
    }

    /// Publishes the set with these changes as the next serial, 0.0625 s after it was computed.
    @discardableResult
    func publish(
        announced: [(VRP, [ObjectReference])] = [],
        withdrawn: [(VRP, [ObjectReference])] = [],
        reported: Bool = true
    ) -> PayloadSnapshot {
        serial = PayloadSnapshot.serial(after: serial)
        let gone = Set(withdrawn.map(\.0))
        vrps = vrps.filter { !gone.contains($0) } + announced.map(\.0)
        let computed = time.now()
        time.advance(bySeconds: 0.0625)
        let snapshot = PayloadSnapshot(
            session: session,
            serial: serial,
            payloads: PayloadSet(vrps: vrps),
            published: time.now().wall
        )
        let changes =
            announced.map { PublicationRecord.Change(kind: .announced, vrp: $0.0, objects: $0.1.map(\.hash)) }
            + withdrawn.map { PublicationRecord.Change(kind: .withdrawn, vrp: $0.0, objects: $0.1.map(\.hash)) }
        if reported {
            record(
                .published(
                    PublicationRecord(computed: computed, published: time.now(), changes: changes, snapshot: snapshot)
                )
            )
        }
        return snapshot
    }

    func router(_ connection: UInt64, _ peer: String, _ step: RouterRecord.Step, serial: UInt32? = nil) {
        record(
            .router(
                RouterRecord(
                    connection: connection,
                    peer: peer,
                    version: 1,
                    step: step,
                    serial: serial,
                    at: time.now(),
                    session: session
                )
            )
        )
    }

    static func object(_ name: String) -> ObjectReference {
        ObjectReference(uri: "rsync://rsync.example/repo/alpha/\(name)", hash: SHA256Digest(hashing: Array(name.utf8)))
    }
}

/// The VRP of this text; a test with a misspelt one must not run on.
func vrp(_ text: String) -> VRP {
    guard let vrp = VRP(parsing: text) else { preconditionFailure("not a VRP: \(text)") }
    return vrp
}
