import DER
import RPKIObjects
import Testing

/// Every element of an object in turn claims to be 2 GiB long. That must be seen by comparing the claim with what there is,
/// before anything is allocated for it: a decoder that trusted it once would need terabytes for these tests.
@Suite("Claimed lengths")
struct LengthClaimTests {
    @Test("in a certificate")
    func certificate() {
        for octets in claims(in: CertificateFixture.ca.encoded) {
            #expect(isRejected { try ResourceCertificate(decoding: octets).inspect(as: .ca, profile: .default) })
        }
    }

    @Test("in a CRL")
    func revocationList() {
        for octets in claims(in: CRLFixture().encoded) {
            #expect(isRejected { try CertificateRevocationList(decoding: octets).inspect(profile: .default) })
        }
    }

    @Test("in a signed object")
    func signedObject() {
        for octets in claims(in: SignedObjectFixture(.manifest, fileName: "a.mft", content: [5, 0]).encoded) {
            #expect(isRejected { try SignedObject(decoding: octets).inspect(profile: .default) })
        }
    }

    @Test("in BER that is turned into DER")
    func indefinite() {
        for octets in claims(in: SignedObjectFixture(.manifest, fileName: "a.mft", content: [5, 0]).encoded) {
            // The outermost element gets an indefinite length.
            var reader = DERReader(octets)
            guard let outer = try? reader.readElement() else { continue }
            let indefinite = [0x30, 0x80] + outer.content + [0, 0]
            #expect(isRejected { try SignedObject(decoding: indefinite).inspect(profile: .default) })
        }
    }

    @Test("in a manifest's content")
    func manifest() {
        let content = encode { writer in
            writer.sequence { manifest in
                manifest.integer(1)
                manifest.generalizedTime(Fixture.start)
                manifest.generalizedTime(Fixture.end)
                manifest.objectIdentifier(.sha256)
                manifest.sequence { list in
                    list.sequence {
                        $0.ia5String("a.roa")
                        $0.bitString([UInt8](repeating: 1, count: 32))
                    }
                }
            }
        }
        #expect(throws: Never.self) { try Manifest(content: content[...]) }
        for octets in claims(in: content) {
            #expect(isRejected { try Manifest(content: octets[...]) })
        }
    }

    @Test("in a ROA's content")
    func routeOriginAuthorization() {
        let content = encode { writer in
            writer.sequence { roa in
                roa.integer(64_496)
                roa.sequence { blocks in
                    blocks.addressFamily(1) { addresses in
                        addresses.sequence {
                            $0.bitString([192, 0, 2])
                            $0.integer(24)
                        }
                    }
                }
            }
        }
        #expect(throws: Never.self) { try RouteOriginAuthorization(content: content[...]) }
        for octets in claims(in: content) {
            #expect(isRejected { try RouteOriginAuthorization(content: octets[...]) })
        }
    }

    private func isRejected(_ body: () throws -> some Any) -> Bool {
        do {
            _ = try body()
            return false
        } catch {
            return error is Rejection
        }
    }

    /// `encoded` once for each of its elements, which then claims 2^31 octets. All others keep a length that fits, so that
    /// the claim is what a decoder meets first.
    private func claims(in encoded: [UInt8]) -> [[UInt8]] {
        guard let tree = Element.all(in: encoded[...]) else { return [] }
        let count = tree.map(\.count).reduce(0, +)
        #expect(count > 5)
        return (0..<count).map { index in
            var remaining = index
            return tree.flatMap { $0.encoded(claimingAt: &remaining) }
        }
    }
}

/// An element of DER, taken apart as far as its tags say that there is something inside.
private struct Element {
    let tag: UInt8
    let content: [UInt8]
    let inner: [Element]

    static func all(in encoded: ArraySlice<UInt8>) -> [Element]? {
        var reader = DERReader(encoded)
        var elements: [Element] = []
        while !reader.isAtEnd {
            guard let element = try? reader.readElement() else { return nil }
            let inner = element.tag.isConstructed ? all(in: element.content) ?? [] : []
            elements.append(Element(tag: element.tag.rawValue, content: Array(element.content), inner: inner))
        }
        return elements
    }

    /// How many elements it is.
    var count: Int { 1 + inner.map(\.count).reduce(0, +) }

    /// Its octets. The element that comes after `remaining` others claims 2^31 octets.
    func encoded(claimingAt remaining: inout Int) -> [UInt8] {
        let claims = remaining == 0
        remaining -= 1
        let body = inner.isEmpty ? content : inner.flatMap { $0.encoded(claimingAt: &remaining) }
        if claims { return [tag, 0x84, 0x80, 0, 0, 0] + body }
        return DERWriter.encode { $0.element(DERTag(rawValue: tag), body) }
    }
}
