import DER
import RPKIObjects
import Testing

/// Which ASCII characters may stand where: each of them is tried.
@Suite("Characters")
struct CharacterTests {
    private static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    private func accepted(_ isAccepted: (UInt8) -> Bool) -> Set<Character> {
        Set((0..<128).filter(isAccepted).map { Character(Unicode.Scalar($0)) })
    }

    @Test("of a PrintableString (X.680 section 41.4)")
    func printableString() {
        let characters = accepted { octet in
            var fixture = CertificateFixture.ca
            fixture.subject = Fixture.name("a" + String(decoding: [octet], as: UTF8.self))
            return verdict(fixture, as: .ca) == nil
        }
        #expect(characters == Set(Self.alphanumeric + " '()+,-./:=?"))
    }

    @Test("of a path (RFC 3986 section 3.3)")
    func path() {
        let characters = accepted { RsyncURI(ascii: Array("rsync://h/m/a".utf8)[...] + [$0] + Array("b".utf8)) != nil }
        #expect(characters == Set(Self.alphanumeric + "-._~!$&'()*+,;=:@/"))
    }

    @Test("of a path and query of HTTPS")
    func query() {
        let path = accepted { HTTPSURI(ascii: Array("https://h/a".utf8)[...] + [$0] + Array("b".utf8)) != nil }
        #expect(path == Set(Self.alphanumeric + "-._~!$&'()*+,;=:@/?"))
        let query = accepted { HTTPSURI(ascii: Array("https://h/?a".utf8)[...] + [$0] + Array("b".utf8)) != nil }
        #expect(query == Set(Self.alphanumeric + "-._~!$&'()*+,;=:@/?"))
    }

    @Test("of a host name")
    func host() {
        let characters = accepted { RsyncURI(ascii: Array("rsync://a".utf8)[...] + [$0] + Array("b/m/x".utf8)) != nil }
        // The slash ends the host and starts the path.
        #expect(characters == Set(Self.alphanumeric + "-_./"))
    }

    @Test("of a file name on a manifest (RFC 9286 section 4.2.2)")
    func fileName() {
        let characters = accepted { octet in
            let content = encode { writer in
                writer.sequence { manifest in
                    manifest.integer(1)
                    manifest.generalizedTime(Fixture.start)
                    manifest.generalizedTime(Fixture.end)
                    manifest.objectIdentifier(.sha256)
                    manifest.sequence { list in
                        list.sequence {
                            $0.element(.ia5String, Array("a".utf8) + [octet] + Array("b.roa".utf8))
                            $0.bitString([UInt8](repeating: 1, count: 32))
                        }
                    }
                }
            }
            return (try? Manifest(content: content[...])) != nil
        }
        #expect(characters == Set(Self.alphanumeric + "-_"))
    }
}
