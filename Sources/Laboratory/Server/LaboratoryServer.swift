import Foundation
import Hummingbird
import HummingbirdTLS
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Subprocess
import SystemPackage

/// Serves a laboratory's directory on loopback: RRDP and the trust anchors' certificates over HTTPS, and the
/// published trees through an rsync daemon, on the ports chosen when the laboratory was created.
///
/// It takes what is in the directory at each request, so that publications by other processes show at once.
package struct LaboratoryServer: Service {
    private let directory: LaboratoryDirectory
    private let configuration: LaboratoryConfiguration
    private let logger: Logger
    private let onRunning: @Sendable () async -> Void

    /// - Parameter onRunning: called when both servers accept connections.
    package init(
        directory path: String,
        logger: Logger = Logger(label: "laboratory"),
        onRunning: @escaping @Sendable () async -> Void = {}
    ) throws(LaboratoryError) {
        directory = LaboratoryDirectory(path: path)
        configuration = try Laboratory.configuration(directory: path)
        self.logger = logger
        self.onRunning = onRunning
    }

    /// The URIs under which the laboratory is served.
    package var endpoints: (https: String, rsync: String) {
        (
            "https://\(LaboratoryConfiguration.host):\(configuration.httpsPort)/",
            "rsync://\(LaboratoryConfiguration.host):\(configuration.rsyncPort)/"
        )
    }

    /// Serves until it is cancelled or shut down gracefully; throws when a port is taken or a server ends.
    package func run() async throws {
        _ = try LoopbackPorts.reserve([configuration.httpsPort, configuration.rsyncPort])
        let daemon = RsyncDaemon(directory: directory, configuration: configuration)
        try daemon.writeConfiguration()
        let (started, start) = AsyncStream<Void>.makeStream()
        let https = try application { start.finish() }
        try await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Result<Void, any Error>.self) { group in
                group.addTask { await Self.result { try await https.run() } }
                group.addTask { await Self.result { try await daemon.run() } }
                group.addTask {
                    await Self.result {
                        for await _ in started {}
                        try await daemon.waitUntilListening()
                        await onRunning()
                        // The servers run on; this child has nothing more to do but to wait for its cancellation.
                        try await Task.sleep(for: .seconds(Int64.max / 1_000_000_000))
                    }
                }
                // The first to end takes the others with it.
                let first = await group.next() ?? .success(())
                let isCancelled = Task.isCancelled
                group.cancelAll()
                await group.waitForAll()
                return isCancelled ? .success(()) : first
            }
        }.get()
    }

    private static func result(_ body: () async throws -> Void) async -> Result<Void, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    private func application(onRunning: @escaping @Sendable () -> Void) throws -> some ApplicationProtocol {
        let files = PublishedFiles(root: directory.path)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(directory.tls("server.pem")).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: directory.tls("server.key"), format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        // The framework calls it an error when a connection is open at the end.
        var quiet = logger
        quiet.logLevel = .critical
        return Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                try await NIOThreadPool.singleton.runIfActive { files.response(to: request) }
            },
            server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: Int(configuration.httpsPort)),
                serverName: "apus-laboratory"
            ),
            onServerRunning: { _ in onRunning() },
            logger: quiet
        )
    }
}
