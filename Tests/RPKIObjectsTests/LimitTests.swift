import DER
import RPKICrypto
import RPKIObjects
import Testing

/// How much of anything is read: so much, and not one more.
@Suite("Limits")
struct LimitTests {
    struct Limit: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let maximum: Int
        let reason: RejectionReason
        /// Reads something with this many, or this long.
        let read: @Sendable (Int) throws(Rejection) -> Void

        init(
            _ name: String,
            _ maximum: Int,
            _ reason: RejectionReason,
            _ read: @escaping @Sendable (Int) throws(Rejection) -> Void
        ) {
            testDescription = name
            self.maximum = maximum
            self.reason = reason
            self.read = read
        }
    }

    static let limits = [
        Limit("addresses of a certificate (RFC 3779)", 200_000, .certificateIPResources) { count throws(Rejection) in
            var fixture = CertificateFixture.ca
            fixture.set(.ipResources { $0.addressFamily(1) { $0.raw(repeated([3, 2, 0, 10], count)) } })
            _ = try ResourceCertificate(decoding: fixture.encoded)
        },
        Limit("AS numbers of a certificate (RFC 3779)", 200_000, .certificateASResources) { count throws(Rejection) in
            var fixture = CertificateFixture.ca
            fixture.set(.asResources { $0.sequence { $0.raw(repeated([2, 1, 1], count)) } })
            _ = try ResourceCertificate(decoding: fixture.encoded)
        },
        Limit("unknown extensions of a certificate", 16, .certificateExtensionSyntax) { count throws(Rejection) in
            var fixture = CertificateFixture.ca
            for number in 0..<count {
                fixture.extensions.append(ExtensionFixture([1, 2, UInt64(number)]) { $0.null() })
            }
            _ = try ResourceCertificate(decoding: fixture.encoded)
        },
        Limit("addresses of a ROA", 200_000, .roaSyntax) { count throws(Rejection) in
            let content = encode { writer in
                writer.sequence {
                    $0.integer(1)
                    $0.sequence { families in
                        families.addressFamily(1) { $0.raw(repeated([0x30, 4, 3, 2, 0, 10], count)) }
                    }
                }
            }
            _ = try RouteOriginAuthorization(content: content[...])
        },
        Limit("files of a manifest", Manifest.maximumEntries, .manifestTooManyFiles) { count throws(Rejection) in
            _ = try Manifest(content: manifest((0..<count).map { "\($0).roa" })[...])
        },
        Limit("octets of a file name", 255, .manifestFileName) { length throws(Rejection) in
            _ = try Manifest(content: manifest([String(repeating: "a", count: length - 4) + ".roa"])[...])
        },
        Limit("octets of a serial number", 20, .certificateSerialNumber) { length throws(Rejection) in
            var fixture = CertificateFixture.ca
            fixture.serialNumber = encode { $0.unsignedInteger([UInt8](repeating: 0x7F, count: length)) }
            _ = try ResourceCertificate(decoding: fixture.encoded)
        },
        Limit("octets of a manifest number", 20, .manifestNumber) { length throws(Rejection) in
            let number = encode { $0.unsignedInteger([UInt8](repeating: 0x7F, count: length)) }
            _ = try Manifest(content: manifest([], number: number)[...])
        },
        Limit("octets of a URI", 2_048, .certificateAuthorityInformationAccess) { length throws(Rejection) in
            var fixture = CertificateFixture.ca
            let start = "rsync://h.example/m/"
            let uri = start + String(repeating: "a", count: length - start.utf8.count)
            fixture.set(.access(.authorityInformationAccess, [(.accessCAIssuers, uri)]))
            _ = try ResourceCertificate(decoding: fixture.encoded)
        },
    ]

    @Test("is read up to the limit, and refused beyond it", arguments: limits)
    func limit(limit: Limit) throws {
        try limit.read(limit.maximum)
        #expect(reason { () throws(Rejection) in try limit.read(limit.maximum + 1) } == limit.reason)
    }

    private static func manifest(_ names: [String], number: [UInt8] = encode { $0.integer(1) }) -> [UInt8] {
        let hash = [UInt8](repeating: 0, count: 32)
        return encode { writer in
            writer.sequence {
                $0.raw(number)
                $0.generalizedTime(Fixture.start)
                $0.generalizedTime(Fixture.end)
                $0.objectIdentifier(.sha256)
                $0.sequence { list in
                    for name in names {
                        list.sequence {
                            $0.ia5String(name)
                            $0.bitString(hash)
                        }
                    }
                }
            }
        }
    }

    private static func repeated(_ octets: [UInt8], _ count: Int) -> [UInt8] {
        [UInt8](repeatElement(octets, count: count).joined())
    }
}
