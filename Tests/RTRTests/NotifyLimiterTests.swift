import DER
import FlightEvents
import RTR
import Testing

@Suite struct NotifyLimiterTests {
    private let time = ManualTimeSource(PosixTime(1_700_000_000))
    private var now: Int64 { time.now().monotonic }

    @Test func theFirstGoesAtOnceAndTheNextAtTheEdge() {
        var limiter = NotifyLimiter(interval: 60_000_000_000)
        #expect(limiter.mayNotify(at: now))
        #expect(limiter.earliest == nil)
        time.advance(bySeconds: 5)
        limiter.notified(at: now)
        #expect(!limiter.mayNotify(at: now))
        time.advance(bySeconds: 59.9)
        #expect(!limiter.mayNotify(at: now))
        time.advance(bySeconds: 0.1)
        #expect(limiter.mayNotify(at: now))
        #expect(limiter.earliest == now)
    }

    @Test func theWallClockDoesNotMatter() {
        var limiter = NotifyLimiter(interval: 60_000_000_000)
        limiter.notified(at: now)
        time.setWall(PosixTime(1_800_000_000))
        #expect(!limiter.mayNotify(at: now))
        time.setWall(PosixTime(0))
        time.advance(bySeconds: 60)
        #expect(limiter.mayNotify(at: now))
    }

    @Test func anEndlessIntervalDoesNotOverflow() {
        var limiter = NotifyLimiter(interval: .max)
        limiter.notified(at: 1)
        #expect(limiter.earliest == .max)
        #expect(!limiter.mayNotify(at: 2))
    }
}
