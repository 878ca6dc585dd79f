import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates of trust anchors")
struct TrustAnchorCertificateTests {
    @Test(
        "rules that differ from those of other authorities (RFC 6487 section 4.8, RFC 8630 section 2.3)",
        arguments: trustAnchorFaults
    )
    func rules(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .trustAnchor), as: .trustAnchor) == fault.reason)
    }
}

private let trustAnchorFaults: [Fault<CertificateFixture>] = [
    Fault("authority key identifier of its own key", nil) { $0 = $0.addingAuthority(Fixture.subjectKeyIdentifier) },
    Fault("authority key identifier of another key", .certificateAuthorityKeyIdentifier) {
        $0.set(.authorityKeyIdentifier)
    },
    Fault("CRL distribution point", .certificateCRLDistributionPoints) { $0.set(.crlDistributionPoint) },
    Fault("authority information access", .certificateAuthorityInformationAccess) {
        $0.set(.authorityInformationAccess)
    },
    Fault("another issuer", .trustAnchorNotSelfIssued) { $0.issuer = Fixture.name("issuer") },
    Fault("inherited addresses", .certificateResourcesInherited) { $0.set(.ipResources { $0.inheritedFamily(1) }) },
    Fault("inherited AS numbers", .certificateResourcesInherited) { $0.set(.asResources { $0.null() }) },
]
