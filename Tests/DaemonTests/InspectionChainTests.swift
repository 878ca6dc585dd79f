import DER
import Daemon
import Laboratory
import NumberResources
import Payloads
import RPKICrypto
import RPKIObjects
import Testing

/// How `apus inspect` follows a chain through certificates that were given as files.
@Suite("Chains of inspected objects")
struct InspectionChainTests {
    private let anchor = TestIssuer("anchor", TestIssuer.keys[0])
    private let authority = TestIssuer("authority", TestIssuer.keys[1])
    private let child = TestIssuer("child", TestIssuer.keys[2])

    private func inspect(
        _ octets: [UInt8],
        issuers: [(String, [UInt8])],
        at instant: PosixTime = TestIssuer.start.advanced(60),
        tolerating: Set<RejectionReason> = [],
        maximumDepth: Int = 32
    ) throws -> InspectionReport {
        var files = IssuerFiles()
        for (name, octets) in issuers { try files.add(octets, name: name) }
        let inspector = ObjectInspector(
            profile: .strict.tolerating(tolerating),
            isStrict: true,
            instant: instant,
            files: files,
            store: nil,
            maximumDepth: maximumDepth
        )
        return inspector.inspect(octets, name: "object")
    }

    @Test("names, keys, signatures and resources up to the trust anchor")
    func wholeChain() throws {
        let issuers = [
            ("anchor.cer", try anchor.certificate(["10.0.0.0/8"])),
            ("authority.cer", try authority.certificate(["10.0.0.0/16"], from: anchor)),
        ]
        let report = try inspect(try child.certificate(["10.0.0.0/24"], from: authority), issuers: issuers)
        #expect(report.rejection == nil)
        // There is no CRL to tell.
        #expect(report.chain.state == .incomplete)
        #expect(report.chain.links.map(\.place) == ["authority.cer", "anchor.cer"])
        #expect(report.chain.links.map(\.subject) == ["CN=authority", "CN=anchor"])
        #expect(report.chain.notes.contains("revocation unchecked: no CRL of authority.cer"))

        let lists = [("anchor.crl", try anchor.revocationList()), ("authority.crl", try authority.revocationList())]
        let whole = try inspect(try child.certificate(["10.0.0.0/24"], from: authority), issuers: issuers + lists)
        #expect(whole.rejection == nil)
        #expect(whole.chain.state == .valid)
    }

    @Test("resources that the issuer does not hold, in the object or above it")
    func overclaim() throws {
        let issuers = [
            ("anchor.cer", try anchor.certificate(["10.0.0.0/8"])),
            ("authority.cer", try authority.certificate(["11.0.0.0/16"], from: anchor)),
        ]
        let own = try inspect(try child.certificate(["12.0.0.0/24"], from: authority), issuers: issuers)
        #expect(own.rejection?.reason == "certificate-resources-overclaim")
        #expect(own.rejection?.detail == "not held by the issuer: 12.0.0.0-12.0.0.255")
        #expect(own.chain.state == .invalid)

        let above = try inspect(try child.certificate(["11.0.0.0/24"], from: authority), issuers: issuers)
        #expect(above.rejection?.reason == "certificate-resources-overclaim")
        #expect(above.rejection?.detail == "issuer authority.cer: not held by the issuer: 11.0.0.0-11.0.255.255")

        let tolerated = try inspect(
            try child.certificate(["11.0.0.0/24"], from: authority),
            issuers: issuers,
            tolerating: [.certificateResourcesOverclaim]
        )
        #expect(tolerated.rejection == nil)
        #expect(tolerated.warnings.map(\.reason) == ["certificate-resources-overclaim"])
    }

    @Test("authorities that certify each other are a circle, and paths have an end")
    func circles() throws {
        let issuers = [
            ("a.cer", try authority.certificate(["10.0.0.0/8"], from: child)),
            ("b.cer", try child.certificate(["10.0.0.0/8"], from: authority)),
        ]
        let leaf = try TestIssuer("leaf", TestIssuer.keys[0]).certificate(["10.0.0.0/24"], from: authority)
        #expect(try inspect(leaf, issuers: issuers).rejection?.reason == "certificate-loop")

        let deep = [
            ("anchor.cer", try anchor.certificate(["10.0.0.0/8"])),
            ("authority.cer", try authority.certificate(["10.0.0.0/16"], from: anchor)),
        ]
        let object = try child.certificate(["10.0.0.0/24"], from: authority)
        #expect(try inspect(object, issuers: deep, maximumDepth: 1).rejection == nil)
        #expect(try inspect(object, issuers: deep, maximumDepth: 0).rejection?.reason == "certificate-depth")
    }

    @Test("the nearest defect is named, and the time last")
    func order() throws {
        let expired = TestIssuer.start.advanced(10)
        let issuers = [
            ("anchor.cer", try anchor.certificate(["10.0.0.0/8"])),
            ("authority.cer", try authority.certificate(["10.0.0.0/16"], from: anchor, until: expired)),
        ]
        let good = try child.certificate(["10.0.0.0/24"], from: authority)
        let late = try inspect(good, issuers: issuers)
        #expect(late.rejection?.reason == "certificate-expired")
        #expect(late.rejection?.detail.hasPrefix("issuer authority.cer: ") == true)
        #expect(late.chain.state == .invalid)

        let forged = try child.certificate(["12.0.0.0/24"], from: authority, signedBy: anchor.key)
        let report = try inspect(forged, issuers: issuers)
        #expect(report.rejection?.reason == "certificate-signature-invalid")
    }

    @Test("of several authorities with one key the one with the right name is the issuer")
    func sharedKeys() throws {
        let twin = TestIssuer("twin", authority.key)
        let issuers = [
            ("twin.cer", try twin.certificate(["11.0.0.0/16"], from: anchor)),
            ("authority.cer", try authority.certificate(["10.0.0.0/16"], from: anchor)),
            ("anchor.cer", try anchor.certificate(["0.0.0.0/0"])),
        ]
        let report = try inspect(try child.certificate(["10.0.0.0/24"], from: authority), issuers: issuers)
        #expect(report.rejection == nil)
        #expect(report.chain.links.first?.place == "authority.cer")
    }

    @Test("nothing that an object says reaches the terminal unescaped")
    func escapes() throws {
        let hostile = TestIssuer("a\u{1B}]0;x\u{7}\u{9B}2J\u{202E}", TestIssuer.keys[1])
        let octets = try hostile.certificate(["10.0.0.0/8"])
        let report = try inspect(octets, issuers: [], tolerating: [.nameNotPrintableString])
        let texts = try [ByteSink.collect(report.writeText), ByteSink.collect(report.writeJSON)]
        for text in texts {
            let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
            #expect(!scalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
            #expect(!scalars.contains { $0.properties.generalCategory == .format })
        }
    }
}

/// A certification authority of these tests.
struct TestIssuer {
    let name: String
    let key: SigningKey

    static let start = PosixTime(1_800_000_000)
    /// Made once: it takes longer than all else that the tests do.
    static let keys = (0..<3).compactMap { _ in try? SigningKey.generateRSA2048() }

    init(_ name: String, _ key: SigningKey) {
        self.name = name
        self.key = key
    }

    /// The authority's CRL of an age in seconds.
    func revocationList(
        revoking serials: [UInt64] = [],
        age: Int64 = 0,
        signedBy signer: SigningKey? = nil
    ) throws -> [UInt8] {
        let template = CRLTemplate(
            issuer: name,
            key: key.keyIdentifier,
            number: 1,
            thisUpdate: Self.start.advanced(-age),
            nextUpdate: Self.start.advanced(86_400),
            entries: serials.map { CRLTemplate.Entry(serialNumber: $0, revoked: Self.start.advanced(-age)) }
        )
        return try template.issued(by: signer ?? key)
    }

    /// The authority's certificate, issued by `issuer` or by itself.
    func certificate(
        _ prefixes: [String],
        from issuer: TestIssuer? = nil,
        until end: PosixTime = start.advanced(86_400),
        signedBy signer: SigningKey? = nil
    ) throws -> [UInt8] {
        let directory = "rsync://rpki.example/repo/x/"
        let template = CertificateTemplate.authority(
            name: name,
            key: key,
            issuer: issuer.map {
                CertificateTemplate.Issuer(
                    name: $0.name,
                    key: $0.key.keyIdentifier,
                    certificateURI: "rsync://rpki.example/repo/issuer.cer",
                    crlURI: "\(directory)ca.crl"
                )
            },
            publishing: CertificateTemplate.PublicationURIs(
                repository: directory,
                manifest: directory + "ca.mft",
                notification: nil
            ),
            grant: CertificateTemplate.Grant(
                serialNumber: 2,
                notBefore: Self.start,
                notAfter: end,
                ip: IPResourceBlocks(IPResourceSet(prefixes: prefixes.compactMap { IPPrefix(parsing: $0) })),
                autonomousSystems: nil
            )
        )
        return try template.issued(by: signer ?? issuer?.key ?? key)
    }
}

extension PosixTime {
    func advanced(_ seconds: Int64) -> PosixTime { PosixTime(self.seconds + seconds) }
}
