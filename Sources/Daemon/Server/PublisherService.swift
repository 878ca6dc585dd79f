import ServiceLifecycle

/// Runs the publisher until graceful shutdown.
struct PublisherService: Service {
    let publisher: Publisher

    func run() async throws {
        await withGracefulShutdownHandler {
            await publisher.run()
        } onGracefulShutdown: {
            publisher.finish()
        }
    }
}
