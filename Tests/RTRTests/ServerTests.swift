import FlightEvents
import Logging
import NIOCore
import NIOPosix
import NumberResources
import Payloads
import RTR
import Testing

/// Server and client over real sockets.
@Suite(.timeLimit(.minutes(2))) struct ServerTests {
    private let source = MemoryPayloadSource(session: 7)
    private let sink = RecordingSink()

    /// Runs a server on a free port for as long as `body` takes.
    private func withServer(_ body: @Sendable (Endpoint, RTRServer) async throws -> Void) async throws {
        try await withServer(with: \.shutdownTimeout, .milliseconds(100), body)
    }

    /// The same with one setting changed.
    private func withServer<Value>(
        with setting: WritableKeyPath<RTRServerConfiguration, Value>,
        _ value: Value,
        _ body: @Sendable (Endpoint, RTRServer) async throws -> Void
    ) async throws {
        var configuration = RTRServerConfiguration(endpoints: [Endpoint(host: "127.0.0.1", port: 0)])
        configuration.shutdownTimeout = .milliseconds(100)
        configuration[keyPath: setting] = value
        let server = RTRServer(
            configuration: configuration,
            source: source,
            time: SystemTimeSource(),
            sink: sink,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let port = try #require(try await server.bind().first?.port)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            try await body(Endpoint(host: "127.0.0.1", port: port), server)
            tasks.cancelAll()
        }
    }

    private static func client(_ endpoint: Endpoint, _ version: ProtocolVersion = .v1) -> RTRClient {
        var configuration = RTRClientConfiguration(endpoint: endpoint)
        configuration.highestVersion = version
        return RTRClient(
            configuration: configuration,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Asks until the server has prepared its first set.
    private static func fetch(_ client: RTRClient, since known: SynchronisedSet? = nil) async throws -> SynchronisedSet
    {
        while true {
            do {
                return try await client.fetch(since: known)
            } catch {
                guard error == .noDataAvailable else { throw error }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    @Test(arguments: [(ProtocolVersion.v0, ProtocolVersion.v0), (.v1, .v1), (.v2, .v1)])
    func aClientGetsTheSetInACommonVersion(asked: ProtocolVersion, agreed: ProtocolVersion) async throws {
        source.publish(PayloadSet(vrps: manyVRPs(30_000)))
        try await withServer { endpoint, _ in
            let set = try await Self.fetch(Self.client(endpoint, asked))
            #expect(set.version == agreed)
            #expect(set.payloads.vrps == manyVRPs(30_000).sorted())
            #expect(set.serial == 1)
        }
    }

    @Test func versionTwoCarriesEveryPayloadType() async throws {
        let everything = try mixedSet()
        source.publish(everything)
        try await withServer(with: \.highestVersion, .v2) { endpoint, _ in
            let set = try await Self.fetch(Self.client(endpoint, .v2))
            #expect(set.payloads == everything)
        }
    }

    @Test func noDataIsSaid() async throws {
        try await withServer { endpoint, _ in
            await #expect(throws: RTRClientError.noDataAvailable) { try await Self.client(endpoint).fetch() }
        }
    }

    @Test func deltasAndResetsAfterAnUnknownSession() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(100)))
        try await withServer { endpoint, _ in
            let client = Self.client(endpoint)
            let first = try await Self.fetch(client)
            source.publish(PayloadSet(vrps: manyVRPs(110)))
            var second = try await client.fetch(since: first)
            while second.serial == 1 { second = try await client.fetch(since: first) }
            #expect(second.isDelta && second.announced == 10 && second.withdrawn == 0)
            #expect(second.payloads.vrps == manyVRPs(110).sorted())
            let stranger = SynchronisedSet(
                version: .v1,
                session: first.session &+ 1,
                serial: 1,
                timers: .default,
                payloads: .empty,
                isDelta: false,
                announced: 0,
                withdrawn: 0
            )
            let third = try await client.fetch(since: stranger)
            #expect(!third.isDelta)
            #expect(third.payloads == second.payloads)
        }
    }

    @Test func clientsFollowNotifies() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(10)))
        try await withServer { endpoint, _ in
            _ = try await Self.fetch(Self.client(endpoint))
            var serials: [UInt32] = []
            for try await set in Self.client(endpoint).updates() {
                serials.append(set.serial)
                if set.serial == 1 { source.publish(PayloadSet(vrps: manyVRPs(11))) }
                guard set.serial == 1 else {
                    #expect(set.isDelta)
                    break
                }
            }
            #expect(serials == [1, 2])
        }
    }

    @Test func everyStepOfARouterIsReported() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(20_000)))
        try await withServer { endpoint, _ in
            _ = try await Self.fetch(Self.client(endpoint))
            for try await set in Self.client(endpoint).updates() {
                guard set.serial == 1 else { break }
                // The first connection's was acknowledged too: this is the second's.
                let connection = try #require(sink.steps.last { $0.step == .queryReceived }?.connection)
                let acknowledged = try await sink.wait(for: .endOfDataAcknowledged, serial: 1, connection: connection)
                #expect(acknowledged.isReset)
                source.publish(PayloadSet(vrps: manyVRPs(20_001)))
            }
            let confirmed = try await sink.wait(for: .endOfDataConfirmed, serial: 1)
            _ = try await sink.wait(for: .endOfDataWritten, serial: 2)
            let steps = sink.steps.filter { $0.connection == confirmed.connection }
            let order: [RouterRecord.Step] = [
                .connected, .queryReceived, .responseFirstByte, .endOfDataWritten, .notifySent, .queryReceived,
                .endOfDataConfirmed, .responseFirstByte, .endOfDataWritten,
            ]
            // The kernel is asked for acknowledgements now and then: their place among the others is open.
            #expect(steps.map(\.step).filter { $0 != .endOfDataAcknowledged && $0 != .disconnected } == order)
            #expect(steps.map(\.at.monotonic) == steps.map(\.at.monotonic).sorted())
        }
    }

    @Test func manyClientsShareOneSet() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(20_000)))
        try await withServer { endpoint, _ in
            _ = try await Self.fetch(Self.client(endpoint))
            try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<50 {
                    tasks.addTask { try await Self.client(endpoint).fetch().payloads.count }
                }
                for try await count in tasks { #expect(count == 20_000) }
            }
        }
    }

    @Test func aRouterThatDoesNotReadIsEndedAndHoldsNobodyUp() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(400_000)))
        try await withServer(with: \.stallTimeout, .milliseconds(300)) { endpoint, _ in
            _ = try await Self.fetch(Self.client(endpoint))
            let silent = try await RawRouter(endpoint)
            try await silent.send(PDU.resetQuery.encoded(version: .v1).readableBytesView)
            let set = try await Self.client(endpoint).fetch()
            #expect(set.payloads.count == 400_000)
            while true {
                let ended = sink.steps.first { $0.step == .disconnected && $0.detail == "reader too slow" }
                if ended != nil { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            try await silent.close()
        }
    }

    @Test func silenceAtTheStartIsEnded() async throws {
        try await withServer(with: \.handshakeTimeout, .milliseconds(50)) { endpoint, _ in
            let silent = try await RawRouter(endpoint)
            // The deadline may have passed already.
            try? await silent.send([1, 2, 0])
            try await silent.waitForEnd()
            _ = try await sink.wait(for: .disconnected)
        }
    }

    @Test func connectionsAreLimitedPerAddress() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(5)))
        try await withServer(with: \.maximumConnectionsPerAddress, 2) { endpoint, server in
            let first = try await RawRouter(endpoint)
            let second = try await RawRouter(endpoint)
            while server.status().count < 2 { try await Task.sleep(for: .milliseconds(5)) }
            let third = try await RawRouter(endpoint)
            try await third.waitForEnd()
            #expect(server.refusedConnections == 1)
            try await first.close()
            while server.status().count > 1 { try await Task.sleep(for: .milliseconds(5)) }
            let set = try await Self.fetch(Self.client(endpoint))
            #expect(set.payloads.count == 5)
            try await second.close()
        }
    }

    @Test func resetsAndRubbishLeaveTheListenerAlone() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(5)))
        try await withServer { endpoint, server in
            for round in 0..<50 {
                let router = try await RawRouter(endpoint)
                if round.isMultiple(of: 2) {
                    try? await router.send((0..<600).map { UInt8(truncatingIfNeeded: ($0 + round) &* 37) })
                }
                try await router.reset()
            }
            let set = try await Self.fetch(Self.client(endpoint))
            #expect(set.payloads.count == 5)
            while !server.status().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func errorReportsReachTheRouterBeforeTheEnd() async throws {
        try await withServer { endpoint, _ in
            let router = try await RawRouter(endpoint)
            try await router.send([1, 99, 0, 0, 0, 0, 0, 8] + [UInt8](repeating: 0, count: 3_000))
            let answer = try await router.waitForEnd()
            #expect(try decode(answer, version: .v1).map(\.errorCode) == [.unsupportedPDUType])
        }
    }

    @Test func statusTellsWhoIsConnected() async throws {
        source.publish(PayloadSet(vrps: manyVRPs(5)))
        try await withServer { endpoint, server in
            _ = try await Self.fetch(Self.client(endpoint))
            for try await _ in Self.client(endpoint).updates() {
                while true {
                    if let status = server.status().last, status.acknowledgedSerial == 1 {
                        #expect(status.version == .v1 && status.resetQueries == 1 && status.serialQueries == 0)
                        #expect(status.bytesReceived == 8)
                        #expect(status.bytesSent > 100)
                        break
                    }
                    try await Task.sleep(for: .milliseconds(5))
                }
                break
            }
        }
    }

    @Test func aPortInUseIsOneClearLine() async throws {
        try await withServer { endpoint, _ in
            let second = RTRServer(
                configuration: RTRServerConfiguration(endpoints: [Endpoint(host: "127.0.0.1", port: 0), endpoint]),
                source: source,
                time: SystemTimeSource(),
                sink: sink,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let error = await #expect(throws: RTRServerError.self) { try await second.bind() }
            #expect(error?.description == "cannot listen for RTR on \(endpoint): Address already in use")
        }
    }

    @Test func nobodyListeningIsOneClearLine() async throws {
        let error = await #expect(throws: RTRClientError.self) {
            try await Self.client(Endpoint(host: "127.0.0.1", port: 1)).fetch()
        }
        #expect(error?.description == "cannot connect to RTR cache 127.0.0.1:1: Connection refused")
    }
}
