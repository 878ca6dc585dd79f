package import Logging

/// The router's side of RTR: fetches a cache's payload set and follows its changes.
package struct RTRClient: Sendable {
    package let configuration: RTRClientConfiguration
    private let log: Logger

    package init(configuration: RTRClientConfiguration, log: Logger) {
        self.configuration = configuration
        self.log = log
    }

    /// Connects, synchronises once and disconnects. With `known`, asks for the changes since.
    package func fetch(since known: SynchronisedSet? = nil) async throws(RTRClientError) -> SynchronisedSet {
        throw .timedOut
    }

    /// Connects and yields the set after each synchronisation: at first, then after each Serial Notify and
    /// refresh interval. A slow consumer misses intermediate sets. The sequence throws an ``RTRClientError`` when the
    /// connection ends; ending the iteration disconnects.
    package func updates(since known: SynchronisedSet? = nil) -> AsyncThrowingStream<SynchronisedSet, any Error> {
        AsyncThrowingStream { $0.finish() }
    }
}
