import RTR
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("rtr.example.net:323", Endpoint(host: "rtr.example.net", port: 323)),
        ("192.0.2.1:0", Endpoint(host: "192.0.2.1", port: 0)),
        ("[2001:db8::1]:65535", Endpoint(host: "2001:db8::1", port: 65_535)),
        ("[::]:323", Endpoint(host: "::", port: 323)),
    ])
    func reads(text: String, endpoint: Endpoint) {
        #expect(Endpoint(parsing: text) == endpoint)
        #expect(endpoint.description == text)
    }

    @Test(arguments: [
        "", ":", ":323", "host", "host:", "host:65536", "host:-1", "host:+1", "host:3 ", "2001:db8::1:323", "[]:323",
        "[::1:323", "::1]:323", "a b:323", "[::1]]:323", "[[::1]:323", "host:1234567", "hö:1",
    ])
    func refuses(text: String) {
        #expect(Endpoint(parsing: text) == nil)
    }
}
