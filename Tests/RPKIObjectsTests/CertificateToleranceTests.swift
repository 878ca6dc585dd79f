import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates: what the default profile tolerates")
struct CertificateToleranceTests {
    @Test("what the default profile tolerates is warned of by the reason it would be rejected for")
    func tolerances() throws {
        let cases: [(RejectionReason, CertificateKind, CertificateFixture)] = [
            (.nameNotPrintableString, .ca, utf8Named), (.certificateExtensionNotAllowed, .ca, withUnknownExtension),
            (.eeNotifyURI, .ee(.manifest), eeWithNotify),
        ]
        for (reason, kind, fixture) in cases {
            let certificate = try ResourceCertificate(decoding: fixture.encoded)
            #expect(try certificate.inspect(as: kind, profile: .default).map(\.reason) == [reason])
            #expect(throws: Rejection.self) { try certificate.inspect(as: kind, profile: .strict) }
        }
    }

    private var utf8Named: CertificateFixture {
        var fixture = CertificateFixture.ca
        fixture.subject = Fixture.name([[(.commonName, .utf8String, "subject")]])
        return fixture
    }

    private var withUnknownExtension: CertificateFixture {
        var fixture = CertificateFixture.ca
        fixture.extensions.append(ExtensionFixture([1, 2, 3]) { $0.null() })
        return fixture
    }

    private var eeWithNotify: CertificateFixture {
        var fixture = CertificateFixture.ee
        fixture.set(
            .access(
                .subjectInformationAccess,
                [
                    (.accessSignedObject, "rsync://host.example/repo/ca/ca.mft"),
                    (.accessNotify, "https://host.example/notification.xml"),
                ]
            )
        )
        return fixture
    }
}
