/// How an ``RTRClient`` reaches a cache and what it accepts.
package struct RTRClientConfiguration: Sendable {
    package var endpoint: Endpoint
    /// The version asked for first; lower ones follow when the cache does not speak it.
    package var highestVersion: ProtocolVersion = .v1
    package var connectTimeout: Duration = .seconds(10)
    /// How long one whole answer may take.
    package var responseTimeout: Duration = .seconds(600)
    /// Payloads accepted in one set, and PDUs in one answer.
    package var maximumPayloads = 10_000_000
    /// Overrides the refresh interval that the cache asks for.
    package var refresh: Duration?

    package init(endpoint: Endpoint) {
        self.endpoint = endpoint
    }
}
