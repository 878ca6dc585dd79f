import DER
import FlightEvents
import Testing

struct TimeSourceTests {
    @Test func aManualClockStandsStillUntilMoved() {
        let time = ManualTimeSource(PosixTime(100))
        #expect(time.now() == time.now())
        time.advance(bySeconds: 1.5)
        #expect(time.now() == Timestamp(wall: 101_500_000_000, monotonic: 1_500_000_000))
    }

    @Test func settingTheWallClockLeavesTheMonotonicOneAlone() {
        let time = ManualTimeSource(PosixTime(100))
        time.advance(bySeconds: 5)
        time.setWall(PosixTime(50))
        #expect(time.now() == Timestamp(wall: 50_000_000_000, monotonic: 5_000_000_000))
    }

    @Test func theSystemsMonotonicClockNeverGoesBack() {
        let time = SystemTimeSource()
        let readings = (0..<1_000).map { _ in time.now().monotonic }
        #expect(zip(readings, readings.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func theSystemsWallClockIsOfThisCentury() {
        #expect(SystemTimeSource().now().posix > PosixTime(1_700_000_000))
    }
}
