import DER
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Certificates: where an authority and its issuer publish")
struct CertificateAccessTests {
    @Test(
        "CRL distribution points, authority and subject information access (RFC 6487 sections 4.8.6 to 4.8.8)",
        arguments: accessFaults
    )
    func access(fault: Fault<CertificateFixture>) {
        #expect(verdict(fault.applied(to: .ca), as: .ca) == fault.reason)
    }
}

private let accessFaults: [Fault<CertificateFixture>] = [
    Fault("no CRL distribution point", .certificateCRLDistributionPoints) { $0.remove(.crlDistributionPoints) },
    Fault("CRL distribution point critical", .certificateCRLDistributionPoints) {
        $0.setCritical(.crlDistributionPoints, true)
    },
    Fault("two CRL distribution points", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["rsync://h/m/a.crl"], ["rsync://h/m/a.crl"]]))
    },
    Fault("CRL by https only", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["https://h/a.crl"]]))
    },
    Fault("CRL by https and rsync", nil) {
        $0.set(.crlDistributionPoints([["https://h/a.crl", "rsync://h/m/a.crl"]]))
    },
    Fault("CRL path that climbs", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["rsync://h/m/../a.crl"]]))
    },
    Fault("reasons", .certificateCRLDistributionPoints) {
        $0.set(.crlDistributionPoints([["rsync://h/m/a.crl"]]) { $0.bitString([0x80], unusedBits: 7, .context(1)) })
    },
    Fault("cRLIssuer", .certificateCRLDistributionPoints) {
        $0.set(
            .crlDistributionPoints([["rsync://h/m/a.crl"]]) {
                $0.explicit(2) { $0.explicit(4) { $0.raw(Fixture.name("x")) } }
            }
        )
    },
    Fault("no authority information access", .certificateAuthorityInformationAccess) {
        $0.remove(.authorityInformationAccess)
    },
    Fault("authority information access critical", .certificateAuthorityInformationAccess) {
        $0.setCritical(.authorityInformationAccess, true)
    },
    Fault("issuer by https only", .certificateAuthorityInformationAccess) {
        $0.set(.access(.authorityInformationAccess, [(.accessCAIssuers, "https://h/a.cer")]))
    },
    Fault("issuer by two URIs", nil) {
        $0.set(
            .access(
                .authorityInformationAccess,
                [(.accessCAIssuers, "http://h/a.cer"), (.accessCAIssuers, "rsync://h/m/a.cer")]
            )
        )
    },
    Fault("another access method", .certificateAuthorityInformationAccess) {
        $0.set(.access(.authorityInformationAccess, [(.accessManifest, "rsync://h/m/a.cer")]))
    },
    Fault("no subject information access", .certificateSubjectInformationAccess) {
        $0.remove(.subjectInformationAccess)
    },
    Fault("subject information access critical", .certificateSubjectInformationAccess) {
        $0.setCritical(.subjectInformationAccess, true)
    },
    Fault("no repository", .certificateSubjectInformationAccess) {
        $0.set(.access(.subjectInformationAccess, [(.accessManifest, "rsync://h/m/a.mft")]))
    },
    Fault("no manifest", .certificateSubjectInformationAccess) {
        $0.set(.access(.subjectInformationAccess, [(.accessCARepository, "rsync://h/m/")]))
    },
    Fault("manifest outside of the repository", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessCARepository, "rsync://h/m/a/"), (.accessManifest, "rsync://h/m/b/a.mft")]
            )
        )
    },
    Fault("manifest that is a directory", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessCARepository, "rsync://h/m/a/"), (.accessManifest, "rsync://h/m/a/")]
            )
        )
    },
    Fault("repository path that climbs", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [(.accessCARepository, "rsync://h/../"), (.accessManifest, "rsync://h/m/a.mft")]
            )
        )
    },
    Fault("notification by http", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [
                    (.accessCARepository, "rsync://h/m/"), (.accessManifest, "rsync://h/m/a.mft"),
                    (.accessNotify, "http://h/n.xml"),
                ]
            )
        )
    },
    Fault("a signed object's access method", .certificateSubjectInformationAccess) {
        $0.set(
            .access(
                .subjectInformationAccess,
                [
                    (.accessCARepository, "rsync://h/m/"), (.accessManifest, "rsync://h/m/a.mft"),
                    (.accessSignedObject, "rsync://h/m/a.roa"),
                ]
            )
        )
    },
]
