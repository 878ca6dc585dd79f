import FlightEvents
import Foundation
import RPKICrypto
import Testing
import Transport

/// Who may fetch at the same time.
@Suite struct LanePlanTests {
    private static let limits = LanePlan.Limits(proven: 2, unproven: 2, slow: 2, perHost: 2)

    /// One thing that happens to a plan, and who is admitted then.
    enum Step: Sendable {
        case proven(LanePlan.Ticket, String, [LanePlan.Ticket])
        case unproven(LanePlan.Ticket, String, [LanePlan.Ticket])
        case overdue(LanePlan.Ticket, [LanePlan.Ticket])
        case leave(LanePlan.Ticket, [LanePlan.Ticket])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [Step]

        init(_ name: String, _ steps: [Step]) {
            testDescription = name
            self.steps = steps
        }
    }

    static let cases = [
        Case(
            "each lane has its own slots, in the order of arrival",
            [
                .unproven(1, "a", [1]), .unproven(2, "b", [2]), .unproven(3, "c", []), .unproven(4, "d", []),
                .proven(5, "e", [5]), .proven(6, "f", [6]), .proven(7, "g", []),
                .leave(1, [3]), .leave(6, [7]), .leave(5, []), .leave(2, [4]),
            ]
        ),
        Case(
            "a slow fetch gives its slot back",
            [
                .unproven(1, "a", [1]), .unproven(2, "b", [2]), .unproven(3, "c", []), .unproven(4, "d", []),
                .overdue(2, [3]), .overdue(1, [4]), .leave(2, []), .leave(3, []),
            ]
        ),
        Case(
            "the slow lane is bounded: who finds it full keeps the slot until it has room",
            [
                .unproven(1, "a", [1]), .unproven(2, "b", [2]), .overdue(1, []), .overdue(2, []),
                .unproven(3, "c", [3]), .unproven(4, "d", [4]), .overdue(4, []), .overdue(3, []),
                .unproven(5, "e", []), .unproven(6, "f", []),
                // The proven lane is not touched by all this.
                .proven(7, "g", [7]), .proven(8, "h", [8]),
                // 4 was overdue before 3.
                .leave(1, [5]), .leave(4, [6]), .leave(2, []),
            ]
        ),
        Case(
            "a slow proven fetch too",
            [
                .proven(1, "a", [1]), .proven(2, "b", [2]), .proven(3, "c", []), .overdue(1, [3]), .leave(1, []),
                .leave(2, []),
            ]
        ),
        Case(
            "a busy host lets others pass, in whatever lanes it is busy",
            [
                .unproven(1, "a", [1]), .proven(2, "a", [2]), .unproven(3, "a", []), .unproven(4, "b", [4]),
                .leave(1, [3]), .leave(2, []),
            ]
        ),
        Case(
            "slow fetches count for their host",
            [
                .unproven(1, "a", [1]), .overdue(1, []), .unproven(2, "a", [2]), .overdue(2, []),
                .unproven(3, "a", []), .unproven(4, "b", [4]), .leave(1, [3]),
            ]
        ),
        Case(
            "who gives up waiting is not admitted",
            [
                .unproven(1, "a", [1]), .unproven(2, "b", [2]), .unproven(3, "c", []), .unproven(4, "d", []),
                .leave(3, []), .leave(1, [4]),
            ]
        ),
        Case(
            "strange calls change nothing",
            [
                .leave(9, []), .overdue(9, []), .unproven(1, "a", [1]), .overdue(1, []), .overdue(1, []),
                .leave(1, []), .leave(1, []), .unproven(2, "b", [2]), .unproven(3, "c", [3]), .unproven(4, "d", []),
            ]
        ),
    ]

    @Test(arguments: cases) func admits(_ test: Case) {
        var plan = LanePlan(Self.limits)
        for (index, step) in test.steps.enumerated() {
            let expected: [LanePlan.Ticket]
            switch step {
            case .proven(let ticket, let host, let admitted):
                plan.ask(ticket, host: host, isProven: true)
                expected = admitted
            case .unproven(let ticket, let host, let admitted):
                plan.ask(ticket, host: host, isProven: false)
                expected = admitted
            case .overdue(let ticket, let admitted):
                plan.noteOverdue(ticket)
                expected = admitted
            case .leave(let ticket, let admitted):
                plan.leave(ticket)
                expected = admitted
            }
            #expect(plan.admit() == expected, "step \(index)")
        }
    }

    /// Whatever happens in whatever order: the limits hold, nobody is admitted twice, and nobody is forgotten.
    @Test(arguments: 0..<20) func holdsItsLimits(seed: UInt64) {
        var generator = SplitMix(state: seed)
        var plan = LanePlan(.init(proven: 3, unproven: 2, slow: 4, perHost: 3))
        var running: [LanePlan.Ticket: Int] = [:]
        var admitted: Set<LanePlan.Ticket> = []
        var asked: LanePlan.Ticket = 0
        func settle() {
            for ticket in plan.admit() {
                #expect(admitted.insert(ticket).inserted)
                running[ticket] = Int(ticket % 5)
            }
            let lanes = running.keys.compactMap { plan.lane(of: $0) }
            #expect(lanes.count == running.count)
            #expect(lanes.filter { $0 == .proven }.count <= 3)
            #expect(lanes.filter { $0 == .unproven }.count <= 2)
            #expect(lanes.filter { $0 == .slow }.count <= 4)
            #expect(Dictionary(grouping: running.values) { $0 }.values.allSatisfy { $0.count <= 3 })
        }
        for _ in 0..<500 {
            switch generator.next() % 3 {
            case 0:
                asked += 1
                plan.ask(asked, host: "host\(asked % 5)", isProven: generator.next() % 2 == 0)
            case 1:
                if let ticket = running.keys.sorted().randomElement(using: &generator) { plan.noteOverdue(ticket) }
            default:
                guard let ticket = running.keys.sorted().randomElement(using: &generator) else { break }
                running[ticket] = nil
                plan.leave(ticket)
            }
            settle()
        }
        while let ticket = running.keys.min() {
            running[ticket] = nil
            plan.leave(ticket)
            settle()
        }
        #expect(admitted.count == Int(asked))
        #expect(plan.waitingCount == 0)
    }
}

/// Repositories that hang, beside one that does not.
@Suite struct LaneTests {
    /// Fills every slot of the unproven lane with fetches that get no answer: one that worked before still runs, and
    /// after some patience a new one does too.
    @Test func whatHangsKeepsNobodyWaiting() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let healthy = repository
        let silent = try ScriptedServer { _ in [.hang] }
        let fixture = try Fixture {
            $0.fallback = .never
            $0.rrdpLanes = .init(proven: 1, unproven: 2, slow: 2)
            $0.patience = 1
        }
        _ = try await fixture.update(healthy.notifyURI)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<2 {
                group.addTask { _ = try await fixture.update("\(silent.base)/\(number)/notification.xml") }
            }
            while silent.connections < 2 { try await Task.sleep(for: .milliseconds(10)) }
            // Proven.
            #expect(try await fixture.update(healthy.notifyURI).verdict == .unchanged)
            // New, under another name.
            #expect(try await fixture.update(healthy.notifyURI + "?new").change != nil)
            fixture.fetcher.cancelAll()
            try await group.waitForAll()
        }
    }
}

extension LaneTests {
    /// Sixty repositories on hosts of their own, of which six misbehave, each in another way: all others are done while
    /// those that only waste time are still at it.
    @Test(.timeLimit(.minutes(2))) func sixOfSixtyDelayNobody() async throws {
        let server = try HTTPSServer()
        let names = (0..<60).map { "h\($0).repo.example" }
        for (index, name) in names.enumerated() {
            let content = "<publish uri=\"rsync://\(name)/m/a.roa\">\(Data(name.utf8).base64EncodedString())</publish>"
            let snapshot = HostileRepository.document("snapshot", HostileRepository.session, 1, content)
            let uri = "https://\(name):\(server.port)/\(index)/snapshot.xml"
            let reference = "<snapshot uri=\"\(uri)\" hash=\"\(HostileRepository.hash(snapshot).hex)\"/>"
            try server.root.write("\(index)/snapshot.xml", snapshot)
            try server.root.write(
                "\(index)/notification.xml",
                HostileRepository.document("notification", HostileRepository.session, 1, reference)
            )
        }
        let silent = try ScriptedServer(onAccept: { [.hang] })
        let waiting = try ScriptedServer { _ in [.hang] }
        let dripping = try ScriptedServer { _ in
            [.head("HTTP/1.1 200 OK"), .trickle([UInt8](repeating: 32, count: 100), milliseconds: 20)]
        }
        let noise = try ScriptedServer { _ in [.head("HTTP/1.1 200 OK"), .flood([1, 2, 3, 4])] }
        let status = try ScriptedServer { _ in [.head("HTTP/1.1 500 No", "Content-Length: 0")] }
        // The first six of them, in this order; the sixth refuses.
        let bad: [UInt16] = [silent.port, waiting.port, dripping.port, noise.port, status.port, 1]
        let expected: [FetchRecord.ErrorClass] = [.cancelled, .cancelled, .cancelled, .xml, .http, .refused]
        let fixture = try Fixture {
            $0.fallback = .never
            $0.fixedAddresses = Dictionary(uniqueKeysWithValues: names.map { ($0, ["127.0.0.1"]) })
            $0.connectTimeout = 600
            $0.idleTimeout = 600
            $0.rrdpLanes = .init(proven: 2, unproven: 6, slow: 6)
            $0.patience = 0.5
        }
        try await withThrowingTaskGroup(of: (Int, RepositoryOutcome).self) { group in
            for (index, name) in names.enumerated() {
                let port = index < bad.count ? bad[index] : server.port
                group.addTask {
                    (index, try await fixture.update("https://\(name):\(port)/\(index)/notification.xml"))
                }
            }
            var outcomes: [Int: RepositoryOutcome] = [:]
            while outcomes.count < 57, let (index, outcome) = try await group.next() { outcomes[index] = outcome }
            #expect(Set(outcomes.keys) == Set(3..<60))
            fixture.fetcher.cancelAll()
            for try await (index, outcome) in group { outcomes[index] = outcome }
            for index in names.indices {
                let classes = outcomes[index]?.failures.map(\.errorClass)
                #expect(classes == (index < bad.count ? [expected[index]] : []), "\(names[index])")
            }
        }
    }
}

/// The same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
