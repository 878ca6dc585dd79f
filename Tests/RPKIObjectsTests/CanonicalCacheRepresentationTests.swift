import DER
import Foundation
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Canonical cache representations")
struct CanonicalCacheRepresentationTests {
    private typealias Representation = CanonicalCacheRepresentation

    @Test("the fields of a representation as the draft wants it")
    func fields() throws {
        let ccr = try Representation(decoding: CacheRepresentationFixture().encoded)
        #expect(ccr.producedAt == Fixture.end)

        let manifests = try #require(ccr.manifests)
        #expect(manifests.mostRecentUpdate == Fixture.start)
        #expect(manifests.instances.map(\.hash.bytes.first) == [1, 2])
        #expect(manifests.instances.map(\.size) == [1_000, 1_000])
        #expect(manifests.instances.map(\.number) == [SerialNumber(7), SerialNumber(17)])
        #expect(manifests.instances.map(\.authorityKeyIdentifier.bytes.first) == [9, 9])
        #expect(manifests.instances.map { $0.subordinates.map(\.bytes.first) } == [[], [3, 4]])
        #expect(manifests.instances.first?.locations.map(\.uri) == ["rsync://rpki.example/repo/ca.mft"])
        #expect(manifests.instances.first?.locations.map(\.method) == [.accessSignedObject])

        let roas = try #require(ccr.roaPayloads)
        #expect(roas.count == 4)
        #expect(roas.sets.map(\.asn) == [ASN(64_496), ASN(64_497)])
        #expect(
            roas.sets.map { $0.addresses.map { "\($0.prefix) \($0.effectiveMaxLength)" } }
                == [["192.0.2.0/24 24", "192.0.2.0/24 26"], ["198.51.100.64/26 26", "2001:db8::/32 48"]]
        )

        let aspas = try #require(ccr.aspaPayloads)
        #expect(aspas.sets.map(\.customer) == [ASN(64_496), ASN(64_497)])
        #expect(aspas.sets.map(\.providers) == [[ASN(64_500), ASN(64_501)], [ASN(0)]])

        #expect(ccr.trustAnchors?.keys.map(\.bytes.first) == [1, 2])
        #expect(ccr.routerKeys?.sets.map(\.asn) == [ASN(64_496)])
        #expect(ccr.routerKeys?.count == 1)
        #expect(ccr.routerKeys?.sets.first?.keys.first?.subjectPublicKeyInfo == Fixture.routerKey)
        #expect(ccr.routerKeys?.sets.first?.keys.first?.identifier == Fixture.keyIdentifier(of: Fixture.routerKey))
        #expect(ccr.extensions.isEmpty)
    }

    @Test("one fault for each rule", arguments: CacheRepresentationFault.all)
    func rules(fault: Fault<CacheRepresentationFixture>) throws {
        let octets = fault.applied(to: CacheRepresentationFixture()).encoded
        do throws(Rejection) {
            // What is accepted is written again as it was.
            #expect(try Representation(decoding: octets).encoded() == octets)
            #expect(fault.reason == nil)
        } catch {
            #expect(error.reason == fault.reason, "\(error)")
            #expect(error.offset.map { (0...octets.count).contains($0) } == true)
        }
    }

    @Test("every reason has its fault")
    func coverage() {
        let reasons = RejectionReason.allCases.filter { $0.rawValue.hasPrefix("ccr-") }
        #expect(Set(CacheRepresentationFault.all.compactMap(\.reason)) == Set(reasons))
    }

    @Test("payloads in any order, some twice, give one canonical form")
    func canonical() throws {
        let payloads: [(asn: ASN, prefix: IPPrefix, maxLength: UInt8)] = try [
            (2, "2001:db8::/32", 48), (2, "192.0.2.0/24", 24), (1, "10.0.0.0/8", 9), (1, "10.0.0.0/8", 8),
            (1, "10.0.0.0/16", 16), (1, "9.0.0.0/8", 32), (1, "10.0.0.0/8", 9), (4_294_967_295, "::/0", 0),
        ].map { (ASN($0), try #require(IPPrefix(parsing: $1)), $2) }
        let state = Representation.ROAPayloadState(payloads)
        #expect(state == Representation.ROAPayloadState(payloads.reversed()))
        #expect(state.sets.map(\.asn.value) == [1, 2, 4_294_967_295])
        #expect(
            state.sets.map { $0.addresses.map { "\($0.prefix)" + ($0.maxLength.map { " \($0)" } ?? "") } }
                == [
                    ["9.0.0.0/8 32", "10.0.0.0/8", "10.0.0.0/8 9", "10.0.0.0/16"],
                    ["192.0.2.0/24", "2001:db8::/32 48"], ["::/0"],
                ]
        )

        let aspas = Representation.ASPAPayloadState([
            (customer: ASN(9), providers: [ASN(3), ASN(2)]), (customer: ASN(5), providers: [ASN(0)]),
            (customer: ASN(9), providers: [ASN(0), ASN(2), ASN(1)]), (customer: ASN(7), providers: []),
        ])
        #expect(aspas.sets.map(\.customer.value) == [5, 9])
        #expect(aspas.sets.map { $0.providers.map(\.value) } == [[0], [1, 2, 3]])

        let keys = [[UInt8](repeating: 2, count: 20), [UInt8](repeating: 1, count: 20)].compactMap {
            KeyIdentifier(bytes: $0)
        }
        #expect(Representation.TrustAnchorState(keys + keys)?.keys == keys.reversed())
        #expect(Representation.TrustAnchorState([KeyIdentifier]()) == nil)

        let routers = Representation.RouterKeyState([
            (asn: ASN(2), identifier: keys[0], subjectPublicKeyInfo: [1]),
            (asn: ASN(2), identifier: keys[1], subjectPublicKeyInfo: [2]),
            (asn: ASN(1), identifier: keys[0], subjectPublicKeyInfo: [1]),
            (asn: ASN(2), identifier: keys[0], subjectPublicKeyInfo: [1]),
        ])
        #expect(routers.sets.map(\.asn.value) == [1, 2])
        #expect(routers.sets.map { $0.keys.map(\.identifier) } == [[keys[0]], [keys[1], keys[0]]])
    }

    @Test("what is built is read back, the digests too")
    func roundTrip() throws {
        let manifest = try Self.manifest(number: 3)
        let prefix = try #require(IPPrefix(parsing: "192.0.2.0/24"))
        let identifier = Fixture.keyIdentifier(of: Fixture.routerKey)
        let payloads: [(asn: ASN, prefix: IPPrefix, maxLength: UInt8)] = [(ASN(1), prefix, 24)]
        let built = Representation(
            producedAt: Fixture.end,
            manifests: .init([manifest, try Self.manifest(number: 4), manifest]),
            roaPayloads: .init(payloads),
            aspaPayloads: .init([(customer: ASN(1), providers: [ASN(2)])]),
            trustAnchors: .init([identifier]),
            routerKeys: .init([(asn: ASN(1), identifier: identifier, subjectPublicKeyInfo: Fixture.routerKey)])
        )
        let read = try Representation(decoding: built.encoded())
        #expect(read == built)
        #expect(read.manifests?.instances.count == 2)
        #expect(read.manifests?.digest == built.manifests?.digest)
        #expect(read.roaPayloads?.digest == built.roaPayloads?.digest)
    }

    @Test("an empty cache: the digest of an empty list, and the epoch instead of an update (section 4.4.1.2)")
    func empty() throws {
        let none: [(asn: ASN, prefix: IPPrefix, maxLength: UInt8)] = []
        let built = Representation(
            producedAt: Fixture.start,
            manifests: .init([Representation.ManifestInstance]()),
            roaPayloads: .init(none)
        )
        let read = try Representation(decoding: built.encoded())
        #expect(read == built)
        #expect(read.manifests?.mostRecentUpdate == PosixTime(0))
        #expect(
            read.roaPayloads?.digest.hex == "e4f60d0aa6d7f3d3b6a6494b1c861b99f649c6f9ec51abaf201b20f297327c95"
        )
        #expect(read.aspaPayloads == nil && read.trustAnchors == nil && read.routerKeys == nil)
    }

    @Test("it is never older than its newest manifest")
    func clock() throws {
        let manifests = Representation.ManifestState([try Self.manifest(number: 3)])
        #expect(Representation(producedAt: PosixTime(5), manifests: manifests).producedAt == Fixture.start)
        #expect(Representation(producedAt: Fixture.end, manifests: manifests).producedAt == Fixture.end)
    }

    @Test("what is told of a manifest comes from it and from its EE certificate")
    func instance() throws {
        let fixture = ManifestFixture()
        let octets = fixture.object.encoded
        let object = try SignedObject(decoding: octets)
        let contents = try Manifest(content: object.content)
        let keys = [Fixture.subjectKeyIdentifier, Fixture.issuerKeyIdentifier]
        let instance = try Representation.ManifestInstance(object, contents: contents, subordinates: keys + keys)
        #expect(instance.hash == SHA256Digest(hashing: octets))
        #expect(instance.size == UInt64(octets.count))
        #expect(instance.authorityKeyIdentifier == object.eeCertificate.authorityKeyIdentifier)
        #expect(instance.number == SerialNumber(17) && instance.thisUpdate == Fixture.start)
        #expect(instance.locations.map(\.uri) == [object.eeCertificate.signedObjectURI?.description])
        #expect(instance.subordinates == keys.sorted())
    }

    @Test("a vector that was made without this code")
    func vector() throws {
        let ccr = try Representation(decoding: CacheRepresentationVector.octets)
        #expect(ccr.producedAt == PosixTime(1_767_225_600))
        #expect(ccr.manifests?.mostRecentUpdate == PosixTime(1_767_222_000))
        #expect(
            ccr.manifests?.instances.map(\.number.description) == [
                "1", "730750818665451459101842416358141509827966271487",
            ]
        )
        #expect(ccr.manifests?.instances.map(\.size) == [2_000, 65_536])
        #expect(ccr.manifests?.instances.map(\.subordinates.count) == [2, 0])
        #expect(
            ccr.roaPayloads?.sets.map {
                "\($0.asn): " + $0.addresses.map { "\($0.prefix)-\($0.effectiveMaxLength)" }.joined(separator: " ")
            }
                == CacheRepresentationVector.roaPayloads
        )
        #expect(
            ccr.aspaPayloads?.sets.map { "\($0.customer): " + $0.providers.map { "\($0)" }.joined(separator: " ") }
                == ["AS64500: AS64501 AS4294967295", "AS65536: AS0"]
        )
        #expect(ccr.trustAnchors?.keys.count == 2)
        #expect(ccr.routerKeys?.sets.map(\.asn) == [ASN(64_500)])
        #expect(ccr.manifests?.digest.hex == CacheRepresentationVector.digests[0])
        #expect(ccr.roaPayloads?.digest.hex == CacheRepresentationVector.digests[1])
        #expect(ccr.aspaPayloads?.digest.hex == CacheRepresentationVector.digests[2])
        #expect(ccr.trustAnchors?.digest.hex == CacheRepresentationVector.digests[3])
        #expect(ccr.routerKeys?.digest.hex == CacheRepresentationVector.digests[4])
        #expect(ccr.encoded() == CacheRepresentationVector.octets)
    }

    @Test("a manifest's place is told as its certificate spells it: the first one by rsync")
    func location() throws {
        var fixture = ManifestFixture()
        fixture.certificate.set(
            .access(
                .subjectInformationAccess,
                [
                    (.accessNotify, "https://host.example/notification.xml"),
                    (.accessSignedObject, "https://host.example/ca.mft"),
                    (.accessSignedObject, "rsync://Host.Example/repo/ca.mft"),
                    (.accessSignedObject, "rsync://host.example/repo/other.mft"),
                ]
            )
        )
        let object = try SignedObject(decoding: fixture.object.encoded)
        let contents = try Manifest(content: object.content)
        let instance = try Representation.ManifestInstance(object, contents: contents, subordinates: [])
        #expect(instance.locations == [.init(method: .accessSignedObject, uri: "rsync://Host.Example/repo/ca.mft")])
    }

    @Test("what cannot be represented is named: a manifest without a place, one without an issuer")
    func unrepresentable() throws {
        var fixture = ManifestFixture()
        fixture.certificate.set(.access(.subjectInformationAccess, [(.accessNotify, "https://host.example/n.xml")]))
        #expect(verdict(fixture) == .ccrManifestLocation)

        fixture = ManifestFixture()
        fixture.certificate.remove(.authorityKeyIdentifier)
        #expect(verdict(fixture) == .ccrManifestInstance)
    }

    private func verdict(_ fixture: ManifestFixture) -> RejectionReason? {
        reason { () throws(Rejection) in
            let object = try SignedObject(decoding: fixture.object.encoded)
            _ = try Representation.ManifestInstance(
                object,
                contents: Manifest(content: object.content),
                subordinates: []
            )
        }
    }

    @Test("a damaged octet is noticed, or gives another value that is written as it was read")
    func damage() throws {
        let original = try Representation(decoding: CacheRepresentationVector.octets)
        for index in CacheRepresentationVector.octets.indices {
            for bit in 0..<8 {
                var octets = CacheRepresentationVector.octets
                octets[index] ^= 1 << UInt8(bit)
                guard let read = try? Representation(decoding: octets) else { continue }
                #expect(read != original && read.encoded() == octets, "octet \(index), bit \(bit)")
            }
        }
    }

    @Test("more octets than a cache can need are not looked at")
    func size() {
        let octets = [UInt8](repeating: 0x30, count: Representation.maximumSize + 1)
        #expect(reason { () throws(Rejection) in _ = try Representation(decoding: octets) } == .ccrTooLarge)
    }

    @Test("a cut end is noticed")
    func truncation() {
        let octets = CacheRepresentationVector.octets
        for length in octets.indices {
            let verdict = reason { () throws(Rejection) in _ = try Representation(decoding: octets[..<length]) }
            #expect(verdict == .ccrSyntax)
        }
    }

    private static func manifest(number: Int) throws -> CanonicalCacheRepresentation.ManifestInstance {
        var fixture = ManifestFixture()
        fixture.number = encode { $0.integer(number) }
        let object = try SignedObject(decoding: fixture.object.encoded)
        return try .init(object, contents: Manifest(content: object.content), subordinates: [])
    }
}
