import FlightEvents
import NumberResources
import Payloads
import Testing

struct RecordTests {
    @Test func aPublicationTakesItsNumbersFromTheSnapshot() {
        let now = Timestamp(wall: 7, monotonic: 7)
        let snapshot = PayloadSnapshot(session: 9, serial: 4, payloads: .empty, published: 7)
        let record = PublicationRecord(computed: now, published: now, changes: [], snapshot: snapshot)
        #expect(record.session == 9)
        #expect(record.serial == 4)
    }

    /// The names are stored in the flight database: they must not change.
    @Test func storedNamesAreStable() {
        #expect(
            FetchRecord.ErrorClass.allCases.map(\.rawValue) == [
                "dns", "refused", "connect-timeout", "idle", "total", "tls", "http", "too-big", "xml", "hash",
                "session", "origin", "disk", "rsync", "address", "cancelled", "other",
            ]
        )
        #expect(RouterRecord.Step.endOfDataAcknowledged.rawValue == "end-of-data-acknowledged")
        #expect(RouterRecord.Step.endOfDataConfirmed.rawValue == "end-of-data-confirmed")
        #expect(RepositoryUpdateRecord.Transport.unchanged.rawValue == "unchanged")
        #expect(EvaluationRecord.Cause.publicationPointLost.rawValue == "publication-point-lost")
        #expect(EvaluationRecord.Cause.configuration.rawValue == "configuration")
    }
}
