import DER
import Daemon
import Foundation
import Laboratory
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

/// Which octets of a file `apus inspect` inspects, and as what.
@Suite("Inspected contents")
struct InspectedContentTests {
    private let authority = TestIssuer("authority", TestIssuer.keys[0])

    private func inspect(
        _ octets: [UInt8],
        profile: Profile = .default,
        isStrict: Bool = false
    ) -> InspectionReport {
        let inspector = ObjectInspector(
            profile: profile,
            isStrict: isStrict,
            instant: TestIssuer.start.advanced(60),
            files: IssuerFiles(),
            store: nil,
            maximumDepth: 32
        )
        return inspector.inspect(octets, name: "object")
    }

    private func armour(_ octets: [UInt8], _ label: String = "CERTIFICATE") -> [UInt8] {
        let base64 = Data(octets).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return Array("-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n".utf8)
    }

    @Test("one block of PEM is the object that it holds")
    func armour() throws {
        let certificate = try authority.certificate(["10.0.0.0/8"])
        for content in [armour(certificate), Array("\r\n ".utf8) + armour(certificate) + [0x0A]] {
            let report = inspect(content)
            #expect(report.type == .certificate)
            #expect(report.hash == SHA256Digest(hashing: certificate))
            #expect(report.rejection == nil)
        }
        var files = IssuerFiles()
        try files.add(armour(certificate), name: "authority.pem")
    }

    @Test("an armour inside other content is none")
    func embeddedArmour() throws {
        let certificate = try authority.certificate(["10.0.0.0/8"])
        let armoured = armour(certificate)
        for (start, type) in [
            (certificate, InspectedType.certificate), (Array("<snapshot>".utf8), .rrdp(.snapshot)),
            (Array("{".utf8), .localExceptions), (Array("# a comment\n".utf8), .trustAnchorLocator),
        ] {
            let report = inspect(start + armoured)
            #expect(report.type == type)
            #expect(report.size == start.count + armoured.count)
            #expect(report.rejection != nil)
        }
        #expect(inspect(Array("text\n".utf8) + armoured).type == nil)
    }

    @Test("bundles, and what follows a block, are refused")
    func bundles() throws {
        let armoured = armour(try authority.certificate(["10.0.0.0/8"]))
        for (content, detail) in [
            (armoured + armoured, "bundle"), (armoured + [0x30], "after the PEM block"),
            (Array(armoured.dropLast(20)), "without the end"), (armour([1, 2, 3]), "base64"),
        ] {
            let report = inspect(content)
            #expect(report.rejection?.reason == "object-type-unknown")
            #expect(report.rejection?.detail.contains(detail) == true, "\(String(describing: report.rejection))")
        }
    }

    @Test("a signed object with indefinite lengths has the type of its content")
    func indefiniteLengths() throws {
        let prefix = try #require(IPPrefix(parsing: "10.0.0.0/24"))
        let key = TestIssuer.keys[1]
        let certificate = CertificateTemplate.endEntity(
            key: key,
            issuer: CertificateTemplate.Issuer(
                name: authority.name,
                key: authority.key.keyIdentifier,
                certificateURI: "rsync://rpki.example/repo/issuer.cer",
                crlURI: "rsync://rpki.example/repo/x/ca.crl"
            ),
            objectURI: "rsync://rpki.example/repo/x/a.roa",
            grant: CertificateTemplate.Grant(
                serialNumber: 3,
                notBefore: TestIssuer.start,
                notAfter: TestIssuer.start.advanced(86_400),
                ip: IPResourceBlocks(IPResourceSet(prefixes: [prefix])),
                autonomousSystems: nil
            )
        )
        let family = ROATemplate.Family(
            addressFamily: [0, 1],
            addresses: [ROATemplate.Address(prefix: prefix, maxLength: nil)]
        )
        let template = SignedObjectTemplate(
            contentType: .routeOriginAuthorization,
            content: ROATemplate(asn: 64_496, families: [family]).encoded(),
            signingTime: TestIssuer.start,
            certificate: certificate
        )
        let octets = try template.issued(by: authority.key, signedBy: key)
        #expect(inspect(octets).rejection == nil)

        // ContentInfo, content, SignedData and the digest algorithms, which stand before the type.
        let info = elements(of: octets[...])[0].elements
        let data = info[1].elements[0].elements
        let fields = [data[0].encoded, indefinite(0x31, [data[1].content])] + data.dropFirst(2).map(\.encoded)
        let report = inspect(
            indefinite(0x30, [info[0].encoded, indefinite(0xA0, [indefinite(0x30, fields)])])
        )
        #expect(report.type == .signedObject(.routeOriginAuthorization))
        #expect(report.rejection == nil, "\(String(describing: report.rejection))")
        #expect(report.warnings.map(\.reason) == ["signed-object-not-der"])
    }

    @Test("what is tolerated besides does not make the reading of local exceptions lenient")
    func strictness() {
        let text = """
            {"slurmVersion": 1, "validationOutputFilters": {"prefixFilters": [], "bgpsecFilters": []},
             "locallyAddedAssertions": {"bgpsecAssertions": [], "prefixAssertions": [
               {"asn": 64496, "prefix": "192.0.2.0/24", "source": "somewhere"}]}}
            """
        let profile = Profile.strict.tolerating([.certificateRevoked])
        #expect(inspect(Array(text.utf8), profile: profile, isStrict: true).rejection?.reason == "local-exceptions")
        #expect(inspect(Array(text.utf8)).rejection == nil)
    }

    /// One element of DER.
    private struct Element {
        let encoded: [UInt8]
        let content: [UInt8]
        var elements: [Element] { InspectedContentTests.parse(content[...]) }
    }

    private func elements(of octets: ArraySlice<UInt8>) -> [Element] { Self.parse(octets) }

    private static func parse(_ octets: ArraySlice<UInt8>) -> [Element] {
        var rest = octets
        var result: [Element] = []
        while rest.count >= 2 {
            let first = Int(rest[rest.startIndex + 1])
            let digits = first < 0x80 ? 0 : first & 0x7F
            let length = first < 0x80 ? first : rest.dropFirst(2).prefix(digits).reduce(0) { $0 << 8 | Int($1) }
            let content = rest.dropFirst(2 + digits).prefix(length)
            result.append(Element(encoded: Array(rest[..<content.endIndex]), content: Array(content)))
            rest = rest[content.endIndex...]
        }
        return result
    }

    private func indefinite(_ tag: UInt8, _ contents: [[UInt8]]) -> [UInt8] {
        [tag, 0x80] + contents.joined() + [0, 0]
    }
}
