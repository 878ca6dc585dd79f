import DER
import RPKICrypto
import RPKIObjects

/// One extension, to be bent and then encoded.
struct ExtensionFixture: Sendable {
    let identifier: OID
    var isCritical: Bool
    var value: [UInt8]

    init(_ identifier: OID, critical: Bool = false, _ value: (inout DERWriter) -> Void) {
        self.identifier = identifier
        isCritical = critical
        self.value = DERWriter.encode(value)
    }

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence {
                $0.objectIdentifier(identifier)
                if isCritical { $0.boolean(true) }
                $0.octetString(value)
            }
        }
    }

    static let basicConstraints = ExtensionFixture(.basicConstraints, critical: true) {
        $0.sequence { $0.boolean(true) }
    }
    static let subjectKeyIdentifier = ExtensionFixture(.subjectKeyIdentifier) {
        $0.octetString(Fixture.subjectKeyIdentifier.bytes)
    }
    static let authorityKeyIdentifier = ExtensionFixture(.authorityKeyIdentifier) { writer in
        writer.sequence { $0.element(.context(0), Fixture.issuerKeyIdentifier.bytes) }
    }
    static let crlDistributionPoint = ExtensionFixture.crlDistributionPoints([["rsync://host.example/repo/ca.crl"]])
    static let authorityInformationAccess = ExtensionFixture.access(
        .authorityInformationAccess,
        [(.accessCAIssuers, "rsync://host.example/repo/ca.cer")]
    )
    static let caAccess = ExtensionFixture.access(
        .subjectInformationAccess,
        [
            (.accessCARepository, "rsync://host.example/repo/ca/"),
            (.accessManifest, "rsync://host.example/repo/ca/ca.mft"),
            (.accessNotify, "https://host.example/notification.xml"),
        ]
    )
    static let policies = ExtensionFixture(.certificatePolicies, critical: true) { writer in
        writer.sequence { $0.sequence { $0.objectIdentifier(.resourcePolicy) } }
    }
    /// 192.0.2.0/24, 198.51.100.0-198.51.100.9, 2001:db8::/32
    static let ipResources = ExtensionFixture.ipResources { families in
        families.addressFamily(1) {
            $0.bitString([192, 0, 2])
            $0.sequence {
                $0.bitString([198, 51, 100], unusedBits: 2)
                $0.bitString([198, 51, 100, 8], unusedBits: 1)
            }
        }
        families.addressFamily(2) { $0.bitString([0x20, 0x01, 0x0D, 0xB8]) }
    }
    /// AS64496, AS64500-AS64511
    static let asResources = ExtensionFixture.asResources { choice in
        choice.sequence {
            $0.integer(64_496)
            $0.sequence {
                $0.integer(64_500)
                $0.integer(64_511)
            }
        }
    }

    static func keyUsage(_ bits: UInt8, unused: UInt8) -> ExtensionFixture {
        ExtensionFixture(.keyUsage, critical: true) { $0.bitString([bits], unusedBits: unused) }
    }

    static func signedObjectAccess(_ fileName: String) -> ExtensionFixture {
        access(.subjectInformationAccess, [(.accessSignedObject, "rsync://host.example/repo/ca/\(fileName)")])
    }

    static func access(_ identifier: OID, _ descriptions: [(OID, String)]) -> ExtensionFixture {
        ExtensionFixture(identifier) { writer in
            writer.sequence { list in
                for (method, uri) in descriptions {
                    list.sequence {
                        $0.objectIdentifier(method)
                        $0.ia5String(uri, .context(6))
                    }
                }
            }
        }
    }

    /// One distribution point for each list of URIs.
    static func crlDistributionPoints(
        _ points: [[String]],
        _ rest: (inout DERWriter) -> Void = { _ in }
    ) -> ExtensionFixture {
        ExtensionFixture(.crlDistributionPoints) { writer in
            writer.sequence { list in
                for uris in points {
                    list.sequence { point in
                        point.explicit(0) { name in
                            name.explicit(0) { for uri in uris { $0.ia5String(uri, .context(6)) } }
                        }
                        rest(&point)
                    }
                }
            }
        }
    }

    static func ipResources(_ families: (inout DERWriter) -> Void) -> ExtensionFixture {
        ExtensionFixture(.ipAddressBlocks, critical: true) { $0.sequence(families) }
    }

    static func asResources(_ choice: (inout DERWriter) -> Void) -> ExtensionFixture {
        ExtensionFixture(.autonomousSystemIdentifiers, critical: true) { writer in
            writer.sequence { $0.explicit(0, choice) }
        }
    }
}

extension DERWriter {
    /// An IPAddressFamily that lists addresses.
    mutating func addressFamily(_ number: UInt8, _ addresses: (inout DERWriter) -> Void) {
        sequence {
            $0.octetString([0, number])
            $0.sequence(addresses)
        }
    }

    /// An IPAddressFamily that inherits.
    mutating func inheritedFamily(_ number: UInt8) {
        sequence {
            $0.octetString([0, number])
            $0.null()
        }
    }
}
