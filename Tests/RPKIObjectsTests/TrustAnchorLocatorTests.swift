import Foundation
import RPKIObjects
import Testing

private let key = Data(Fixture.subjectKey).base64EncodedString()

@Suite("Trust anchor locators (RFC 8630)")
struct TrustAnchorLocatorTests {
    private func verdict(_ text: String) -> RejectionReason? {
        reason { () throws(Rejection) in _ = try TrustAnchorLocator(parsing: text, name: "test") }
    }

    @Test(
        "forms that are read",
        arguments: [
            "https://h.example/ta.cer\nrsync://h.example/m/ta.cer\n\n\(key)\n",
            "https://h.example/ta.cer\r\nrsync://h.example/m/ta.cer\r\n\r\n\(key)\r\n",
            "# a comment\n# another\nhttps://h.example/ta.cer\nrsync://h.example/m/ta.cer\n\n\(key)",
            "#comment\n\nhttps://h.example/ta.cer \n rsync://h.example/m/ta.cer\n\n\(key.prefix(64))\n\(key.dropFirst(64))\n\n",
        ]
    )
    func accepted(text: String) throws {
        let locator = try TrustAnchorLocator(parsing: text, name: "test")
        #expect(locator.uris.map(\.description) == ["https://h.example/ta.cer", "rsync://h.example/m/ta.cer"])
        #expect(locator.subjectPublicKeyInfo == Fixture.subjectKey && locator.name == "test")
    }

    @Test(
        "forms that are refused",
        arguments: [
            ("", .talURI), ("# only a comment\n", .talURI), ("\n\(key)", .talURI), ("\(key)\n", .talURI),
            ("http://h.example/ta.cer\n\n\(key)", .talURI), ("ftp://h.example/ta.cer\n\n\(key)", .talURI),
            ("rsync://h.example/m/../ta.cer\n\n\(key)", .talURI), ("rsync://h.example/m/\n\n\(key)", .talURI),
            (String(repeating: "https://h.example/ta.cer\n", count: 17) + "\n\(key)", .talURI),
            ("https://h.example/ta.cer\n\n", .talKey), ("https://h.example/ta.cer\n", .talKey),
            ("https://h.example/ta.cer\n\nnot base64!\n", .talKey), ("https://h.example/ta.cer\n\nAAAA\n", .talKey),
            ("https://h.example/ta.cer\n\n\(key)\(key)\n", .talKey),
            ("https://h.example/ta.cer\n\n\(Data(Fixture.routerKey).base64EncodedString())", .talKey),
        ] as [(String, RejectionReason)]
    )
    func refused(text: String, expected: RejectionReason) {
        #expect(verdict(text) == expected)
    }

    @Test("the certificate must have the locator's key")
    func keyMismatch() throws {
        let locator = try TrustAnchorLocator(parsing: "https://h.example/ta.cer\n\n\(key)", name: "test")
        try locator.checkKey(of: ResourceCertificate(decoding: CertificateFixture.trustAnchor.encoded))
        var other = CertificateFixture.trustAnchor
        other.publicKey = Fixture.rsaKey(modulus: [0xC3] + [UInt8](repeating: 0x11, count: 255), exponent: [1, 0, 1])
        let certificate = try ResourceCertificate(decoding: other.encoded)
        #expect(reason { () throws(Rejection) in try locator.checkKey(of: certificate) } == .trustAnchorKeyMismatch)
    }
}
