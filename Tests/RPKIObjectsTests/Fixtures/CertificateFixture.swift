import DER
import RPKICrypto
import RPKIObjects

/// The parts of a certificate, to be bent and then encoded. They start out as the profile wants them.
struct CertificateFixture: Sendable {
    var version: [UInt8]? = encode { $0.explicit(0) { $0.integer(2) } }
    var serialNumber = encode { $0.integer(7) }
    var innerAlgorithm = Fixture.sha256WithRSA
    var outerAlgorithm = Fixture.sha256WithRSA
    var issuer = Fixture.name("issuer")
    var subject = Fixture.name("subject")
    var notBefore = encode { $0.time(Fixture.start) }
    var notAfter = encode { $0.time(Fixture.end) }
    var publicKey = Fixture.subjectKey
    /// What stands between the key and the extensions.
    var uniqueIdentifiers: [UInt8] = []
    var extensions: [ExtensionFixture] = []
    var signature = [UInt8](repeating: 0x5A, count: 256)
    /// When set, the signature is this key's.
    var signer: SigningKey?

    static let ca: CertificateFixture = {
        var fixture = CertificateFixture()
        fixture.extensions = [
            .basicConstraints, .subjectKeyIdentifier, .authorityKeyIdentifier, .keyUsage(0x06, unused: 1),
            .crlDistributionPoint, .authorityInformationAccess, .caAccess, .policies, .ipResources, .asResources,
        ]
        return fixture
    }()

    static let trustAnchor: CertificateFixture = {
        var fixture = CertificateFixture()
        fixture.issuer = fixture.subject
        fixture.extensions = [
            .basicConstraints, .subjectKeyIdentifier, .keyUsage(0x06, unused: 1), .caAccess, .policies, .ipResources,
            .asResources,
        ]
        return fixture
    }()

    static let ee: CertificateFixture = {
        var fixture = CertificateFixture()
        fixture.extensions = [
            .subjectKeyIdentifier, .authorityKeyIdentifier, .keyUsage(0x80, unused: 7), .crlDistributionPoint,
            .authorityInformationAccess, .signedObjectAccess("object.roa"), .policies, .ipResources,
        ]
        return fixture
    }()

    static let router: CertificateFixture = {
        var fixture = CertificateFixture()
        fixture.publicKey = Fixture.routerKey
        fixture.extensions = [
            ExtensionFixture(.subjectKeyIdentifier) {
                $0.octetString(KeyIdentifier(hashing: Fixture.routerPoint).bytes)
            },
            .authorityKeyIdentifier, .keyUsage(0x80, unused: 7),
            ExtensionFixture(.extendedKeyUsage) { $0.sequence { $0.objectIdentifier(.bgpsecRouter) } },
            .crlDistributionPoint, .authorityInformationAccess, .policies, .asResources,
        ]
        return fixture
    }()

    /// Replaces the extension with the same identifier, or adds it.
    mutating func set(_ replacement: ExtensionFixture) {
        if let index = extensions.firstIndex(where: { $0.identifier == replacement.identifier }) {
            extensions[index] = replacement
        } else {
            extensions.append(replacement)
        }
    }

    mutating func remove(_ identifier: OID) {
        extensions.removeAll { $0.identifier == identifier }
    }

    mutating func setCritical(_ identifier: OID, _ isCritical: Bool) {
        for index in extensions.indices where extensions[index].identifier == identifier {
            extensions[index].isCritical = isCritical
        }
    }

    var encoded: [UInt8] {
        let signedPart = encode { writer in
            writer.sequence {
                $0.raw(version ?? [])
                $0.raw(serialNumber)
                $0.raw(innerAlgorithm)
                $0.raw(issuer)
                $0.sequence {
                    $0.raw(notBefore)
                    $0.raw(notAfter)
                }
                $0.raw(subject)
                $0.raw(publicKey)
                $0.raw(uniqueIdentifiers)
                $0.explicit(3) { list in
                    list.sequence { for item in extensions { $0.raw(item.encoded) } }
                }
            }
        }
        let signature = (try? signer?.sign(signedPart)) ?? signature
        return encode { writer in
            writer.sequence {
                $0.raw(signedPart)
                $0.raw(outerAlgorithm)
                $0.bitString(signature)
            }
        }
    }
}

/// The reason for which the strict profile rejects the certificate as one of this kind; nil when it does not.
func verdict(_ fixture: CertificateFixture, as kind: CertificateKind) -> RejectionReason? {
    reason { () throws(Rejection) in
        _ = try ResourceCertificate(decoding: fixture.encoded).inspect(as: kind, profile: .strict)
    }
}
