import RTR
import Testing

@Suite struct EndpointTests {
    @Test func readsHostAndPort() {
        #expect(Endpoint(parsing: "[2001:db8::1]:323") == Endpoint(host: "2001:db8::1", port: 323))
    }
}
