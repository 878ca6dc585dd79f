package import DER
package import RPKICrypto
import RPKIObjects

/// One extension of a certificate or CRL: an identifier and its encoded value.
///
/// The factories make the extensions of the profile; any other can be made from raw octets.
package struct CertificateExtension: Sendable, Hashable {
    package var identifier: OID
    package var isCritical: Bool
    /// What the OCTET STRING holds.
    package var value: [UInt8]

    package init(_ identifier: OID, isCritical: Bool, value: [UInt8]) {
        self.identifier = identifier
        self.isCritical = isCritical
        self.value = value
    }

    func encode(to writer: inout DERWriter) {
        writer.sequence { writer in
            writer.objectIdentifier(identifier)
            // FALSE is the default, which DER leaves out.
            if isCritical { writer.boolean(true) }
            writer.octetString(value)
        }
    }
}

extension CertificateExtension {
    private init(_ identifier: OID, isCritical: Bool, _ body: (inout DERWriter) -> Void) {
        self.init(identifier, isCritical: isCritical, value: DERWriter.encode(body))
    }

    /// RFC 6487 section 4.8.1
    package static func basicConstraints(isCA: Bool) -> CertificateExtension {
        CertificateExtension(OID.basicConstraints, isCritical: true) { writer in
            writer.sequence { if isCA { $0.boolean(true) } }
        }
    }

    /// RFC 6487 section 4.8.2
    package static func subjectKeyIdentifier(_ key: KeyIdentifier) -> CertificateExtension {
        CertificateExtension(OID.subjectKeyIdentifier, isCritical: false) { $0.octetString(key.bytes) }
    }

    /// RFC 6487 section 4.8.3
    package static func authorityKeyIdentifier(_ key: KeyIdentifier) -> CertificateExtension {
        CertificateExtension(OID.authorityKeyIdentifier, isCritical: false) { writer in
            writer.sequence { $0.element(.context(0), key.bytes) }
        }
    }

    /// The bits of a key usage extension (RFC 5280 section 4.2.1.3) that occur here.
    package enum KeyUsage: Sendable {
        case digitalSignature
        case keyCertSignAndCRLSign
    }

    /// RFC 6487 section 4.8.4
    package static func keyUsage(_ usage: KeyUsage) -> CertificateExtension {
        CertificateExtension(OID.keyUsage, isCritical: true) { writer in
            switch usage {
            case .digitalSignature: writer.bitString([0x80], unusedBits: 7)
            case .keyCertSignAndCRLSign: writer.bitString([0x06], unusedBits: 1)
            }
        }
    }

    /// RFC 6487 section 4.8.5
    package static func extendedKeyUsage(_ purposes: [OID]) -> CertificateExtension {
        CertificateExtension(OID.extendedKeyUsage, isCritical: false) { writer in
            writer.sequence { writer in
                for purpose in purposes { writer.objectIdentifier(purpose) }
            }
        }
    }

    /// RFC 6487 section 4.8.6
    package static func crlDistributionPoints(_ uris: [String]) -> CertificateExtension {
        CertificateExtension(OID.crlDistributionPoints, isCritical: false) { writer in
            writer.sequence { points in
                points.sequence { point in
                    point.explicit(0) { name in
                        name.element(.contextConstructed(0)) { writer in
                            for uri in uris { writer.ia5String(uri, .context(6)) }
                        }
                    }
                }
            }
        }
    }

    /// RFC 6487 section 4.8.7
    package static func authorityInformationAccess(caIssuers uris: [String]) -> CertificateExtension {
        access(
            OID.authorityInformationAccess,
            uris.map { AccessDescription(OID.accessCAIssuers, $0) }
        )
    }

    /// One way to reach something: a method and a URI.
    package struct AccessDescription: Sendable, Hashable {
        package var method: OID
        package var uri: String

        package init(_ method: OID, _ uri: String) {
            self.method = method
            self.uri = uri
        }

        package static func caRepository(_ uri: String) -> AccessDescription {
            AccessDescription(OID.accessCARepository, uri)
        }

        package static func rpkiManifest(_ uri: String) -> AccessDescription {
            AccessDescription(OID.accessManifest, uri)
        }

        package static func rpkiNotify(_ uri: String) -> AccessDescription {
            AccessDescription(OID.accessNotify, uri)
        }

        package static func signedObject(_ uri: String) -> AccessDescription {
            AccessDescription(OID.accessSignedObject, uri)
        }
    }

    /// RFC 6487 section 4.8.8
    package static func subjectInformationAccess(_ descriptions: [AccessDescription]) -> CertificateExtension {
        access(OID.subjectInformationAccess, descriptions)
    }

    private static func access(_ identifier: OID, _ descriptions: [AccessDescription]) -> CertificateExtension {
        CertificateExtension(identifier, isCritical: false) { writer in
            writer.sequence { writer in
                for description in descriptions {
                    writer.sequence { writer in
                        writer.objectIdentifier(description.method)
                        writer.ia5String(description.uri, .context(6))
                    }
                }
            }
        }
    }

    /// The RPKI's policy without qualifiers (RFC 6487 section 4.8.9).
    package static let certificatePolicies = certificatePolicies([OID.resourcePolicy])

    package static func certificatePolicies(_ policies: [OID]) -> CertificateExtension {
        CertificateExtension(OID.certificatePolicies, isCritical: true) { writer in
            writer.sequence { writer in
                for policy in policies {
                    writer.sequence { $0.objectIdentifier(policy) }
                }
            }
        }
    }

    /// RFC 6487 section 4.8.10
    package static func ipResources(_ blocks: IPResourceBlocks) -> CertificateExtension {
        CertificateExtension(OID.ipAddressBlocks, isCritical: true) { blocks.encode(to: &$0) }
    }

    /// RFC 6487 section 4.8.11
    package static func asResources(_ blocks: ASResourceBlocks) -> CertificateExtension {
        CertificateExtension(OID.autonomousSystemIdentifiers, isCritical: true) {
            blocks.encode(to: &$0)
        }
    }

    /// The names a TLS server answers to (RFC 5280 section 4.2.1.6).
    package static func subjectAlternativeNames(hosts: [String], ipv4: [[UInt8]]) -> CertificateExtension {
        CertificateExtension(OID.subjectAlternativeName, isCritical: false) { writer in
            writer.sequence { writer in
                for host in hosts { writer.ia5String(host, .context(2)) }
                for address in ipv4 { writer.element(.context(7), address) }
            }
        }
    }

    /// The number of a CRL (RFC 5280 section 5.2.3).
    package static func crlNumber(_ number: UInt64) -> CertificateExtension {
        CertificateExtension(OID.crlNumber, isCritical: false) { $0.integer(number) }
    }
}
