import Flight
import FlightEvents
import Foundation
import Logging
import ObjectStore
import Payloads
import RTR
import ServiceLifecycle
import UnixSignals

/// The daemon: every room wired to the next, from the start to SIGTERM.
package enum Server {
    /// Runs until SIGTERM or SIGINT.
    ///
    /// Whatever is wrong with the configuration, the state directory, the payload file or the listeners ends the start
    /// before anything is fetched or served.
    ///
    /// - Parameter read: the configuration as it stands when SIGHUP arrives.
    package static func run(
        _ configuration: Configuration,
        read: @escaping @Sendable () throws -> Configuration
    ) async throws {
        // Until the reload service listens, a SIGHUP must not end the daemon.
        signal(SIGHUP, SIG_IGN)
        raiseDescriptorLimit()
        let time = SystemTimeSource()
        let log = StandardErrorLog.logger(for: configuration, time: time)
        let locators = configuration.payloadFile == nil ? try TrustAnchorSources.load(configuration) : []
        let constraints = configuration.payloadFile == nil ? try TrustAnchorSources.constraints(configuration) : [:]
        let rtrConfiguration = try configuration.rtrServer()
        let store = try ObjectStore(
            directory: configuration.stateDirectory,
            access: .writer,
            time: time,
            log: log
        )
        for repair in store.repairs { log.warning("\(repair)") }
        let recorder = try FlightRecorder(configuration: configuration.flight, time: time, log: log)
        let publisher = try Publisher(
            store: store,
            limits: .init(count: configuration.history),
            sink: recorder,
            time: time,
            log: log
        )
        let rtr = RTRServer(
            configuration: rtrConfiguration,
            source: publisher.history,
            time: time,
            sink: recorder,
            log: log
        )
        let producer: Producer
        if let path = configuration.payloadFile {
            producer = .file(try PayloadFileService(path: path, publisher: publisher, time: time, log: log))
        } else {
            producer = .validator(
                try ValidatorService(
                    configuration: configuration,
                    locators: locators,
                    constraints: constraints,
                    store: store,
                    publisher: publisher,
                    sink: recorder,
                    time: time,
                    log: log
                )
            )
        }
        for address in try await rtr.bind() { log.notice("serving RTR", metadata: ["address": "\(address)"]) }
        let control = ControlServer(stateDirectory: configuration.stateDirectory, log: log) { request in
            await producer.answer(request, history: publisher.history, routers: rtr.status())
        }
        let reload = ReloadService(log: log, read: read) { try await producer.reload($0) }
        // Shut down in reverse: first nobody gives orders, then nobody fetches, then routers and readers leave, and the
        // recorder hears it all.
        var services = ServiceGroupConfiguration(
            services: [
                RecorderService(recorder: recorder), PublisherService(publisher: publisher), rtr, producer.service,
                control, reload,
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: log
        )
        services.maximumGracefulShutdownDuration = .seconds(60)
        let group = ServiceGroup(configuration: services)
        log.notice("started", metadata: ["version": "\(Version.current)", "state": "\(configuration.stateDirectory)"])
        try await group.run()
        log.notice("stopped")
    }

    /// Lets this process open as many files and connections as the system allows it: routers must not take the
    /// descriptors that the store needs.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
