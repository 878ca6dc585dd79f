import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates of signed objects")
struct EECertificateTests {
    @Test("rules that differ from those of authorities (RFC 6487 section 4.8)", arguments: eeFaults)
    func rules(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ee), as: .ee(.routeOriginAuthorization)) == fault.reason)
    }

    @Test("a signed checklist's EE certificate has no place in a repository (RFC 9323 section 2)")
    func checklist() {
        var fixture = CertificateFixture.ee
        let type = CertificateKind.ee(.signedChecklist)
        #expect(verdict(fixture, as: type) == .certificateSubjectInformationAccess)
        fixture.remove(.subjectInformationAccess)
        #expect(verdict(fixture, as: type) == nil)
    }
}

private let eeFaults: [Fault<CertificateFixture>] = [
    Fault("basic constraints", .certificateBasicConstraints) { $0.set(.basicConstraints) },
    Fault("an authority's key usage", .certificateKeyUsage) { $0.set(.keyUsage(0x06, unused: 1)) },
    Fault("nonRepudiation as well", .certificateKeyUsage) { $0.set(.keyUsage(0xC0, unused: 6)) },
    Fault("extended key usage", .certificateExtendedKeyUsage) {
        $0.set(
            ExtensionFixture(.extendedKeyUsage) { $0.sequence { $0.objectIdentifier([1, 3, 6, 1, 5, 5, 7, 3, 1]) } }
        )
    },
    Fault("no place", .certificateSubjectInformationAccess) { $0.remove(.subjectInformationAccess) },
    Fault("place by https only", .certificateSubjectInformationAccess) {
        $0.set(.access(.subjectInformationAccess, [(.accessSignedObject, "https://h/a.roa")]))
    },
    Fault("an authority's access method as well", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessSignedObject, "rsync://h/m/a.roa"), (.accessManifest, "rsync://h/m/a")]
            )
        )
    },
    Fault("two places", nil) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessSignedObject, "rsync://h/m/a.roa"), (.accessSignedObject, "rsync://h/m/b.roa")]
            )
        )
    },
    Fault("notification", .eeNotifyURI) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessSignedObject, "rsync://h/m/a.roa"), (.accessNotify, "https://h/n.xml")]
            )
        )
    },
]
