import Logging
import Payloads
import RTR
import ServiceLifecycle

/// Where the daemon's payloads come from.
enum Producer: Sendable {
    case validator(ValidatorService)
    case file(PayloadFileService)

    var service: any Service {
        switch self {
        case .validator(let service): service
        case .file(let service): service
        }
    }

    /// Puts a configuration in force that was read again. What is said in apus.conf(5) to need a restart is left as it is.
    func reload(_ configuration: Configuration) async throws {
        switch self {
        case .validator(let service):
            await service.reload(
                configuration,
                locators: try TrustAnchorSources.load(configuration),
                constraints: try TrustAnchorSources.constraints(configuration)
            )
        case .file(let service):
            try service.reload()
        }
    }

    func answer(
        _ request: ControlRequest,
        history: PayloadHistory,
        routers: [RouterStatus]
    ) async -> ControlResponse {
        switch (request, self) {
        case (.update(let prefix), .validator(let service)):
            let uris = service.hurry(prefix)
            return uris.isEmpty
                ? ControlResponse(isSuccess: false, text: "no repository in use has a URI that starts with \(prefix)")
                : ControlResponse(isSuccess: true, text: uris.map { "fetching \($0)" }.joined(separator: "\n"))
        case (.update, .file):
            return ControlResponse(isSuccess: false, text: "the daemon serves a payload file and fetches nothing")
        case (.status, _):
            var lines = ["apus \(Version.current)"]
            if let current = history.current {
                lines.append(
                    "session \(current.session) serial \(current.serial): \(current.payloads.count) payloads,"
                        + " \(history.deltaCount) deltas"
                )
            } else {
                lines.append("not ready: no payload set yet")
            }
            if case .validator(let service) = self { lines += await service.statusLines() }
            lines += routers.map { router in
                let serial = router.acknowledgedSerial.map(String.init) ?? "none"
                return "router \(router.peer) version \(router.version.map(\.description) ?? "-")"
                    + " acknowledged serial \(serial)"
            }
            return ControlResponse(isSuccess: true, text: lines.joined(separator: "\n"))
        }
    }
}
