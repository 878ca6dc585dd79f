import DER
import NumberResources
import RPKICrypto
import RPKIObjects

/// The parts of a canonical cache representation, to be bent and then encoded. They start out as the draft wants them.
struct CacheRepresentationFixture: Sendable {
    /// One state: a list, what stands beside it, and the list's digest.
    struct State: Sendable {
        var tag: UInt8
        var elements: [[UInt8]]
        var metadata: [UInt8] = []
        /// nil where the right one is computed.
        var digest: [UInt8]?
        var rest: [UInt8] = []

        var encoded: [UInt8] {
            let list = encode { writer in
                writer.sequence { for element in elements { $0.raw(element) } }
            }
            return encode { writer in
                writer.explicit(tag) { explicit in
                    explicit.sequence {
                        $0.raw(list)
                        $0.raw(metadata)
                        $0.octetString(digest ?? SHA256Digest(hashing: list).bytes)
                        $0.raw(rest)
                    }
                }
            }
        }
    }

    var contentType: OID = .canonicalCacheRepresentation
    var version: [UInt8] = []
    var hashAlgorithm = Fixture.sha256
    var producedAt = encode { $0.generalizedTime(Fixture.end) }
    var manifests = State(
        tag: 1,
        elements: [Manifest(hash: 1, number: 7).encoded, Manifest(hash: 2, subordinates: keys(3, 4)).encoded],
        metadata: encode { $0.generalizedTime(Fixture.start) }
    )
    var roaPayloads = State(
        tag: 2,
        elements: [
            roas(64_496, family(1, address([192, 0, 2], 24), address([192, 0, 2], 24, maxLength: 26))),
            roas(
                64_497,
                family(1, address([198, 51, 100, 64], 26)),
                family(2, address([0x20, 0x01, 0x0D, 0xB8], 32, maxLength: 48))
            ),
        ]
    )
    var aspaPayloads = State(tag: 3, elements: [aspa(64_496, 64_500, 64_501), aspa(64_497, 0)])
    var trustAnchors = State(tag: 4, elements: keys(1, 2))
    var routerKeys = State(tag: 5, elements: [routers(64_496, router(Fixture.routerKey))])
    /// Which states there are, by their tags.
    var tags: [UInt8] = [1, 2, 3, 4, 5]
    /// What follows the states, or the whole.
    var rest: [UInt8] = []
    var trailer: [UInt8] = []

    private var states: [State] { [manifests, roaPayloads, aspaPayloads, trustAnchors, routerKeys] }

    var encoded: [UInt8] {
        let content = encode { writer in
            writer.sequence { fields in
                fields.raw(version)
                fields.raw(hashAlgorithm)
                fields.raw(producedAt)
                for tag in tags {
                    for state in states where state.tag == tag { fields.raw(state.encoded) }
                }
                fields.raw(rest)
            }
        }
        return encode { writer in
            writer.sequence { info in
                info.objectIdentifier(contentType)
                info.explicit(0) { $0.raw(content) }
            }
            writer.raw(trailer)
        }
    }
}

extension CacheRepresentationFixture {
    /// A ManifestInstance.
    struct Manifest {
        var hash: UInt8
        var hashLength = 32
        var size = encode { $0.integer(1_000) }
        var key = encode { $0.octetString([UInt8](repeating: 9, count: 20)) }
        var number = encode { $0.integer(17) }
        var thisUpdate = encode { $0.generalizedTime(Fixture.start) }
        var locations = [location(.accessSignedObject, "rsync://rpki.example/repo/ca.mft")]
        /// nil leaves them out.
        var subordinates: [[UInt8]]?
        var rest: [UInt8] = []

        init(hash: UInt8, number: Int = 17, subordinates: [[UInt8]]? = nil) {
            self.hash = hash
            self.number = encode { $0.integer(number) }
            self.subordinates = subordinates
        }

        var encoded: [UInt8] {
            encode { writer in
                writer.sequence { fields in
                    fields.octetString([hash] + [UInt8](repeating: 0, count: hashLength - 1))
                    for field in [size, key, number, thisUpdate] { fields.raw(field) }
                    fields.sequence { for location in locations { $0.raw(location) } }
                    if let subordinates {
                        fields.sequence { for key in subordinates { $0.raw(key) } }
                    }
                    fields.raw(rest)
                }
            }
        }
    }

    static func location(_ method: OID, _ uri: String, tag: DERTag = .context(6)) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.objectIdentifier(method)
                $0.ia5String(uri, tag)
            }
        }
    }

    /// Key identifiers, each of one octet and nineteen zeros.
    static func keys(_ first: UInt8...) -> [[UInt8]] {
        first.map { octet in encode { $0.octetString([octet] + [UInt8](repeating: 0, count: 19)) } }
    }

    /// A ROAPayloadSet.
    static func roas(_ asn: Int64, _ families: [UInt8]...) -> [UInt8] {
        set(asn, families)
    }

    static func family(_ number: UInt8, _ addresses: [UInt8]...) -> [UInt8] {
        ROAFixture.family(number, addresses)
    }

    static func address(_ octets: [UInt8], _ length: Int, maxLength: Int? = nil) -> [UInt8] {
        ROAFixture.address(octets, length, maxLength: maxLength)
    }

    /// An ASPAPayloadSet.
    static func aspa(_ customer: Int64, _ providers: Int64...) -> [UInt8] {
        set(customer, providers.map { provider in encode { $0.integer(provider) } })
    }

    /// A RouterKeySet.
    static func routers(_ asn: Int64, _ keys: [UInt8]...) -> [UInt8] {
        set(asn, keys)
    }

    static func router(_ subjectPublicKeyInfo: [UInt8], identifier: [UInt8]? = nil) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.octetString(identifier ?? Fixture.keyIdentifier(of: subjectPublicKeyInfo).bytes)
                $0.raw(subjectPublicKeyInfo)
            }
        }
    }

    static func set(_ asn: Int64, _ members: [[UInt8]]) -> [UInt8] {
        encode { writer in
            writer.sequence { fields in
                fields.integer(asn)
                fields.sequence { for member in members { $0.raw(member) } }
            }
        }
    }
}
