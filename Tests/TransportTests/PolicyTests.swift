import DER
import FlightEvents
import Testing
import Transport

@Suite struct FallbackPolicyTests {
    struct Case: Sendable {
        let policy: FallbackPolicy
        /// Seconds since RRDP last succeeded; nil for never.
        let age: Int64?
        let draw: Double
        let permits: Bool
    }

    @Test(arguments: [
        Case(policy: .never, age: nil, draw: 0, permits: false),
        Case(policy: .never, age: 100_000, draw: 0, permits: false),
        Case(policy: .new, age: nil, draw: 0, permits: true),
        Case(policy: .new, age: 100_000, draw: 0, permits: false),
        Case(policy: .stale, age: nil, draw: 0.999, permits: true),
        Case(policy: .stale, age: 599, draw: 0, permits: false),
        Case(policy: .stale, age: 600, draw: 0, permits: true),
        Case(policy: .stale, age: 2_099, draw: 0.5, permits: false),
        Case(policy: .stale, age: 2_100, draw: 0.5, permits: true),
        Case(policy: .stale, age: 3_600, draw: 0.999, permits: true),
        // The clock was set back: the age is not known.
        Case(policy: .stale, age: -10, draw: 0.5, permits: true),
    ])
    func decides(_ test: Case) {
        let now = Timestamp(wall: 1_700_000_000_000_000_000, monotonic: 0)
        let last = test.age.map { Timestamp(wall: now.wall - $0 * 1_000_000_000, monotonic: 0) }
        #expect(test.policy.permitsRsync(lastSuccess: last, now: now, refresh: 600, draw: test.draw) == test.permits)
    }
}

@Suite struct SchedulePolicyTests {
    @Test func changesHurryAndQuietSlows() {
        let policy = SchedulePolicy(refresh: 600)
        var memory: SchedulePolicy.Memory?
        var waits: [Double] = []
        for verdict in [SchedulePolicy.Verdict.changed, .changed, .changed, .changed, .unchanged, .unchanged] {
            let (seconds, next) = policy.delay(after: .init(verdict), memory: memory, draw: 0)
            waits.append(seconds)
            memory = next
        }
        #expect(waits == [300, 150, 75, 60, 90, 135])
        for _ in 0..<10 { memory = policy.delay(after: .init(.unchanged), memory: memory, draw: 0).memory }
        #expect(policy.delay(after: .init(.unchanged), memory: memory, draw: 0).seconds == 600)
    }

    /// Who never worked is soon asked rarely; who did is asked every hour for a day.
    @Test(arguments: [false, true]) func failuresBackOffAndSuccessForgives(hasSucceeded: Bool) {
        let policy = SchedulePolicy(refresh: 600)
        var memory: SchedulePolicy.Memory? = hasSucceeded ? .init(interval: 600, hasSucceeded: true) : nil
        var waits: [Double] = []
        for _ in 0..<30 {
            let (seconds, next) = policy.delay(after: .init(.failed), memory: memory, draw: 0)
            waits.append(seconds)
            memory = next
        }
        let (hour, longest) = (3_600.0, 21_600.0)
        #expect(waits.prefix(6) == [60, 120, 240, 480, 960, 1_920])
        #expect(waits[6..<10] == (hasSucceeded ? [hour, hour, hour, hour] : [3_840, 7_680, 15_360, longest]))
        #expect(waits[23...25] == (hasSucceeded ? [hour, longest, longest] : [longest, longest, longest]))
        #expect(policy.delay(after: .init(.unchanged), memory: memory, draw: 0).seconds == 600)
        memory = policy.delay(after: .init(.unchanged), memory: memory, draw: 0).memory
        #expect(policy.delay(after: .init(.failed), memory: memory, draw: 0).seconds == 60)
    }

    /// What the server's pause says goes, but for never more than once a minute, and not for ever.
    @Test(arguments: [(0, 60), (59, 60), (61, 61), (5_000, 5_000), (1e9, 21_600)] as [(Double, Double)])
    func aPauseOfTheServerIsHonoured(asked: Double, expected: Double) {
        let policy = SchedulePolicy(refresh: 600)
        let result = SchedulePolicy.Result(.failed, retryAfter: asked)
        let (seconds, _) = policy.delay(after: result, memory: nil, draw: 0)
        #expect(seconds == expected)
        let (spread, _) = policy.delay(after: result, memory: nil, draw: 0.5)
        #expect(abs(spread - expected * (asked >= 60 ? 1.05 : 1)) < 1e-6)
    }

    /// What fails for the tenth time is left alone longer, whatever the server says.
    @Test(arguments: [0, 1, 600, 3_599.0]) func aRequestDoesNotShortenTheBackoff(asked: Double) {
        let memory = SchedulePolicy.Memory(interval: 60, failures: 9, hasSucceeded: true)
        let result = SchedulePolicy.Result(.failed, retryAfter: asked)
        #expect(SchedulePolicy(refresh: 600).delay(after: result, memory: memory, draw: 0).seconds == 3_600)
    }

    @Test(arguments: SchedulePolicy.Verdict.allCases, [0, 0.3, 0.999_999])
    func staysWithinBounds(_ verdict: SchedulePolicy.Verdict, draw: Double) {
        for refresh in [1, 60, 600, 86_400.0] {
            let policy = SchedulePolicy(refresh: refresh)
            var memory: SchedulePolicy.Memory?
            for _ in 0..<100 {
                let (seconds, next) = policy.delay(after: .init(verdict), memory: memory, draw: draw)
                memory = next
                #expect(seconds >= 60)
                #expect(seconds <= (verdict == .failed ? 21_600 : max(refresh, 60)))
            }
        }
    }

    @Test func theDrawTakesOffUpToATenth() {
        let policy = SchedulePolicy(refresh: 600)
        #expect(policy.delay(after: .init(.unchanged), memory: nil, draw: 0.5).seconds == 570)
    }
}

@Suite struct ScheduleQueueTests {
    private let time = ManualTimeSource(PosixTime(1_700_000_000))

    @Test func aNewKeyIsDueAtOnceAndThenByPolicy() {
        var queue = ScheduleQueue<String>(policy: SchedulePolicy(refresh: 600))
        queue.add("a", now: time.now())
        #expect(queue.takeDue(now: time.now()) == ["a"])
        #expect(queue.takeDue(now: time.now()).isEmpty)
        #expect(queue.nextDue == nil)
        queue.ended("a", .init(.unchanged), now: time.now(), draw: 0)
        time.advance(bySeconds: 599)
        #expect(queue.takeDue(now: time.now()).isEmpty)
        time.advance(bySeconds: 1)
        #expect(queue.takeDue(now: time.now()) == ["a"])
    }

    @Test func theMostOverdueComesFirst() {
        var queue = ScheduleQueue<String>(policy: SchedulePolicy(refresh: 600))
        for key in ["c", "a", "b"] {
            queue.add(key, now: time.now())
            time.advance(bySeconds: 1)
        }
        #expect(queue.takeDue(now: time.now()) == ["c", "a", "b"])
    }

    @Test func settingTheWallClockChangesNothing() {
        var queue = ScheduleQueue<String>(policy: SchedulePolicy(refresh: 600))
        queue.add("a", now: time.now())
        _ = queue.takeDue(now: time.now())
        queue.ended("a", .init(.unchanged), now: time.now(), draw: 0)
        time.setWall(PosixTime(2_000_000_000))
        #expect(queue.takeDue(now: time.now()).isEmpty)
        time.setWall(PosixTime(1_000_000_000))
        time.advance(bySeconds: 600)
        #expect(queue.takeDue(now: time.now()) == ["a"])
    }

    @Test func hurryMakesDueNowOrOnceMoreAfterTheRun() {
        var queue = ScheduleQueue<String>(policy: SchedulePolicy(refresh: 600))
        queue.hurry("a", now: time.now())
        #expect(queue.takeDue(now: time.now()) == ["a"])
        queue.hurry("a", now: time.now())
        #expect(queue.takeDue(now: time.now()).isEmpty)
        queue.ended("a", .init(.changed), now: time.now(), draw: 0)
        #expect(queue.takeDue(now: time.now()) == ["a"])
        queue.ended("a", .init(.changed), now: time.now(), draw: 0)
        #expect(queue.takeDue(now: time.now()).isEmpty)
        queue.hurry("a", now: time.now())
        #expect(queue.takeDue(now: time.now()) == ["a"])
    }

    /// Persistent failure is told from an accident by number and age.
    @Test func theStandingTellsHowLongItFails() {
        var queue = ScheduleQueue<String>(policy: SchedulePolicy(refresh: 600))
        queue.add("a", now: time.now())
        #expect(queue.standing(of: "a", now: time.now())?.health == .untried)
        #expect(queue.standing(of: "b", now: time.now()) == nil)
        var seen: [ScheduleStanding.Health] = []
        var since: Timestamp?
        for _ in 0..<8 {
            #expect(queue.takeDue(now: time.now()) == ["a"])
            #expect(queue.standing(of: "a", now: time.now())?.nextInSeconds == nil)
            queue.ended("a", .init(.failed), now: time.now(), draw: 0)
            since = since ?? time.now()
            guard let standing = queue.standing(of: "a", now: time.now()), let wait = standing.nextInSeconds else {
                Issue.record("no standing")
                return
            }
            seen.append(standing.health)
            #expect(standing.failures == seen.count)
            #expect(standing.failingSince == since)
            time.advance(bySeconds: wait)
        }
        // 60 + 120 + … + 1,920 s: more than an hour at the seventh.
        #expect(seen == Array(repeating: .failing, count: 6) + [.nonFunctional, .nonFunctional])
        _ = queue.takeDue(now: time.now())
        queue.ended("a", .init(.unchanged), now: time.now(), draw: 0)
        let standing = queue.standing(of: "a", now: time.now())
        #expect(standing?.health == .healthy)
        #expect(standing?.failingSince == nil)
        #expect(standing?.nextInSeconds == 600)
    }

    @Test func whatWasRemovedDoesNotComeBack() {
        var queue = ScheduleQueue<String>(policy: SchedulePolicy(refresh: 600))
        queue.add("a", now: time.now())
        _ = queue.takeDue(now: time.now())
        queue.remove("a")
        queue.ended("a", .init(.changed), now: time.now(), draw: 0)
        time.advance(bySeconds: 10_000)
        #expect(queue.takeDue(now: time.now()).isEmpty)
        #expect(queue.keys.isEmpty)
    }
}

@Suite struct SchedulerTests {
    /// Two keys run, one again on request, and the end of the task ends everything.
    @Test func runsWhatIsDue() async {
        let (performed, continuation) = AsyncStream.makeStream(of: String.self)
        let scheduler = Scheduler<String>(policy: SchedulePolicy(refresh: 600), time: SystemTimeSource()) { key in
            continuation.yield(key)
            return .init(.unchanged)
        }
        scheduler.add("a")
        let task = Task { await scheduler.run() }
        var iterator = performed.makeAsyncIterator()
        #expect(await iterator.next() == "a")
        scheduler.add("b")
        #expect(await iterator.next() == "b")
        scheduler.hurry("a")
        #expect(await iterator.next() == "a")
        #expect(scheduler.keys == ["a", "b"])
        task.cancel()
        await task.value
    }
}

@Suite struct HostPolicyTests {
    @Test(
        arguments: [
            ("rpki.ripe.net", nil, nil),
            ("rpki.ripe.net", 443, nil),
            ("rpki.ripe.net", 8_443, .port),
            ("localhost", nil, .localhost),
            ("LOCALHOST", nil, .localhost),
            ("foo.localhost", nil, .localhost),
            ("localhost.", nil, .localhost),
            ("127.0.0.1", nil, .addressLiteral),
            ("127.1", nil, .addressLiteral),
            ("2130706433", nil, .addressLiteral),
            ("0x7f.0x1", nil, .addressLiteral),
            ("[::1]", nil, .addressLiteral),
            ("intranet", nil, .singleLabel),
        ] as [(String, UInt16?, HostPolicy.Objection?)]
    )
    func judgesNames(host: String, port: UInt16?, expected: HostPolicy.Objection?) {
        #expect(HostPolicy().objection(host: host, port: port, defaultPort: 443) == expected)
        #expect(HostPolicy(allowsDubious: true).objection(host: host, port: port, defaultPort: 443) == nil)
    }

    /// What an operator says by name goes before everything else; to deny goes before to allow.
    @Test(
        arguments: [
            ("repo.example", nil, nil), ("a.allowed.example", 8_443, nil), ("localhost", 8_443, nil),
            ("xallowed.example", 8_443, .port), ("allowed.example.", 1, nil), ("ALLOWED.example", 1, nil),
            ("denied.example", nil, .denied), ("x.Denied.Example.", nil, .denied),
            ("denied.allowed.example", nil, .denied), ("other.test", nil, .notListed),
        ] as [(String, UInt16?, HostPolicy.Objection?)]
    )
    func heedsTheLists(host: String, port: UInt16?, expected: HostPolicy.Objection?) {
        let policy = HostPolicy(
            allowed: ["allowed.example", "localhost"],
            denied: ["denied.example", "denied.allowed.example."],
            only: ["example", "localhost"]
        )
        #expect(policy.objection(host: host, port: port, defaultPort: 443) == expected)
        let isAllowed = expected == nil && host != "repo.example"
        #expect((policy.objection(address: [127, 0, 0, 1], of: host) == nil) == isAllowed || expected == .denied)
        let dubious = HostPolicy(allowsDubious: true, denied: ["denied.example"], only: ["denied.example", "x.test"])
        #expect(dubious.objection(host: "x.test", port: 1, defaultPort: 443) == nil)
        #expect(dubious.objection(host: "denied.example", port: nil, defaultPort: 443) == .denied)
        #expect(dubious.objection(host: "y.test", port: nil, defaultPort: 443) == .notListed)
    }

    @Test(
        arguments: [
            ([193, 0, 6, 139], false), ([8, 8, 8, 8], false), ([172, 15, 0, 1], false), ([172, 32, 0, 1], false),
            ([100, 63, 0, 1], false), ([100, 128, 0, 1], false), ([198, 17, 0, 1], false),
            ([223, 255, 255, 255], false),
            ([0, 0, 0, 0], true), ([10, 1, 2, 3], true), ([100, 64, 0, 1], true), ([127, 0, 0, 1], true),
            ([169, 254, 169, 254], true), ([172, 16, 0, 1], true), ([172, 31, 255, 255], true),
            ([192, 168, 1, 1], true),
            ([198, 18, 0, 1], true), ([224, 0, 0, 1], true), ([255, 255, 255, 255], true), ([], true),
            ([1, 2, 3], true),
        ] as [([UInt8], Bool)]
    )
    func judgesIPv4(address: [UInt8], isLocal: Bool) {
        #expect((HostPolicy().objection(address: address, of: "repo.example") == .localAddress) == isLocal)
        #expect(HostPolicy(allowsDubious: true).objection(address: address, of: "repo.example") == nil)
    }

    @Test(
        arguments: [
            ("20010db8000000000000000000000001", false), ("2a00145040010000000000000000200e", false),
            ("00000000000000000000000000000000", true), ("00000000000000000000000000000001", true),
            ("fe800000000000000000000000000001", true), ("fc000000000000000000000000000001", true),
            ("fdffffffffffffffffffffffffffffff", true), ("fec00000000000000000000000000001", true),
            ("ff020000000000000000000000000001", true), ("00000000000000000000ffff7f000001", true),
            ("00000000000000000000ffff08080808", false), ("0064ff9b00000000000000000a000001", true),
            ("0064ff9b000000000000000008080808", false), ("20027f00000100000000000000000001", true),
            ("20020808080800000000000000000001", false), ("01000000000000000000000000000001", true),
        ] as [(String, Bool)]
    )
    func judgesIPv6(address: String, isLocal: Bool) throws {
        let octets = (0..<16).compactMap { UInt8(address.dropFirst($0 * 2).prefix(2), radix: 16) }
        #expect((HostPolicy().objection(address: octets, of: "repo.example") == .localAddress) == isLocal)
    }
}
