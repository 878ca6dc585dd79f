package import DER
package import RPKICrypto
import RPKIObjects

/// A certificate before it is signed: every field can be set, also to what the profile forbids.
///
/// The factories fill in what RFC 6487 demands. A fault is made by changing a field afterwards, or by an edit:
///
/// ```swift
/// var template = CertificateTemplate.endEntity(…)
/// template.remove(OID.keyUsage)
/// template.edits = [.replace(CertificateTemplate.Field.serialNumber) { $0.integer(0) }]
/// let bytes = try template.issued(by: key)
/// ```
package struct CertificateTemplate: Sendable {
    /// The encoded version: 2 means X.509 version 3.
    package var version = 2
    package var serialNumber: UInt64
    /// The algorithm named inside what is signed.
    package var innerAlgorithm = NamedAlgorithm.ofKey
    /// The algorithm named beside the signature.
    package var outerAlgorithm = NamedAlgorithm.ofKey
    /// The issuer's common name.
    package var issuer: String
    package var notBefore: PosixTime
    package var notAfter: PosixTime
    /// The subject's common name.
    package var subject: String
    /// The subject's serialNumber attribute; left out when nil.
    package var subjectSerialNumber: String?
    /// DER of the SubjectPublicKeyInfo.
    package var subjectPublicKeyInfo: [UInt8]
    package var extensions: [CertificateExtension]
    /// Changes to what is signed.
    package var edits: [DEREdit] = []

    /// Where the fields of what is signed stand (RFC 5280 section 4.1).
    package enum Field {
        package static let version: DEREdit.Path = [0]
        package static let serialNumber: DEREdit.Path = [1]
        package static let signature: DEREdit.Path = [2]
        package static let issuer: DEREdit.Path = [3]
        package static let notBefore: DEREdit.Path = [4, 0]
        package static let notAfter: DEREdit.Path = [4, 1]
        package static let subject: DEREdit.Path = [5]
        package static let subjectPublicKeyInfo: DEREdit.Path = [6]
        package static let extensions: DEREdit.Path = [7]
    }

    package init(
        serialNumber: UInt64,
        issuer: String,
        subject: String,
        notBefore: PosixTime,
        notAfter: PosixTime,
        subjectPublicKeyInfo: [UInt8],
        extensions: [CertificateExtension]
    ) {
        self.serialNumber = serialNumber
        self.issuer = issuer
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.subjectPublicKeyInfo = subjectPublicKeyInfo
        self.extensions = extensions
    }

    /// The signed certificate in DER.
    package func issued(by issuerKey: SigningKey) throws(KeyError) -> [UInt8] {
        let toBeSigned = DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.explicit(0) { $0.integer(version) } }
                writer.integer(serialNumber)
                innerAlgorithm.encode(to: &writer, key: issuerKey)
                writer.name(commonName: issuer)
                writer.sequence { writer in
                    writer.time(notBefore)
                    writer.time(notAfter)
                }
                writer.name(commonName: subject, serialNumber: subjectSerialNumber)
                writer.raw(subjectPublicKeyInfo)
                if !extensions.isEmpty {
                    writer.explicit(3) { writer in
                        writer.sequence { writer in
                            for item in extensions { item.encode(to: &writer) }
                        }
                    }
                }
            }
        }
        return try DERWriter.signed(edits.applied(to: toBeSigned), by: issuerKey, algorithm: outerAlgorithm)
    }

    /// Replaces the extension that has the same identifier; adds it when there is none.
    package mutating func set(_ replacement: CertificateExtension) {
        if let index = extensions.firstIndex(where: { $0.identifier == replacement.identifier }) {
            extensions[index] = replacement
        } else {
            extensions.append(replacement)
        }
    }

    /// Puts the certificate under the policy of RFC 8360: its number resources are trimmed to those of its issuer.
    package mutating func reconsiderValidation() {
        set(.certificatePolicies([OID.resourcePolicyV2]))
        for index in extensions.indices {
            switch extensions[index].identifier {
            case .ipAddressBlocks: extensions[index].identifier = .ipAddressBlocksV2
            case .autonomousSystemIdentifiers: extensions[index].identifier = .autonomousSystemIdentifiersV2
            default: break
            }
        }
    }

    /// Removes every extension with this identifier.
    package mutating func remove(_ identifier: OID) {
        extensions.removeAll { $0.identifier == identifier }
    }
}

extension CertificateTemplate {
    /// Who issues a certificate, as it stands in what is issued.
    package struct Issuer: Sendable {
        package var name: String
        package var key: KeyIdentifier
        /// Where the issuer's certificate is published.
        package var certificateURI: String
        /// Where the issuer's CRL is published.
        package var crlURI: String

        package init(name: String, key: KeyIdentifier, certificateURI: String, crlURI: String) {
            self.name = name
            self.key = key
            self.certificateURI = certificateURI
            self.crlURI = crlURI
        }
    }

    /// Where a certification authority publishes.
    package struct PublicationURIs: Sendable {
        /// The publication point, with its final slash.
        package var repository: String
        package var manifest: String
        package var notification: String?

        package init(repository: String, manifest: String, notification: String?) {
            self.repository = repository
            self.manifest = manifest
            self.notification = notification
        }
    }

    /// What is certified: a period, and numbers.
    package struct Grant: Sendable {
        package var serialNumber: UInt64
        package var notBefore: PosixTime
        package var notAfter: PosixTime
        package var ip: IPResourceBlocks?
        package var autonomousSystems: ASResourceBlocks?

        package init(
            serialNumber: UInt64,
            notBefore: PosixTime,
            notAfter: PosixTime,
            ip: IPResourceBlocks?,
            autonomousSystems: ASResourceBlocks?
        ) {
            self.serialNumber = serialNumber
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.ip = ip
            self.autonomousSystems = autonomousSystems
        }

        var resourceExtensions: [CertificateExtension] {
            [ip.map(CertificateExtension.ipResources), autonomousSystems.map(CertificateExtension.asResources)]
                .compactMap(\.self)
        }
    }

    /// The certificate of a certification authority (RFC 6487 section 4); self-signed when there is no issuer.
    package static func authority(
        name: String,
        key: SigningKey,
        issuer: Issuer?,
        publishing uris: PublicationURIs,
        grant: Grant
    ) -> CertificateTemplate {
        var extensions: [CertificateExtension] = [
            .basicConstraints(isCA: true),
            .subjectKeyIdentifier(key.keyIdentifier),
        ]
        if let issuer { extensions.append(.authorityKeyIdentifier(issuer.key)) }
        extensions.append(.keyUsage(.keyCertSignAndCRLSign))
        if let issuer {
            extensions.append(.crlDistributionPoints([issuer.crlURI]))
            extensions.append(.authorityInformationAccess(caIssuers: [issuer.certificateURI]))
        }
        var access: [CertificateExtension.AccessDescription] = [
            .caRepository(uris.repository), .rpkiManifest(uris.manifest),
        ]
        if let notification = uris.notification { access.append(.rpkiNotify(notification)) }
        extensions.append(.subjectInformationAccess(access))
        extensions.append(.certificatePolicies)
        return CertificateTemplate(
            serialNumber: grant.serialNumber,
            issuer: issuer?.name ?? name,
            subject: name,
            notBefore: grant.notBefore,
            notAfter: grant.notAfter,
            subjectPublicKeyInfo: key.subjectPublicKeyInfo,
            extensions: extensions + grant.resourceExtensions
        )
    }

    /// The certificate inside a signed object (RFC 6487 section 4, RFC 6488 section 2.1.4).
    package static func endEntity(
        key: SigningKey,
        issuer: Issuer,
        objectURI: String,
        grant: Grant
    ) -> CertificateTemplate {
        CertificateTemplate(
            serialNumber: grant.serialNumber,
            issuer: issuer.name,
            subject: key.keyIdentifier.hex,
            notBefore: grant.notBefore,
            notAfter: grant.notAfter,
            subjectPublicKeyInfo: key.subjectPublicKeyInfo,
            extensions: [
                .subjectKeyIdentifier(key.keyIdentifier),
                .authorityKeyIdentifier(issuer.key),
                .keyUsage(.digitalSignature),
                .crlDistributionPoints([issuer.crlURI]),
                .authorityInformationAccess(caIssuers: [issuer.certificateURI]),
                .subjectInformationAccess([.signedObject(objectURI)]),
                .certificatePolicies,
            ] + grant.resourceExtensions
        )
    }
}
