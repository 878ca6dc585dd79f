import DER
import FlightEvents
import Foundation
import Testing
import Transport

/// Servers that are left alone.
@Suite struct OriginPausesTests {
    private let time = ManualTimeSource(PosixTime(1_700_000_000))
    private let failure = FetchFailure(uri: "https://a/1", .refused, "refused")

    private func seconds(_ pauses: OriginPauses, _ origin: String = "a") -> Double? {
        pauses.pause(origin, now: time.now())?.seconds
    }

    @Test func oneFailureMeansNothingAndTwoInARowPause() {
        var pauses = OriginPauses()
        #expect(seconds(pauses) == nil)
        pauses.noteFailure("a", failure, now: time.now(), draw: 0)
        #expect(seconds(pauses) == nil)
        pauses.noteFailure("a", failure, now: time.now(), draw: 0)
        #expect(seconds(pauses) == 60)
        #expect(pauses.pause("a", now: time.now())?.failure == failure)
        #expect(seconds(pauses, "b") == nil)
        time.advance(bySeconds: 60)
        #expect(seconds(pauses) == nil)
    }

    @Test func anAnswerInBetweenForgives() {
        var pauses = OriginPauses()
        for _ in 0..<5 {
            pauses.noteFailure("a", failure, now: time.now(), draw: 0)
            pauses.noteAnswer("a", now: time.now())
        }
        #expect(seconds(pauses) == nil)
    }

    /// Fetches that were under way when the pause began do not lengthen it; each later failure does.
    @Test(arguments: [false, true]) func thePauseGrowsWithEachTry(hasAnswered: Bool) {
        var pauses = OriginPauses()
        if hasAnswered { pauses.noteAnswer("a", now: time.now()) }
        pauses.noteFailure("a", failure, now: time.now(), draw: 0)
        var waits: [Double] = []
        for _ in 0..<11 {
            for _ in 0..<4 { pauses.noteFailure("a", failure, now: time.now(), draw: 0) }
            let wait = seconds(pauses) ?? -1
            waits.append(wait)
            time.advance(bySeconds: wait)
        }
        let last: [Double] =
            hasAnswered ? [3_600, 3_600, 3_600, 3_600, 3_600] : [3_840, 7_680, 15_360, 21_600, 21_600]
        let first: [Double] = [60, 120, 240, 480, 960, 1_920]
        #expect(waits == first + last)
    }

    @Test func aRequestIsGrantedButNotForEver() {
        var pauses = OriginPauses()
        pauses.noteRequest("a", seconds: 90, failure, now: time.now())
        #expect(seconds(pauses) == 90)
        pauses.noteRequest("a", seconds: 1e12, failure, now: time.now())
        #expect(seconds(pauses) == 3_600)
        // The answer to a request that was under way.
        pauses.noteAnswer("a", now: time.now())
        #expect(seconds(pauses) == 3_600)
        pauses.forgive("a")
        #expect(seconds(pauses) == nil)
        pauses.noteRequest("a", seconds: -5, failure, now: time.now())
        #expect(seconds(pauses) == nil)
    }

    @Test func manyNamesAreForgotten() {
        var pauses = OriginPauses()
        pauses.noteRequest("kept", seconds: 600, failure, now: time.now())
        for index in 0..<50_000 { pauses.noteFailure("\(index)", failure, now: time.now(), draw: 0) }
        #expect(seconds(pauses, "kept") == 600)
        pauses.noteFailure("0", failure, now: time.now(), draw: 0)
        #expect(seconds(pauses, "0") == nil)
    }
}

/// The same against servers.
@Suite struct OriginGateTests {
    @Test func aDeadServerCostsTwoTriesWhateverItHas() async throws {
        let fixture = try Fixture { $0.fallback = .never }
        var outcomes: [RepositoryOutcome] = []
        for index in 0..<10 { outcomes.append(try await fixture.update("https://localhost:1/\(index).xml")) }
        #expect(outcomes.allSatisfy { $0.verdict == .failed && $0.failures.map(\.errorClass) == [.refused] })
        #expect(fixture.events.fetches.count == 2)
        #expect(outcomes[0].result.retryAfter == nil)
        for outcome in outcomes.dropFirst() {
            let seconds = try #require(outcome.result.retryAfter)
            #expect((1...60).contains(seconds))
        }
        // An operator wants to know.
        fixture.fetcher.forgiveServers(of: try Fixture.location("https://localhost:1/0.xml"))
        _ = try await fixture.update("https://localhost:1/0.xml")
        #expect(fixture.events.fetches.count == 3)
    }

    @Test func aDeadRsyncServerToo() async throws {
        let fixture = try Fixture()
        for index in 0..<5 { _ = try await fixture.update(nil, "rsync://localhost:1/\(index)/") }
        #expect(fixture.events.fetches.count == 2)
    }

    /// RFC 6585 section 4, RFC 9110 section 15.6.4.
    @Test(arguments: [
        (429, "600", 600), (503, "600", 600), (503, "3000", 3_000), (500, "600", nil), (503, "soon", nil),
    ])
    func retryAfterIsHonoured(status: Int, value: String, expected: Double?) async throws {
        let server = try ScriptedServer { _ in
            [.head("HTTP/1.1 \(status) No", "Content-Length: 0", "Retry-After: \(value)")]
        }
        let fixture = try Fixture { $0.fallback = .never }
        let first = try await fixture.update(server.base + "/a.xml")
        #expect(first.failures.map(\.errorClass) == [.http])
        #expect(first.failures.first?.text.contains("\(status)") == true)
        let second = try await fixture.update(server.base + "/b.xml")
        #expect(server.requests.count == (expected == nil ? 2 : 1))
        #expect((first.result.retryAfter == nil) == (expected == nil))
        if let expected {
            let seconds = try #require(second.result.retryAfter)
            #expect(seconds > expected / 2 && seconds <= expected)
        }
    }

    /// A failure is told to every location that shares the notification file, and asked for once.
    @Test func aFailureIsShared() async throws {
        let server = try ScriptedServer { _ in [.head("HTTP/1.1 404 No", "Content-Length: 0")] }
        let fixture = try Fixture { $0.fallback = .never }
        for index in 0..<5 {
            let outcome = try await fixture.update(server.base + "/n.xml", "rsync://localhost:1/\(index)/")
            #expect(outcome.failures.map(\.errorClass) == [.http])
        }
        #expect(server.requests.count == 1)
        _ = try await fixture.update(server.base + "/n.xml", "rsync://localhost:1/0/")
        #expect(server.requests.count == 2)
    }
}

@Suite struct HTTPDateTests {
    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Sun, 06 Nov 1994 08:49:37 UTC", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
            ("Sun, 6 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 94 08:49:37 GMT", nil), ("", nil),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil),
            ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
        ] as [(String, Int64?)]
    )
    func reads(text: String, expected: Int64?) {
        #expect(HTTPDate.parse(text)?.seconds == expected)
    }

    @Test(
        arguments: [
            ("0", 0), ("120", 120), ("999999999", 999_999_999), ("9999999999", nil), ("-1", nil), ("1.5", nil),
            ("", nil),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:00 GMT", 0),
        ] as [(String, Double?)]
    )
    func delays(text: String, expected: Double?) {
        #expect(HTTPDate.delay(retryAfter: text, now: PosixTime(784_111_740)) == expected)
    }
}
