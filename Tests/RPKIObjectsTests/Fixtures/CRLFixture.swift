import DER
import RPKICrypto
import RPKIObjects

/// The parts of a CRL, to be bent and then encoded. They start out as the profile wants them.
struct CRLFixture: Sendable {
    var version: [UInt8]? = encode { $0.integer(1) }
    var innerAlgorithm = Fixture.sha256WithRSA
    var outerAlgorithm = Fixture.sha256WithRSA
    var issuer = Fixture.name("issuer")
    var thisUpdate = encode { $0.time(Fixture.start) }
    var nextUpdate = encode { $0.time(Fixture.end) }
    /// The content of revokedCertificates; nil leaves the list out.
    var entries: [[UInt8]]? = [entry(9), entry(5), entry(300)]
    var extensions: [ExtensionFixture] = [.authorityKeyIdentifier, ExtensionFixture(.crlNumber) { $0.integer(1) }]
    var signer: SigningKey?

    static func entry(_ serialNumber: Int, _ rest: (inout DERWriter) -> Void = { _ in }) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.integer(serialNumber)
                $0.time(Fixture.start)
                rest(&$0)
            }
        }
    }

    mutating func set(_ replacement: ExtensionFixture) {
        extensions.removeAll { $0.identifier == replacement.identifier }
        extensions.append(replacement)
    }

    var encoded: [UInt8] {
        let signedPart = encode { writer in
            writer.sequence {
                $0.raw(version ?? [])
                $0.raw(innerAlgorithm)
                $0.raw(issuer)
                $0.raw(thisUpdate)
                $0.raw(nextUpdate)
                if let entries {
                    $0.sequence { for entry in entries { $0.raw(entry) } }
                }
                if !extensions.isEmpty {
                    $0.explicit(0) { list in
                        list.sequence { for item in extensions { $0.raw(item.encoded) } }
                    }
                }
            }
        }
        let signature = (try? signer?.sign(signedPart)) ?? [UInt8](repeating: 0x5A, count: 256)
        return encode { writer in
            writer.sequence {
                $0.raw(signedPart)
                $0.raw(outerAlgorithm)
                $0.bitString(signature)
            }
        }
    }
}
