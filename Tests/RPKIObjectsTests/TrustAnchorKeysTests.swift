import DER
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Trust anchor keys")
struct TrustAnchorKeysTests {
    @Test("the fields of a TAK with three keys")
    func fields() throws {
        var fixture = TAKFixture()
        fixture.predecessor = .other(0x21)
        fixture.successor = .other(0x31)
        let keys = try TrustAnchorKeys(content: fixture.encoded[...])
        #expect(keys.current.comments == ["Schlüssel", "in use"])
        #expect(
            keys.current.uris.map(\.description) == ["https://host.example/ta.cer", "rsync://host.example/ta/ta.cer"]
        )
        #expect(Array(keys.current.subjectPublicKeyInfo.encoded) == TAKFixture.issuerKey)
        #expect(keys.predecessor?.comments == [])
        #expect(keys.predecessor.map { Array($0.subjectPublicKeyInfo.encoded) } == TAKFixture.Key.other(0x21).info)
        #expect(keys.successor.map { Array($0.subjectPublicKeyInfo.encoded) } == TAKFixture.Key.other(0x31).info)
    }

    @Test("one fault for each rule (RFC 9691)", arguments: faults)
    func rules(fault: Fault<TAKFixture>) {
        #expect(fault.applied(to: TAKFixture()).object.verdict(as: TrustAnchorKeys.self) == fault.reason)
    }
}

/// The parts of a TAK, to be bent and then encoded.
struct TAKFixture: Sendable {
    struct Key: Sendable {
        var comments: [[UInt8]] = []
        var uris = [encode { $0.ia5String("rsync://host.example/ta/ta.cer") }]
        var info: [UInt8]
        var rest: [UInt8] = []

        static func other(_ octet: UInt8) -> Key {
            Key(info: Fixture.rsaKey(modulus: [0xC1] + [UInt8](repeating: octet, count: 255), exponent: [1, 0, 1]))
        }

        func write(to writer: inout DERWriter) {
            writer.sequence { writer in
                writer.sequence { for comment in comments { $0.raw(comment) } }
                writer.sequence { for uri in uris { $0.raw(uri) } }
                writer.raw(info)
                writer.raw(rest)
            }
        }
    }

    static let issuerKey = Key.other(0x13).info

    var version: [UInt8] = []
    var current = Key(
        comments: ["Schlüssel", "in use"].map { comment in encode { $0.utf8String(comment) } },
        uris: ["https://host.example/ta.cer", "rsync://host.example/ta/ta.cer"].map { uri in
            encode { $0.ia5String(uri) }
        },
        info: issuerKey
    )
    var predecessor: Key?
    var successor: Key?
    var rest: [UInt8] = []
    var certificate: CertificateFixture = {
        var certificate = CertificateFixture.inheriting
        certificate.set(
            ExtensionFixture(.authorityKeyIdentifier) { writer in
                writer.sequence { $0.element(.context(0), Fixture.keyIdentifier(of: issuerKey).bytes) }
            }
        )
        return certificate
    }()

    var encoded: [UInt8] {
        encode { writer in
            writer.sequence { writer in
                writer.raw(version)
                current.write(to: &writer)
                if let predecessor { writer.explicit(0) { predecessor.write(to: &$0) } }
                if let successor { writer.explicit(1) { successor.write(to: &$0) } }
                writer.raw(rest)
            }
        }
    }

    var object: SignedObjectFixture {
        var object = SignedObjectFixture(.trustAnchorKey, fileName: "a.tak", content: encoded)
        object.certificates = [certificate]
        object.certificates[0].set(.signedObjectAccess("a.tak"))
        return object
    }
}

private func uri(_ text: String) -> [[UInt8]] {
    [encode { $0.ia5String(text) }]
}

private let faults: [Fault<TAKFixture>] = [
    Fault("nothing wrong", nil) { _ in },
    Fault("a successor", nil) { $0.successor = .other(0x31) },
    Fault("a predecessor", nil) { $0.predecessor = .other(0x31) },
    Fault("no comments", nil) { $0.current.comments = [] },
    Fault("version 0 encoded", .takVersion) { $0.version = encode { $0.explicit(0) { $0.integer(0) } } },
    Fault("version 1 without a tag", .takVersion) { $0.version = encode { $0.integer(1) } },
    Fault("a comment that is no UTF8String", .takComments) {
        $0.current.comments = [encode { $0.ia5String("in use") }]
    },
    Fault("a comment that is not UTF-8", .takComments) {
        $0.current.comments = [encode { $0.element(.utf8String, [0xC3, 0x28]) }]
    },
    Fault("a comment of 2049 octets", .takComments) {
        $0.current.comments = [encode { $0.utf8String(String(repeating: "a", count: 2_049)) }]
    },
    Fault("65 comments", .takComments) {
        $0.current.comments = Array(repeating: encode { $0.utf8String("") }, count: 65)
    },
    Fault("no URI", .takURI) { $0.current.uris = [] },
    Fault("an http URI", .takURI) { $0.current.uris = uri("http://host.example/ta.cer") },
    Fault("a directory", .takURI) { $0.current.uris = uri("rsync://host.example/ta/") },
    Fault("a URI that is no IA5String", .takURI) {
        $0.current.uris = [encode { $0.utf8String("https://host.example/ta.cer") }]
    },
    Fault("17 URIs", .takURI) {
        $0.current.uris = Array(repeating: $0.current.uris[0], count: 17)
    },
    Fault("a successor without URI", .takURI) {
        var key = TAKFixture.Key.other(0x31)
        key.uris = []
        $0.successor = key
    },
    Fault("a successor of 1024 bits", .takKey) {
        $0.successor = TAKFixture.Key(
            info: Fixture.rsaKey(modulus: [0xC1] + [UInt8](repeating: 0x11, count: 127), exponent: [1, 0, 1])
        )
    },
    Fault("a predecessor that is a router's key", .takKey) {
        $0.predecessor = TAKFixture.Key(info: Fixture.routerKey)
    },
    Fault("something after a key", .takSyntax) { $0.current.rest = encode { $0.null() } },
    Fault("something after the keys", .takSyntax) { $0.rest = encode { $0.null() } },
    Fault("another current key than the issuer's", .takCurrentKey) {
        $0.current.info = TAKFixture.Key.other(0x41).info
    },
    Fault("listed addresses", .takResources) { $0.certificate.set(.ipResources) },
    Fault("listed AS numbers", .takResources) { $0.certificate.set(.asResources) },
]
