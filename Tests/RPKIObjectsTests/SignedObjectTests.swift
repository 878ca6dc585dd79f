import DER
import RPKICrypto
import RPKIObjects
import Testing

@Suite("Signed objects")
struct SignedObjectTests {
    static let fixture = SignedObjectFixture(.routeOriginAuthorization, fileName: "a.roa", content: [5, 0])

    @Test("the fields of an object as the profile wants it")
    func fields() throws {
        let object = try SignedObject(decoding: Self.fixture.encoded)
        #expect(try object.inspect(profile: .strict).isEmpty)
        #expect(object.contentType == .routeOriginAuthorization && object.type == .routeOriginAuthorization)
        #expect(object.content == [5, 0])
        #expect(object.signingTime == Fixture.start && !object.hasIndefiniteLengths)
        #expect(object.eeCertificate.signedObjectURI?.fileName == "a.roa")
        #expect(object.encoded[object.content.indices] == [5, 0])
    }

    @Test("one fault for each rule (RFC 6488, RFC 9589)", arguments: faults)
    func rules(fault: Fault<SignedObjectFixture>) {
        let bytes = fault.applied(to: Self.fixture).encoded
        let verdict = reason { () throws(Rejection) in _ = try SignedObject(decoding: bytes).inspect(profile: .strict) }
        #expect(verdict == fault.reason)
    }

    @Test("nothing may follow, and none of it may be missing")
    func wholeness() {
        let bytes = Self.fixture.encoded
        #expect(reason { () throws(Rejection) in _ = try SignedObject(decoding: bytes + [0]) } == .signedObjectSyntax)
        for count in 0..<bytes.count {
            #expect(reason { () throws(Rejection) in _ = try SignedObject(decoding: bytes[..<count]) } != nil)
        }
    }

    @Test("the signature covers the content through the attributes")
    func signature() throws {
        let key = try SigningKey.generateRSA2048()
        var fixture = Self.fixture
        fixture.sign(with: key)
        let object = try SignedObject(decoding: fixture.encoded)
        #expect(try object.inspect(profile: .strict).isEmpty)
        try object.checkSignature()

        var otherContent = object.encoded[...]
        otherContent[object.content.startIndex] = 4
        let changed = try SignedObject(decoding: otherContent)
        #expect(reason { () throws(Rejection) in try changed.checkSignature() } == .signedObjectDigestMismatch)

        fixture.signer = try SigningKey.generateRSA2048()
        let forged = try SignedObject(decoding: fixture.encoded)
        #expect(reason { () throws(Rejection) in try forged.checkSignature() } == .signedObjectSignatureInvalid)
    }

    @Test("indefinite lengths are tolerated by default, and the signature still holds")
    func indefiniteLengths() throws {
        var fixture = Self.fixture
        fixture.sign(with: try SigningKey.generateRSA2048())
        let bytes = try indefinite(fixture.encoded)
        let object = try SignedObject(decoding: bytes)
        #expect(object.hasIndefiniteLengths && object.content == [5, 0] && object.encoded.elementsEqual(bytes))
        #expect(try object.inspect(profile: .default).map(\.reason) == [.signedObjectNotDER])
        try object.checkSignature()
        #expect(reason { () throws(Rejection) in _ = try object.inspect(profile: .strict) } == .signedObjectNotDER)
        #expect(
            reason { () throws(Rejection) in _ = try SignedObject(decoding: bytes + [0, 0]) } == .signedObjectSyntax
        )
        #expect(
            reason { () throws(Rejection) in _ = try SignedObject(decoding: bytes.dropLast()) } == .signedObjectSyntax
        )
    }

    /// The object with indefinite lengths on its outer layers and its content in two pieces.
    private func indefinite(_ encoded: [UInt8]) throws -> [UInt8] {
        let end: [UInt8] = [0, 0]
        var reader = DERReader(encoded)
        var outer = try reader.enter()
        let type = try outer.readEncoded(.objectIdentifier)
        var explicit = try outer.enter(.contextConstructed(0))
        var fields = try explicit.enter()
        let version = try fields.readEncoded(.integer)
        let algorithms = try fields.readEncoded(.set)
        var encapsulated = try fields.enter()
        let contentType = try encapsulated.readEncoded(.objectIdentifier)
        let pieces: [UInt8] = [0x24, 0x80, 0x04, 0x01, 5, 0x24, 0x80, 0x04, 0x01, 0] + end + end
        let content: [UInt8] = [0x30, 0x80] + contentType + [0xA0, 0x80] + pieces + end + end
        return [0x30, 0x80] + type + [0xA0, 0x80, 0x30, 0x80] + version + algorithms + content + fields.remainder
            + end + end + end
    }

    @Test("a defect of the content is named before one of the certificate")
    func order() throws {
        var fixture = Self.fixture
        fixture.certificates[0].remove(.certificatePolicies)
        let object = try SignedObject(decoding: fixture.encoded)
        let verdict = reason { () throws(Rejection) in
            _ = try object.inspect(as: RouteOriginAuthorization.self, profile: .strict)
        }
        #expect(verdict == .roaSyntax)
        #expect(reason { () throws(Rejection) in _ = try object.inspect(profile: .strict) } == .certificatePolicies)
        fixture.version = 4
        let other = try SignedObject(decoding: fixture.encoded)
        let first = reason { () throws(Rejection) in
            _ = try other.inspect(as: RouteOriginAuthorization.self, profile: .strict)
        }
        #expect(first == .signedObjectVersion)
    }

    @Test("a payload of another type is refused")
    func otherType() throws {
        let object = try SignedObject(decoding: Self.fixture.encoded)
        let verdict = reason { () throws(Rejection) in _ = try object.payload(Manifest.self, profile: .strict) }
        #expect(verdict == .signedObjectContentType)
    }
}

private let faults: [Fault<SignedObjectFixture>] = [
    Fault("not signed data", .signedObjectSyntax) { $0.wrapperType = [1, 2, 840, 113549, 1, 7, 1] },
    Fault("version 2", .signedObjectVersion) { $0.version = 2 },
    Fault("version 4", .signedObjectVersion) { $0.version = 4 },
    Fault("no digest algorithm", .signedObjectDigestAlgorithm) { $0.digestAlgorithms = [] },
    Fault("two digest algorithms", .signedObjectDigestAlgorithm) { $0.digestAlgorithms.append(Fixture.sha256) },
    Fault("another digest algorithm", .signedObjectDigestAlgorithm) {
        $0.digestAlgorithms = [Fixture.algorithm([2, 16, 840, 1, 101, 3, 4, 2, 2]) { _ in }]
    },
    Fault("another digest algorithm of the signer", .signedObjectDigestAlgorithm) {
        $0.signerDigestAlgorithm = Fixture.algorithm([1, 3, 14, 3, 2, 26]) { _ in }
    },
    Fault("SHA-256 with NULL parameters", nil) { $0.digestAlgorithms = [Fixture.algorithm(.sha256) { $0.null() }] },
    Fault("no content", .signedObjectContent) { $0.content = nil },
    Fault("empty content", .signedObjectContent) { $0.content = [] },
    Fault("no certificate", .signedObjectCertificates) { $0.certificates = [] },
    Fault("two certificates", .signedObjectCertificates) { $0.certificates.append(.ee) },
    Fault("an authority's certificate", .certificateKeyUsage) { $0.certificates = [.ca] },
    Fault("a CRL", .signedObjectCRLs) { fixture in
        fixture.crls = encode { $0.explicit(1) { $0.raw(CRLFixture().encoded) } }
    },
    Fault("no signer", .signedObjectSignerInfos) { $0.signerCount = 0 },
    Fault("two signers", .signedObjectSignerInfos) { $0.signerCount = 2 },
    Fault("signer version 1", .signedObjectSignerVersion) { $0.signerVersion = 1 },
    Fault("signer of another key", .signedObjectSignerIdentifier) {
        $0.signerIdentifier = encode { $0.element(.context(0), Fixture.issuerKeyIdentifier.bytes) }
    },
    Fault("signer by issuer and serial number", .signedObjectSignerIdentifier) {
        $0.signerIdentifier = encode { writer in
            writer.sequence {
                $0.raw(Fixture.name("issuer"))
                $0.integer(7)
            }
        }
    },
    Fault("signer left out", .signedObjectSignerIdentifier) { $0.signerIdentifier = [] },
    Fault("signer of 19 octets", .signedObjectSignerIdentifier) {
        $0.signerIdentifier = encode { $0.element(.context(0), [UInt8](repeating: 1, count: 19)) }
    },
    Fault("no signed attributes", .signedObjectSignedAttributes) { $0.attributes = [] },
    Fault("signed attributes out of order", .signedObjectSignedAttributes) {
        $0.sortsAttributes = false
        $0.attributes.reverse()
    },
    Fault("no content type", .signedObjectContentType) { $0.remove(.contentTypeAttribute) },
    Fault("another content type", .signedObjectContentType) {
        $0.set(.contentTypeAttribute, [encode { $0.objectIdentifier(.manifest) }])
    },
    Fault("two content types", .signedObjectSignedAttributes) { $0.attributes.append((.contentTypeAttribute, nil)) },
    Fault("no message digest", .signedObjectMessageDigest) { $0.remove(.messageDigestAttribute) },
    Fault("a short message digest", .signedObjectMessageDigest) {
        $0.set(.messageDigestAttribute, [encode { $0.octetString([UInt8](repeating: 0, count: 31)) }])
    },
    Fault("message digest without value", .signedObjectSignedAttributes) { $0.set(.messageDigestAttribute, []) },
    Fault("message digest with two values", .signedObjectSignedAttributes) {
        let value = encode { $0.octetString([UInt8](repeating: 0, count: 32)) }
        $0.set(.messageDigestAttribute, [value, value])
    },
    Fault("no signing time", .signedObjectSigningTimeMissing) { $0.remove(.signingTimeAttribute) },
    Fault("signing time as GeneralizedTime", .signedObjectSigningTime) {
        $0.set(.signingTimeAttribute, [encode { $0.generalizedTime(Fixture.start) }])
    },
    Fault("signing time that is none", .signedObjectSigningTime) {
        $0.set(.signingTimeAttribute, [encode { $0.null() }])
    },
    Fault("binary signing time", .signedObjectBinarySigningTime) {
        $0.attributes.append((.binarySigningTimeAttribute, [encode { $0.integer(1_700_000_000) }]))
    },
    Fault("another attribute", .signedObjectSignedAttributes) {
        $0.attributes.append(([1, 2, 3], [encode { $0.null() }]))
    },
    Fault("unsigned attributes", .signedObjectUnsignedAttributes) {
        $0.unsignedAttributes = encode { $0.explicit(1) { $0.sequence { $0.objectIdentifier([1, 2, 3]) } } }
    },
    Fault("SHA-256 with RSA", nil) { $0.signatureAlgorithm = Fixture.sha256WithRSA },
    Fault("another signature algorithm", .signedObjectSignatureAlgorithm) {
        $0.signatureAlgorithm = Fixture.algorithm(.ecdsaWithSHA256) { _ in }
    },
    Fault("signature algorithm without parameters", .signedObjectSignatureAlgorithm) {
        $0.signatureAlgorithm = Fixture.algorithm(.rsaEncryption) { _ in }
    },
    Fault("a fault of the certificate", .certificateKeyUsage) { $0.certificates[0].remove(.keyUsage) },
]
