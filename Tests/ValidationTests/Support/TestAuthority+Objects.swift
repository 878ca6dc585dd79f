import DER
import Laboratory
import NumberResources
import RPKICrypto
import RPKIObjects

// What a test authority signs besides certificates and ROAs.
extension TestAuthority {
    func aspa(
        _ customer: UInt32,
        _ providers: some Sequence<UInt32>,
        fileName: String,
        serial: UInt64,
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> [UInt8] {
        try signed(
            .aspa(ASPATemplate(customer: ASN(customer), providers: providers.map { ASN($0) })),
            fileName: fileName,
            serial: serial,
            autonomousSystems: .ranges([customer...customer]),
            editing: editing
        )
    }

    /// The certificate of a BGPsec router that signs for `asNumbers`.
    func router(
        _ asNumbers: [ClosedRange<UInt32>],
        serial: UInt64,
        notAfter: PosixTime = issued.advanced(300 * 86_400),
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> [UInt8] {
        var template = CertificateTemplate.router(
            ASN(asNumbers[0].lowerBound),
            router: 7,
            key: try TestKeys.router.get(),
            issuer: asIssuer,
            grant: CertificateTemplate.Grant(
                serialNumber: serial,
                notBefore: issued,
                notAfter: notAfter,
                ip: nil,
                autonomousSystems: .ranges(asNumbers)
            )
        )
        editing(&template)
        return try template.issued(by: key)
    }

    /// A TAK whose current key is `current`, or the authority's own.
    func trustAnchorKeys(
        current: SigningKey? = nil,
        successor: SigningKey?,
        fileName: String,
        serial: UInt64 = 70
    ) throws -> [UInt8] {
        func entry(_ key: SigningKey) -> TAKTemplate.Key {
            TAKTemplate.Key(
                comments: [],
                uris: ["https://rpki.example/\(key.keyIdentifier.hex).cer"],
                subjectPublicKeyInfo: key.subjectPublicKeyInfo
            )
        }
        return try signed(
            .trustAnchorKeys(TAKTemplate(current: entry(current ?? key), successor: successor.map(entry))),
            fileName: fileName,
            serial: serial,
            ip: .inherited,
            autonomousSystems: .inherit
        )
    }

    func ghostbusters(fileName: String, serial: UInt64 = 71) throws -> [UInt8] {
        try signed(
            .ghostbusters(GhostbustersTemplate(GhostbustersContact(name: "Nobody", email: "nobody@example.net"))),
            fileName: fileName,
            serial: serial,
            ip: .inherited,
            autonomousSystems: .inherit
        )
    }

    func prefixList(_ asn: UInt32, fileName: String, serial: UInt64 = 72) throws -> [UInt8] {
        try signed(
            .prefixList(PrefixListTemplate(asn: ASN(asn), prefixes: [])),
            fileName: fileName,
            serial: serial,
            autonomousSystems: .ranges([asn...asn])
        )
    }

    private func signed(
        _ content: ObjectContent,
        fileName: String,
        serial: UInt64,
        ip: IPResourceBlocks? = nil,
        autonomousSystems: ASResourceBlocks?,
        editing: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> [UInt8] {
        try object(
            content.type,
            content.encoded(),
            fileName: fileName,
            signed: issued,
            grant: CertificateTemplate.Grant(
                serialNumber: serial,
                notBefore: issued,
                notAfter: issued.advanced(300 * 86_400),
                ip: ip,
                autonomousSystems: autonomousSystems
            ),
            editing: editing
        )
    }
}
