import FlightEvents
import Foundation
import RPKIObjects
import Testing
import Transport

/// Trust anchor certificates, from a real HTTPS server and a real rsync daemon. The certificate is AFRINIC's.
@Suite struct TrustAnchorTests {
    private static let certificate = [UInt8](
        Data(
            base64Encoded: """
                MIIEvDCCA6SgAwIBAgIJAOXPcrpsfp4oMA0GCSqGSIb3DQEBCwUAMCMxITAfBgNVBAMTGEFmcmlOSUMtUm9vdC1DZXJ0\
                aWZpY2F0ZTAeFw0yMDAzMzAwOTU4MzZaFw0zMDAzMjgwOTU4MzZaMCMxITAfBgNVBAMTGEFmcmlOSUMtUm9vdC1DZXJ0\
                aWZpY2F0ZTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAMbAKgIViDvjjdhH/aEQzKSsb/gH5kiyHS1ibY67\
                1Mg8STwY4EfpFazh1Hk2ro8oBVKePbbjeR9gta1LkGr0x773usTReX1NzpE3KhMzDmcvnLZG3XtkkTFXb2zttvkx/YDY\
                Sg3PZe1btNalOC3iR5N19H+brud+OmKxgDkr+gGmAV1YF8WtLPWb4KhaYpudKUXkHv1iN0MBSjYKT830C+mO3wz2HWGl\
                Tlz10ircez+LOCiwP2VpkS/26G8P4tnxb4gBoQ646qqrpvv/cNYRJS/76ooVZ1dfLGik5y75CLQPwX+YtdWIcNiu6r+e\
                92FscrqgpJzv4mC00dQ06AWXGVECAwEAAaOCAfEwggHtME8GA1UdIAEB/wRFMEMwQQYIKwYBBQUHDgIwNTAzBggrBgEF\
                BQcCARYnaHR0cHM6Ly9ycGtpLmFmcmluaWMubmV0L3BvbGljeS9DUFMucGRmMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0P\
                AQH/BAQDAgEGMB0GA1UdDgQWBBTraA849dbHG7SxBri9BlhQEtoxtjCCAQwGCCsGAQUFBwELBIH/MIH8MFEGCCsGAQUF\
                BzAFhkVyc3luYzovL3Jwa2kuYWZyaW5pYy5uZXQvcmVwb3NpdG9yeS8wNEU4QjBEODBGNEQxMUUwQjY1N0Q4OTMxMzY3\
                QUU3RC8wcAYIKwYBBQUHMAqGZHJzeW5jOi8vcnBraS5hZnJpbmljLm5ldC9yZXBvc2l0b3J5LzA0RThCMEQ4MEY0RDEx\
                RTBCNjU3RDg5MzEzNjdBRTdELzYyZ1BPUFhXeHh1MHNRYTR2UVpZVUJMYU1iWS5tZnQwNQYIKwYBBQUHMA2GKWh0dHBz\
                Oi8vcnJkcC5hZnJpbmljLm5ldC9ub3RpZmljYXRpb24ueG1sMCEGCCsGAQUFBwEIAQH/BBIwEKAOMAwwCgIBAAIFAP//\
                //8wJwYIKwYBBQUHAQcBAf8EGDAWMAkEAgABMAMDAQAwCQQCAAIwAwMBADANBgkqhkiG9w0BAQsFAAOCAQEAdzfg9VXR\
                BydptW+2xDZnjJ/BZM4YMJB+WxzJ8EOxSEdw7lW9X+8yb1YfabdYZHrStVMAcdb1HsWoO90DGguPIhT82SLeBpyj7FFK\
                sBupTY+UnUKuWOxYEQ1xUKxotY1e4+fdklWiU4KwnXNKvqnDxQgVSbIAOf2aWNtYfOOXvDCf7XmcVnje2KZuul66/+az\
                wxHQgX2i0S7iOc0nfhzDfDnBGhuyN8ZEehRjqrIfj1LWM2dA99+DA1yHU2TSZANJLgI6I5q3FRlm06OH8HwZf7pqhNLo\
                KvTXyS3Jd/EpN+9fZFj8wnYWOJpTCBTbeTDSqEv8/N8SW9Pma4kyHRxhMA==
                """
        ) ?? Data()
    )

    private static func locator(_ uris: [String]) throws -> TrustAnchorLocator {
        try TrustAnchorLocator(
            parsing: """
                \(uris.joined(separator: "\n"))

                MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxsAqAhWIO+ON2Ef9oRDMpKxv+AfmSLIdLWJtjrvUyDxJPBjg\
                R+kVrOHUeTaujygFUp49tuN5H2C1rUuQavTHvve6xNF5fU3OkTcqEzMOZy+ctkbde2SRMVdvbO22+TH9gNhKDc9l7Vu0\
                1qU4LeJHk3X0f5uu5346YrGAOSv6AaYBXVgXxa0s9ZvgqFpim50pReQe/WI3QwFKNgpPzfQL6Y7fDPYdYaVOXPXSKtx7\
                P4s4KLA/ZWmRL/bobw/i2fFviAGhDrjqqqum+/9w1hElL/vqihVnV18saKTnLvkItA/Bf5i11Yhw2K7qv573YWxyuqCk\
                nO/iYLTR1DToBZcZUQIDAQAB
                """,
            name: "test"
        )
    }

    @Test func httpsComesFirstAndIsAskedWhetherItChanged() async throws {
        let server = try HTTPSServer()
        let daemon = try RsyncDaemon()
        try server.root.write("ta.cer", Self.certificate)
        try daemon.root.write("ta.cer", Self.certificate)
        let fixture = try Fixture()
        let locator = try Self.locator([daemon.module + "ta.cer", server.base + "/ta.cer"])
        for _ in 0..<2 {
            let outcome = await fixture.fetcher.fetchTrustAnchor(locator)
            #expect(outcome.certificate == Self.certificate)
            #expect(outcome.uri == server.base + "/ta.cer")
            #expect(outcome.isFresh)
            #expect(outcome.failures.isEmpty)
        }
        #expect(server.requests == ["/ta.cer 200", "/ta.cer 304"])
        #expect(fixture.events.fetches.map(\.kind) == [.trustAnchor, .trustAnchor])
    }

    /// What an HTTPS server may answer instead of the certificate.
    enum Bad: CaseIterable {
        case missing, garbage, tooLong
    }

    @Test(arguments: Bad.allCases) func rsyncServesWhereHTTPSFails(_ bad: Bad) async throws {
        let server = try HTTPSServer()
        let daemon = try RsyncDaemon()
        switch bad {
        case .missing: break
        case .garbage: try server.root.write("ta.cer", "<html></html>")
        case .tooLong: try server.root.write("ta.cer", Self.certificate + [UInt8](repeating: 0, count: 100_000))
        }
        try daemon.root.write("ta.cer", Self.certificate)
        let fixture = try Fixture()
        let locator = try Self.locator([server.base + "/ta.cer", daemon.module + "ta.cer"])
        let outcome = await fixture.fetcher.fetchTrustAnchor(locator)
        #expect(outcome.certificate == Self.certificate)
        #expect(outcome.uri == daemon.module + "ta.cer")
        #expect(outcome.failures.count == 1)
    }

    @Test func theStoredCertificateStaysInUse() async throws {
        let server = try HTTPSServer()
        try server.root.write("ta.cer", Self.certificate)
        let fixture = try Fixture()
        let locator = try Self.locator([server.base + "/ta.cer"])
        _ = await fixture.fetcher.fetchTrustAnchor(locator)
        server.stop()
        let outcome = await fixture.fetcher.fetchTrustAnchor(locator)
        #expect(outcome.certificate == Self.certificate)
        #expect(!outcome.isFresh)
        #expect(outcome.failures.map(\.errorClass) == [.refused])
    }

    /// RFC 8630 section 3: the key must be the locator's.
    @Test func aCertificateOfAnotherKeyIsRefused() async throws {
        let server = try HTTPSServer()
        var other = Self.certificate
        let modulus = try #require(other.firstRange(of: [0x02, 0x82, 0x01, 0x01, 0x00]))
        other[modulus.upperBound + 50] ^= 1
        try server.root.write("ta.cer", other)
        let fixture = try Fixture()
        let outcome = await fixture.fetcher.fetchTrustAnchor(try Self.locator([server.base + "/ta.cer"]))
        #expect(outcome.certificate == nil)
        #expect(outcome.failures.count == 1)
    }
}
