import FlightEvents
import Foundation
import ObjectStore
import Testing
import Transport

/// Where requests may go, from where, and through what.
@Suite struct ReachTests {
    /// A name of the Internet that leads into our own network is not followed, by HTTPS or rsync.
    @Test(arguments: [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "0.0.0.0", "::1", "fd00::1", "fe80::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1",
    ])
    func namesWithLocalAddressesAreRefused(address: String) async throws {
        let fixture = try Fixture {
            $0.hosts = HostPolicy()
            $0.fixedAddresses = ["repo.example": [address]]
        }
        let outcome = try await fixture.update("https://repo.example/notification.xml", "rsync://repo.example/module/")
        #expect(outcome.failures.map(\.errorClass) == [.address, .address])
        #expect(outcome.failures.allSatisfy { $0.text.contains("repo.example resolves to local-address") })
        // Nobody was connected to.
        #expect(fixture.events.fetches.allSatisfy { $0.connected == nil && $0.kind != .rsync })
    }

    /// rsync is not started when only one of several addresses is local.
    @Test func oneLocalAddressAmongOthersIsEnough() async throws {
        let fixture = try Fixture {
            $0.hosts = HostPolicy()
            $0.fixedAddresses = ["repo.example": ["193.0.6.139", "127.0.0.1"]]
        }
        let outcome = try await fixture.update(nil, "rsync://repo.example/module/")
        #expect(outcome.failures.map(\.errorClass) == [.address])
    }

    @Test func aHostThatIsAllowedByNameMayBeAnywhere() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture { $0.hosts = HostPolicy(allowed: ["localhost"]) }
        #expect(try await fixture.update(repository.notifyURI).failures.isEmpty)
        #expect(try await fixture.update(nil, daemon.module).failures.isEmpty)
        let denying = try Fixture { $0.hosts = HostPolicy(allowsDubious: true, denied: ["localhost"]) }
        let outcome = try await denying.update(repository.notifyURI, daemon.module)
        #expect(outcome.failures.map(\.errorClass) == [.address, .address])
        #expect(outcome.failures.allSatisfy { $0.text.contains("denied") })
    }

    @Test func aNameWithoutAddressIsSaid() async throws {
        let fixture = try Fixture { $0.fixedAddresses = ["repo.example": []] }
        let outcome = try await fixture.update(nil, "rsync://repo.example/module/")
        #expect(outcome.failures.map(\.errorClass) == [.dns])
    }

    /// Both families are tried, whichever comes first.
    @Test(
        .enabled(if: Loopback.hasIPv6),
        arguments: [["::1", "127.0.0.1"], ["127.0.0.1", "::1"]],
        ["::1", "127.0.0.1"]
    )
    func bothFamiliesAreTried(order: [String], listener: String) async throws {
        let server = try ScriptedServer(address: listener) { _ in [.head("HTTP/1.1 404 No", "Content-Length: 0")] }
        let fixture = try Fixture {
            $0.fallback = .never
            $0.fixedAddresses = ["repo.example": order]
        }
        let outcome = try await fixture.update("https://repo.example:\(server.port)/notification.xml")
        #expect(outcome.failures.map(\.errorClass) == [.http])
        #expect(fixture.events.fetches.first?.remoteAddress == listener)
        #expect(server.peers.count == 1)
    }

    @Test(.enabled(if: Loopback.hasIPv6)) func rsyncTriesBothFamiliesToo() async throws {
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture { $0.fixedAddresses = ["repo.example": ["::1", "127.0.0.1"]] }
        let outcome = try await fixture.update(nil, "rsync://repo.example:\(daemon.port)/repo/")
        #expect(outcome.failures.isEmpty)
        #expect(fixture.events.fetches.map(\.remoteAddress) == ["127.0.0.1"])
        let names = try fixture.contents(of: outcome.source).keys
        #expect(Array(names) == ["rsync://repo.example:\(daemon.port)/repo/a.roa"])
    }

    @Test func requestsComeFromTheGivenAddress() async throws {
        let server = try ScriptedServer { _ in [.head("HTTP/1.1 404 No", "Content-Length: 0")] }
        let daemon = try RsyncDaemon()
        try daemon.root.write("a.roa", "one")
        let fixture = try Fixture {
            $0.sourceAddresses = ["127.0.0.2"]
            $0.fixedAddresses = ["localhost": ["::1", "127.0.0.1"]]
        }
        _ = try await fixture.update(server.base + "/notification.xml", daemon.module)
        #expect(server.peers == ["127.0.0.2"])
        #expect(daemon.log.contains("127.0.0.2"))
    }

    /// A family without a source address is not used at all.
    @Test func otherFamiliesThanTheSourcesAreNotUsed() async throws {
        let fixture = try Fixture {
            $0.sourceAddresses = ["127.0.0.2"]
            $0.fixedAddresses = ["repo.example": ["::1"]]
        }
        let outcome = try await fixture.update("https://repo.example:1/n.xml", "rsync://repo.example:1/module/")
        #expect(outcome.failures.map(\.errorClass) == [.refused, .refused])
    }

    @Test(arguments: [["192.0.2.1"], ["localhost"], ["127.0.0.1", "127.0.0.2"]])
    func uselessSourceAddressesAreSaidAtOnce(addresses: [String]) {
        #expect {
            try Fixture { $0.sourceAddresses = addresses }
        } throws: {
            if case TransportError.badSourceAddress? = $0 as? TransportError { true } else { false }
        }
    }

    // MARK: Proxies

    /// Behind a proxy a name need not resolve here.
    @Test func aProxyIsUsedAndTheServerStillVerified() async throws {
        let server = try HTTPSServer()
        var repository = TestRepository(server)
        try repository.publish(["a.roa": "one"])
        let proxy = try ConnectProxy()
        let fixture = try Fixture {
            $0.fallback = .never
            $0.proxy = proxy.uri
        }
        #expect(try await fixture.update(repository.notifyURI).failures.isEmpty)
        #expect(Set(proxy.targets) == ["localhost:\(server.port)"])
        let name = "unknown.example"
        let other = try await fixture.update("https://\(name):\(server.port)/notification.xml")
        #expect(other.failures.map(\.errorClass) == [.tls])
        #expect(proxy.targets.last == "\(name):\(server.port)")
    }

    @Test(arguments: ["HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 Yes\r\n\r\nno TLS"])
    func aProxyThatRefusesIsAFailure(answer: String) async throws {
        let proxy = try ConnectProxy(answer: answer)
        let fixture = try Fixture {
            $0.fallback = .never
            $0.proxy = proxy.uri
        }
        let outcome = try await fixture.update("https://repo.example/notification.xml")
        #expect(outcome.failures.map(\.errorClass) == [answer.contains("403") ? .http : .tls])
        #expect(proxy.targets == ["repo.example:443"])
    }

    @Test func aMissingProxyIsAFailure() async throws {
        let fixture = try Fixture {
            $0.fallback = .never
            $0.proxy = "http://127.0.0.1:1"
        }
        let outcome = try await fixture.update("https://repo.example/notification.xml")
        #expect(outcome.failures.map(\.errorClass) == [.refused])
    }
}
