import DER
import Flight
import FlightEvents
import Foundation
import Payloads
import Testing

struct TimelineTests {
    let payload = vrp("192.0.2.0/24-24-AS65000")
    let roa = Scene.object("65000.roa")

    @Test func tellsAnAnnouncementAndItsRevocationStageByStage() async throws {
        let scene = try Scene()
        scene.update()
        scene.evaluate(manifest: 17)
        scene.publish(announced: [(vrp("198.51.100.0/24-24-AS65001"), [Scene.object("65001.roa")])])
        scene.router(1, "203.0.113.1:50001", .connected)
        scene.router(2, "203.0.113.2:50002", .connected)

        scene.time.advance(bySeconds: 60)
        scene.update(added: [roa])
        scene.evaluate(manifest: 18, accepted: [roa])
        scene.publish(announced: [(payload, [roa])])
        scene.time.advance(bySeconds: 0.5)
        scene.router(1, "203.0.113.1:50001", .endOfDataAcknowledged, serial: 2)
        scene.time.advance(bySeconds: 30)
        scene.router(2, "203.0.113.2:50002", .endOfDataAcknowledged, serial: 2)
        scene.time.advance(bySeconds: 3600)
        scene.router(1, "203.0.113.1:50001", .endOfDataConfirmed, serial: 2)

        scene.time.advance(bySeconds: 60)
        scene.update(removed: [roa])
        let revocation = PosixTime(scene.time.now().posix.seconds - 20)
        scene.evaluate(manifest: 19, gone: [(roa, .revoked)], revoked: [roa.hash: revocation])
        scene.publish(withdrawn: [(payload, [roa])])
        scene.time.advance(bySeconds: 2)
        scene.router(1, "203.0.113.1:50001", .endOfDataAcknowledged, serial: 3)
        try await scene.flush()

        let timeline = try scene.database.timeline(of: payload)
        #expect(
            timeline.text == """
                192.0.2.0/24-24-AS65000

                announced in session 4711 serial 2
                  object     rsync://rsync.example/repo/alpha/65000.roa
                             sha256 5d2d94a214a61cbbdb3ef4c3a59362f26b54e57ba6aa269d72be2097cf628c80
                             valid 2026-11-23T11:55:00.000Z to 2027-11-23T12:00:00.000Z
                  signed      2026-11-23T12:00:21.000Z                          CMS signing-time of the object
                  published  [2026-11-23T12:00:00.000Z   [-21.000 s             request of the fetch before, which saw it otherwise
                              2026-11-23T12:01:01.187Z]   +40.187 s]            first byte of the notification, https://rrdp.example/notification.xml, serial 18
                  fetched     2026-11-23T12:01:01.687Z    +0.500 s              rrdp-delta, durable here
                  validated   2026-11-23T12:01:01.812Z    +0.125 s              manifest 18, rsync://rsync.example/repo/alpha/alpha.mft, trust anchor lab
                  served      2026-11-23T12:01:01.875Z    +0.062 s              visible to routers as serial 2
                  taken up    2026-11-23T12:01:02.375Z    +0.500 s              203.0.113.1:50001: TCP acknowledged End of Data
                  confirmed   2026-11-23T13:01:32.375Z    +1 h 00 min 30.000 s  203.0.113.1:50001: next query carried the serial
                  taken up    2026-11-23T12:01:32.375Z    +30.500 s             203.0.113.2:50002: TCP acknowledged End of Data

                withdrawn in session 4711 serial 3, cause: revoked
                  object     rsync://rsync.example/repo/alpha/65000.roa
                             sha256 5d2d94a214a61cbbdb3ef4c3a59362f26b54e57ba6aa269d72be2097cf628c80
                             valid 2026-11-23T11:55:00.000Z to 2027-11-23T12:00:00.000Z
                  signed      2026-11-23T13:02:13.000Z                          revocation date in the CRL
                  published  [2026-11-23T12:01:00.937Z   [-1 h 01 min 12.062 s  request of the fetch before, which saw it otherwise
                              2026-11-23T13:02:32.625Z]   +19.625 s]            first byte of the notification, https://rrdp.example/notification.xml, serial 19
                  fetched     2026-11-23T13:02:33.125Z    +0.500 s              rrdp-delta, durable here
                  validated   2026-11-23T13:02:33.250Z    +0.125 s              manifest 19, rsync://rsync.example/repo/alpha/alpha.mft, trust anchor lab
                  served      2026-11-23T13:02:33.312Z    +0.062 s              visible to routers as serial 3
                  taken up    2026-11-23T13:02:35.312Z    +2.000 s              203.0.113.1:50001: TCP acknowledged End of Data
                  taken up    -                                                 203.0.113.2:50002: no acknowledgement on record

                """
        )
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(timeline.json().utf8)) as? [String: Any]
        )
        let flights = try #require(json["flights"] as? [[String: Any]])
        #expect(flights.map { $0["kind"] as? String } == ["announced", "withdrawn"])
        let stages = try #require(flights[0]["stages"] as? [[String: Any]])
        #expect(stages.map { $0["name"] as? String }.prefix(3) == ["signed", "published", "fetched"])
        #expect(stages[1]["after_ns"] as? Int64 == 1_795_435_200_000_000_000)
        #expect(stages[1]["is_interval"] as? Bool == true)
        #expect(stages[2]["delay_ns"] as? Int64 == 500_000_000)
    }

    @Test func saysWhatIsNotOnRecord() async throws {
        let scene = try Scene()
        scene.publish(announced: [(payload, [])])
        try await scene.flush()
        #expect(
            try scene.database.timeline(of: payload).text == """
                192.0.2.0/24-24-AS65000

                announced in session 4711 serial 1
                  signed      -                            no object on record
                  published   -                            not recorded
                  fetched     -                            not recorded
                  validated   -                            not recorded
                  served      2026-11-23T12:00:00.062Z     visible to routers as serial 1
                  taken up    -                            no router yet

                """
        )
    }

    @Test func aFirstFetchHasNoLowerBound() async throws {
        let scene = try Scene()
        scene.update(added: [roa])
        scene.evaluate(manifest: 1, accepted: [roa])
        scene.publish(announced: [(payload, [roa])])
        try await scene.flush()
        let timeline = try scene.database.timeline(of: payload)
        let published = try #require(timeline.flights.first?.stages.first { $0.name == .published })
        #expect(published.isInterval)
        #expect(published.afterNs == nil)
        #expect(published.delayAfterNs == nil)
        #expect(timeline.text.contains("published  [unknown"))
        #expect(timeline.text.contains("no fetch before on record"))
    }

    @Test func anUnknownPayloadHasNoFlight() async throws {
        let scene = try Scene()
        scene.publish(announced: [(payload, [])])
        try await scene.flush()
        let other = vrp("192.0.2.0/24-25-AS65000")
        #expect(try scene.database.timeline(of: other).text == "192.0.2.0/24-25-AS65000: no flight on record\n")
    }

    @Test func anExpiryHasNoPublication() async throws {
        let scene = try Scene()
        scene.update(added: [roa])
        scene.evaluate(manifest: 1, accepted: [roa])
        scene.publish(announced: [(payload, [roa])])
        scene.evaluate(manifest: 1, gone: [(roa, .expired)])
        scene.publish(withdrawn: [(payload, [roa])])
        try await scene.flush()
        let flight = try #require(try scene.database.timeline(of: payload).flights.last)
        #expect(flight.cause == "expired")
        #expect(flight.stages.map(\.name) == [.expired, .validated, .served, .takenUp])
    }

    /// The object left the manifest, but its file is still in the repository: the update that brought that
    /// manifest published the withdrawal.
    @Test func aWithdrawalIsPublishedByTheManifestsUpdate() async throws {
        let scene = try Scene()
        scene.update(added: [roa])
        scene.evaluate(manifest: 1, accepted: [roa])
        scene.publish(announced: [(payload, [roa])])
        scene.time.advance(bySeconds: 60)
        scene.update()
        scene.evaluate(manifest: 2, gone: [(roa, .withdrawn)])
        scene.publish(withdrawn: [(payload, [roa])])
        try await scene.flush()
        let flight = try #require(try scene.database.timeline(of: payload).flights.last)
        let published = try #require(flight.stages.first { $0.name == .published })
        #expect(published.source.hasSuffix("serial 18"))
        #expect(flight.stages.first?.source == "thisUpdate of the manifest without it")
    }

    @Test func oneFlightForEachTimeThePayloadCameAndWent() async throws {
        let scene = try Scene()
        for manifest in [1, 3] {
            scene.update(added: [roa])
            scene.evaluate(manifest: manifest, accepted: [roa])
            scene.publish(announced: [(payload, [roa])])
            scene.update(removed: [roa])
            scene.evaluate(manifest: manifest + 1, gone: [(roa, .withdrawn)])
            scene.publish(withdrawn: [(payload, [roa])])
        }
        try await scene.flush()
        let flights = try scene.database.timeline(of: payload).flights
        #expect(flights.map(\.kind) == [.announced, .withdrawn, .announced, .withdrawn])
        #expect(flights.map(\.serial) == [1, 2, 3, 4])
        let manifests = flights.map { $0.stages.first { $0.name == .validated }?.source.prefix(10) }
        #expect(manifests == ["manifest 1", "manifest 2", "manifest 3", "manifest 4"])
    }

    @Test func aRouterThatComesBackCountsOnce() async throws {
        let scene = try Scene()
        scene.router(1, "203.0.113.1:50001", .connected)
        scene.publish(announced: [(payload, [])])
        scene.router(1, "203.0.113.1:50001", .endOfDataAcknowledged, serial: 1)
        scene.router(1, "203.0.113.1:50001", .disconnected)
        scene.time.advance(bySeconds: 1)
        scene.router(2, "203.0.113.1:50007", .connected)
        scene.router(2, "203.0.113.1:50007", .endOfDataAcknowledged, serial: 1)
        // Another one that comes late has taken it up late.
        scene.router(3, "203.0.113.3:50003", .connected)
        scene.router(3, "203.0.113.3:50003", .endOfDataAcknowledged, serial: 1)
        try await scene.flush()
        let stages = try scene.database.timeline(of: payload).flights[0].stages
        #expect(stages.compactMap(\.router) == ["203.0.113.1:50001", "203.0.113.3:50003"])
    }

    @Test func aRouterThatSkipsASerialHasTakenItsChangesUp() async throws {
        let scene = try Scene()
        scene.router(1, "203.0.113.1:50001", .connected)
        scene.publish(announced: [(payload, [])])
        scene.publish(announced: [(vrp("198.51.100.0/24-24-AS65001"), [])])
        scene.router(1, "203.0.113.1:50001", .endOfDataAcknowledged, serial: 2)
        try await scene.flush()
        let stage = try #require(try scene.database.timeline(of: payload).flights[0].stages.last)
        #expect(stage.name == .takenUp)
        #expect(stage.instantNs != nil)
    }

    /// The wall clock is set back between validation and service: the delay is still the true one.
    @Test func delaysSurviveASetClock() async throws {
        let scene = try Scene()
        scene.update(added: [roa])
        scene.evaluate(manifest: 1, accepted: [roa])
        scene.time.setWall(PosixTime(Scene.start.seconds - 3_600))
        scene.publish(announced: [(payload, [roa])])
        try await scene.flush()
        let served = try #require(
            try scene.database.timeline(of: payload).flights.first?.stages.first { $0.name == .served }
        )
        #expect(served.delayNs == 62_500_000)
    }

    @Test func remoteTextCannotSteerTheTerminal() async throws {
        let scene = try Scene()
        let object = Scene.object("\u{1B}[2Jevil.roa")
        scene.evaluate(manifest: 1, accepted: [object])
        scene.publish(announced: [(payload, [object])])
        try await scene.flush()
        let text = try scene.database.timeline(of: payload).text
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains("[2Jevil.roa"))
    }
}
