import Foundation

/// A canonical cache representation that another program has encoded (with Python's standard library and OpenSSL).
enum CacheRepresentationVector {
    static let octets = [UInt8](
        Data(
            base64Encoded: """
                MIIDvgYLKoZIhvcNAQkQATagggOtMIIDqTALBglghkgBZQMEAgEYDzIwMjYwMTAxMDAwMDAwWqGCAZEwggGNMIIBVjCBtQQgFjZ6\
                rLZ6SgF8jairlWgsyzkIY3gPcRTdoKDgxVZEx8QCAgfQBBS/i0Uw2NJG3XSsU6E0cbuheUHf9wIBARgPMjAyNTEyMzEyMzAwMDBa\
                MDUwMwYIKwYBBQUHMAuGJ3JzeW5jOi8vcnBraS5leGFtcGxlLm5ldC9yZXBvL3RhL3RhLm1mdDAsBBSYQpJq98oKjMoSYE+UVBTw\
                ewHhPQQUxOohuzZbvur18sZUiD5W0R5DxE4wgZsEIKeTe2S4yqWPA3IbtrrPXHjLI1/r4OcLG4TNmVQUYaCOAgMBAAAEFMTqIbs2\
                W77q9fLGVIg+VtEeQ8ROAhR//////////////////////////xgPMjAyNTEyMzExMjAwMDBaMDUwMwYIKwYBBQUHMAuGJ3JzeW5j\
                Oi8vcnBraS5leGFtcGxlLm5ldC9yZXBvL2NhL2NhLm1mdBgPMjAyNTEyMzEyMzAwMDBaBCCkMkBbJIEas0/b3xdF2EFQRJ6fS2pT\
                9lGQGqRUvFrlaqKBsDCBrTCBiDASAgEAMA0wCwQCAAEwBTADAwEAMFcCAwD79DBQMCUEAgABMB8wBAMCAAowBwMCAAoCARgwBQMD\
                BwoAMAcDBQfAAAKAMCcEAgACMCEwCgMFACABDbgCATAwEwMRACABDbgAAAAAAAAAAAAAAAEwGQIFAP////8wEDAOBAIAAjAIMAYD\
                AQACAQEEIBRXursc61O8+jFd+3lgm19boJbKGY3Np+1xvJtBqI2yo0cwRTAhMBMCAwD79DAMAgMA+/UCBQD/////MAoCAwEAADAD\
                AgEABCDal/EdBjzUk0MPgN/lwtl1B+6FaoCbGyJobkqWs0nwdKRSMFAwLAQUrJIx2kCCQwr+j01AEngUxhNkjY4EFL+LRTDY0kbd\
                dKxToTRxu6F5Qd/3BCD7CNAHoHPbYISocXf6QUDRQ9n3SG0dqnx83x/VnClSvaWBozCBoDB8MHoCAwD79DBzMHEEFINzwRPzepXF\
                ispvL1muogbzLfnmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcYuOXdTY4JpvDBTxYPl2PXS0oAwRmfcs1t5Vt9E0L6JZiX1s\
                M8XwFvB0IfLiIlT2rNI/+yBv+2t7d/y/kMBAHAQg6gWuWZOZ49AZLIA5ys3G6RqTJ6HE6hMLEUVR+dOMbZI=
                """
        ) ?? Data()
    )

    /// Of manifests, ROA payloads, ASPA payloads, trust anchors and router keys.
    static let digests = [
        "a432405b24811ab34fdbdf1745d84150449e9f4b6a53f651901aa454bc5ae56a",
        "1457babb1ceb53bcfa315dfb79609b5f5ba096ca198dcda7ed71bc9b41a88db2",
        "da97f11d063cd493430f80dfe5c2d97507ee856a809b1b22686e4a96b349f074",
        "fb08d007a073db6084a87177fa4140d143d9f7486d1daa7c7cdf1fd59c2952bd",
        "ea05ae599399e3d0192c8039cacdc6e91a9327a1c4ea130b114551f9d38c6d92",
    ]

    static let roaPayloads = [
        "AS0: 0.0.0.0/0-0",
        "AS64500: 10.0.0.0/8-8 10.0.0.0/8-24 10.0.0.0/9-9 192.0.2.128/25-25 2001:db8::/32-48 2001:db8::1/128-128",
        "AS4294967295: ::/0-1",
    ]
}
