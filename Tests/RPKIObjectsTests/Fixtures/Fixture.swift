import DER
import RPKICrypto
import RPKIObjects
import Testing

/// The bytes that `body` writes.
func encode(_ body: (inout DERWriter) -> Void) -> [UInt8] {
    DERWriter.encode(body)
}

/// What all fixtures share.
enum Fixture {
    static let start = PosixTime(1_700_000_000)
    static let end = PosixTime(1_800_000_000)

    static let sha256WithRSA = algorithm(.sha256WithRSAEncryption) { $0.null() }
    static let sha256 = algorithm(.sha256) { _ in }

    /// An RSA key as the profile wants it. Nobody has its private key.
    static let subjectKey = rsaKey(modulus: [0xC1] + [UInt8](repeating: 0x11, count: 255), exponent: [1, 0, 1])
    static let subjectKeyIdentifier = keyIdentifier(of: subjectKey)
    static let issuerKeyIdentifier = KeyIdentifier(hashing: [1, 2, 3])

    /// The generator of P-256 (FIPS 186-4 section D.1.2.3), whose private key is 1.
    static let routerPoint =
        [UInt8](
            hex: "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
                + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"
        ) ?? []
    static let routerKey = encode { writer in
        writer.sequence {
            $0.raw(algorithm(.ecPublicKey) { $0.objectIdentifier(.prime256v1) })
            $0.bitString(routerPoint)
        }
    }

    static func rsaKey(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.raw(algorithm(.rsaEncryption) { $0.null() })
                $0.bitString { key in
                    key.sequence {
                        $0.unsignedInteger(modulus)
                        $0.unsignedInteger(exponent)
                    }
                }
            }
        }
    }

    static func keyIdentifier(of subjectPublicKeyInfo: [UInt8]) -> KeyIdentifier {
        (try? SubjectPublicKeyInfo(decoding: subjectPublicKeyInfo[...]).keyIdentifier) ?? issuerKeyIdentifier
    }

    static func algorithm(_ identifier: OID, _ parameters: (inout DERWriter) -> Void) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.objectIdentifier(identifier)
                parameters(&$0)
            }
        }
    }

    static func name(_ commonName: String) -> [UInt8] {
        name([[(.commonName, .printableString, commonName)]])
    }

    /// A name with these attributes, one inner list for each relative distinguished name.
    static func name(_ relativeNames: [[(OID, DERTag, String)]]) -> [UInt8] {
        encode { writer in
            writer.sequence { name in
                for attributes in relativeNames {
                    name.set { set in
                        for (type, tag, value) in attributes {
                            set.sequence {
                                $0.objectIdentifier(type)
                                $0.element(tag, value.utf8)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A rule broken on purpose: how, and the reason that must come out; nil where the change is allowed.
struct Fault<Subject: Sendable>: Sendable, CustomTestStringConvertible {
    let name: String
    let reason: RejectionReason?
    let apply: @Sendable (inout Subject) -> Void

    init(_ name: String, _ reason: RejectionReason?, _ apply: @escaping @Sendable (inout Subject) -> Void) {
        self.name = name
        self.reason = reason
        self.apply = apply
    }

    var testDescription: String { name }

    func applied(to subject: Subject) -> Subject {
        var subject = subject
        apply(&subject)
        return subject
    }
}

/// The reason for which `body` rejects; nil when it does not.
func reason(_ body: () throws(Rejection) -> Void) -> RejectionReason? {
    do throws(Rejection) {
        try body()
        return nil
    } catch {
        return error.reason
    }
}
