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
        scene.evaluate(
            manifest: 19,
            gone: [(roa, .revoked)],
            revoked: [roa.hash: PosixTime(scene.time.now().posix.seconds - 20)]
        )
        scene.publish(withdrawn: [(payload, [roa])])
        scene.time.advance(bySeconds: 2)
        scene.router(1, "203.0.113.1:50001", .endOfDataAcknowledged, serial: 3)
        try await scene.flush()

        let text = try scene.database.timeline(of: payload).text
        print(text)
    }
}
