import DER
import Laboratory
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

/// Keys for all tests: making them takes longer than all else that the tests do.
enum TestKeys {
    static let trustAnchor = Result { try SigningKey.generateRSA2048() }
    static let authority = Result { try SigningKey.generateRSA2048() }
    static let child = Result { try SigningKey.generateRSA2048() }
    static let endEntity = Result { try SigningKey.generateRSA2048() }
    static let stranger = Result { try SigningKey.generateRSA2048() }
    static let router = Result { try SigningKey.generateP256() }
}

/// The instant at which most of what tests issue was issued.
let issued = PosixTime(1_800_000_000)

extension PosixTime {
    func advanced(_ seconds: Int64) -> PosixTime { PosixTime(self.seconds + seconds) }
}

/// A certification authority of the tests, which signs whatever it is told to.
struct TestAuthority {
    let name: String
    let key: SigningKey
    /// The rsync URI of its publication point, with its last slash.
    var directory: String
    var manifestName = "manifest.mft"
    let endEntityKey: SigningKey

    init(_ name: String, _ key: Result<SigningKey, any Error>, directory: String) throws {
        self.name = name
        self.key = try key.get()
        self.directory = directory
        endEntityKey = try TestKeys.endEntity.get()
    }

    static func trustAnchor() throws -> TestAuthority {
        try TestAuthority("anchor", TestKeys.trustAnchor, directory: "rsync://rpki.example/repo/anchor/")
    }

    static func authority() throws -> TestAuthority {
        try TestAuthority("authority", TestKeys.authority, directory: "rsync://rpki.example/repo/authority/")
    }

    static func child() throws -> TestAuthority {
        try TestAuthority("child", TestKeys.child, directory: "rsync://rpki.example/repo/child/")
    }

    var asIssuer: CertificateTemplate.Issuer {
        CertificateTemplate.Issuer(
            name: name,
            key: key.keyIdentifier,
            certificateURI: "rsync://rpki.example/repo/\(name).cer",
            crlURI: "\(directory)revocations.crl"
        )
    }

    /// The authority's own certificate, issued by `issuer` or by itself.
    func certificate(
        from issuer: TestAuthority? = nil,
        prefixes: [String],
        asNumbers: ClosedRange<UInt32> = 64496...64511,
        serial: UInt64 = 2,
        notBefore: PosixTime = issued,
        notAfter: PosixTime = issued.advanced(365 * 86_400),
        notification: String? = nil,
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> [UInt8] {
        var template = CertificateTemplate.authority(
            name: name,
            key: key,
            issuer: issuer?.asIssuer,
            publishing: CertificateTemplate.PublicationURIs(
                repository: directory,
                manifest: directory + manifestName,
                notification: notification
            ),
            grant: CertificateTemplate.Grant(
                serialNumber: serial,
                notBefore: notBefore,
                notAfter: notAfter,
                ip: IPResourceBlocks(IPResourceSet(prefixes: try prefixes.map(prefix))),
                autonomousSystems: .ranges([asNumbers])
            )
        )
        editing(&template)
        return try template.issued(by: issuer?.key ?? key)
    }

    /// A ROA for AS64496 and `text`, to be published as `fileName`.
    func roa(
        _ text: String,
        fileName: String,
        serial: UInt64,
        notBefore: PosixTime = issued,
        notAfter: PosixTime = issued.advanced(300 * 86_400),
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> [UInt8] {
        let origin = try #require(RouteOrigin(prefix: prefix(text), asn: ASN(64496)))
        let content = ROATemplate([origin]).encoded()
        return try object(
            OID.routeOriginAuthorization,
            content,
            fileName: fileName,
            signed: notBefore,
            grant: CertificateTemplate.Grant(
                serialNumber: serial,
                notBefore: notBefore,
                notAfter: notAfter,
                ip: IPResourceBlocks(IPResourceSet(prefixes: [origin.prefix])),
                autonomousSystems: nil
            ),
            editing: editing
        )
    }

    func object(
        _ type: OID,
        _ content: [UInt8],
        fileName: String,
        signed: PosixTime,
        grant: CertificateTemplate.Grant,
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> [UInt8] {
        var certificate = CertificateTemplate.endEntity(
            key: endEntityKey,
            issuer: asIssuer,
            objectURI: directory + fileName,
            grant: grant
        )
        editing(&certificate)
        let template = SignedObjectTemplate(
            contentType: type,
            content: content,
            signingTime: signed,
            certificate: certificate
        )
        return try template.issued(by: key, signedBy: endEntityKey)
    }

    private func prefix(_ text: String) throws -> IPPrefix {
        try #require(IPPrefix(parsing: text), "\(text)")
    }
}
