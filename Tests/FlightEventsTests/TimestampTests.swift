import DER
import FlightEvents
import Testing

struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_435_200_123_999_999, "2026-11-23T12:00:00.123Z"),
            (1_795_435_200_007_000_000, "2026-11-23T12:00:00.007Z"),
            // Before the epoch: rounded towards the past.
            (-1, "1969-12-31T23:59:59.999Z"),
            (-1_000_000_000, "1969-12-31T23:59:59.000Z"),
        ] as [(Int64, String)]
    )
    func describesItselfWithMilliseconds(wall: Int64, text: String) {
        #expect(Timestamp(wall: wall, monotonic: 0).description == text)
    }

    @Test(
        arguments: [(-1, -1), (0, 0), (999_999_999, 0), (1_000_000_000, 1), (-1_000_000_001, -2)] as [(Int64, Int64)]
    )
    func roundsSecondsDown(wall: Int64, seconds: Int64) {
        #expect(Timestamp(wall: wall, monotonic: 0).posix == PosixTime(seconds))
    }

    @Test func movesBothClocks() {
        let moved = Timestamp(wall: 10, monotonic: 3).advanced(byNanoseconds: -2)
        #expect(moved == Timestamp(wall: 8, monotonic: 1))
    }
}
