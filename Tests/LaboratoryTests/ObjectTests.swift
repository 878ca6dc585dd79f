import DER
import Foundation
import Laboratory
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing

@Suite struct ObjectTests {
    private static let customer = ASN(64_512)
    private static let prefixes = ["10.0.0.0/24", "2001:db8::/48"].compactMap { IPPrefix(parsing: $0) }

    @Test func `every type of object is published as the profile wants it`() throws {
        let test = try TestLaboratory()
        let aspa = try test.laboratory.issue(.aspa(customer: Self.customer, providers: [ASN(65_001), ASN(65_000)]))
        let router = try test.laboratory.issue(.routerKey(asn: Self.customer, router: 7))
        let list = try test.laboratory.issue(.prefixList(asn: Self.customer, prefixes: Self.prefixes))
        let contact = try test.laboratory.issue(
            .ghostbusters(GhostbustersContact(name: "Ada", organization: "Lab", address: "Way 1", email: "a@b.example"))
        )
        let keys = try test.laboratory.issue(.trustAnchorKeys(announcesSuccessor: true))
        #expect([aspa, router, list, contact].map(\.authority) == Array(repeating: "lab-one-ca-1", count: 4))
        #expect(keys.authority == "lab-one")
        let before = try test.walk("lab-one")
        #expect(before.providerAuthorizations.isEmpty)
        let report = try #require(try test.laboratory.publish().first)
        #expect(Set(report.added) == Set([aspa, router, list, contact, keys].map(\.uri)))

        let walk = try test.walk("lab-one")
        #expect(walk.rejections == [:])
        #expect(walk.warnings == [])
        #expect(walk.origins == before.origins)
        let authorization = try #require(walk.providerAuthorizations["ca-1/AS64512.asa"])
        #expect(authorization.customer == Self.customer)
        #expect(authorization.providers == [ASN(65_000), ASN(65_001)])
        #expect(walk.prefixLists["ca-1/AS64512.spl"]?.asn == Self.customer)
        #expect(walk.prefixLists["ca-1/AS64512.spl"]?.prefixes == Self.prefixes)
        let record = try #require(walk.contacts["ca-1/contact.gbr"])
        #expect(
            GhostbustersRecord.Kind.allCases.map(record.values) == [["Ada"], ["Lab"], ["Way 1"], [], ["a@b.example"]]
        )
        let certificate = try #require(walk.routers["ca-1/ROUTER-0000FC00.cer"])
        #expect(certificate.subjectName.description.contains("ROUTER-0000FC00"))
        #expect(certificate.asResources == .explicit(ASResourceSet(ranges: [Self.customer...Self.customer])))
        #expect(try test.laboratory.routerKey(of: router) == Array(certificate.subjectPublicKeyInfo.encoded))
        #expect(try test.laboratory.routerKey(of: aspa) == nil)
        let takeover = try #require(walk.trustAnchorKeys["ta/keys.tak"])
        let anchor = try ResourceCertificate(decoding: test.bytes("ta/lab-one.cer"))
        #expect(takeover.current.subjectPublicKeyInfo.keyIdentifier == anchor.subjectKeyIdentifier)
        #expect(takeover.successor != nil && takeover.predecessor == nil)
    }

    @Test func `objects survive the process, are issued once, and go when they are revoked`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lab"
        let clock = LaboratoryClock.manual(TestLaboratory.start)
        let objects: [LaboratoryObject] = [
            .aspa(customer: Self.customer, providers: [ASN(65_000)]),
            .aspa(customer: Self.customer, providers: [ASN(65_001)]),
            .routerKey(asn: Self.customer, router: 1), .routerKey(asn: Self.customer, router: 2),
            .prefixList(asn: Self.customer, prefixes: Self.prefixes),
            .ghostbusters(GhostbustersContact(name: "Ada", telephone: "+1")),
            .trustAnchorKeys(announcesSuccessor: false),
        ]
        do {
            let laboratory = try Laboratory.create(directory: path, configuration: .small, clock: clock)
            for object in objects { _ = try laboratory.issue(object) }
        }
        let laboratory = try Laboratory.open(directory: path, clock: clock)
        #expect(Set(laboratory.objects.map(\.object)) == Set(objects))
        #expect(Set(laboratory.objects.map(\.uri)).count == objects.count)
        for object in objects {
            #expect(throws: LaboratoryError.objectAlreadyIssued(object)) { try laboratory.issue(object) }
        }
        let uris = Set(laboratory.objects.map(\.uri))
        #expect(Set(try laboratory.publish().flatMap(\.added)) == uris)
        for object in objects { try laboratory.revoke(object) }
        #expect(laboratory.objects.isEmpty)
        #expect(Set(try laboratory.publish().flatMap(\.withdrawn)) == uris)
        #expect(throws: LaboratoryError.objectNotIssued(objects[0])) { try laboratory.revoke(objects[0]) }
    }

    @Test func `who may issue what`() throws {
        let laboratory = try TestLaboratory().laboratory
        #expect(throws: LaboratoryError.noHolder(of: ASN(1))) {
            try laboratory.issue(.aspa(customer: ASN(1), providers: [ASN(2)]))
        }
        #expect(throws: LaboratoryError.notTrustAnchor(name: "lab-one-ca-1")) {
            try laboratory.issue(.trustAnchorKeys(announcesSuccessor: false), by: "lab-one-ca-1")
        }
        #expect(throws: LaboratoryError.unknownAuthority(name: "nobody")) {
            try laboratory.issue(.ghostbusters(GhostbustersContact(name: "a")), by: "nobody")
        }
        let issued = try laboratory.issue(.trustAnchorKeys(announcesSuccessor: false), by: "lab-two")
        #expect(issued.trustAnchor == "lab-two")
    }

    @Test func `an authority that does not hold the AS number overclaims`() throws {
        let test = try TestLaboratory()
        _ = try test.laboratory.issue(
            .aspa(customer: Self.customer, providers: [ASN(65_000)]),
            by: "lab-one-ca-2"
        )
        _ = try test.laboratory.publish()
        #expect(try test.walk("lab-one").rejections == ["ca-2/AS64512.asa": .certificateResourcesOverclaim])
    }

    @Test(arguments: [
        "aspa-customer-out-of-range", "missing-signing-time", "bad-signature", "expired-ee", "misplaced-object",
    ])
    func `an object can be issued with a fault, and repaired`(name: String) throws {
        let fault = try #require(LaboratoryFault(name: name))
        let test = try TestLaboratory()
        let issued = try test.laboratory.issue(
            .aspa(customer: Self.customer, providers: [ASN(65_000)]),
            fault: fault
        )
        #expect(issued.fault == fault)
        _ = try test.laboratory.publish()
        #expect(try test.walk("lab-one").rejections == ["ca-1/AS64512.asa": try #require(fault.reason)])
        try test.laboratory.repair()
        _ = try test.laboratory.publish()
        let walk = try test.walk("lab-one")
        #expect(walk.rejections == [:])
        #expect(walk.providerAuthorizations.count == 1)
    }

    @Test func `a checklist is signed with an authority's resources, and published nowhere`() throws {
        let test = try TestLaboratory()
        let bytes = try test.laboratory.checklist(
            [.init(fileName: "b42.txt", content: [1, 2, 3]), .init(fileName: nil, content: [4])],
            by: "lab-one-ca-1"
        )
        let object = try SignedObject(decoding: bytes)
        let (list, warnings) = try object.inspect(as: SignedChecklist.self, profile: .strict)
        try object.checkSignature()
        #expect(warnings == [])
        #expect(list.entries.map(\.fileName) == ["b42.txt", nil])
        #expect(list.entries.map(\.hash) == [SHA256Digest(hashing: [1, 2, 3]), SHA256Digest(hashing: [4])])
        #expect(list.ipResources == IPResourceSet(prefixes: try test.laboratory.prefixes(of: "lab-one-ca-1")))
        let issuer = try ResourceCertificate(decoding: try #require(test.published("lab-one")["ta/ca-1.cer"]))
        try object.eeCertificate.checkIssued(by: issuer)
        #expect(object.eeCertificate.isSigned(by: try issuer.publicKey()))
        #expect(try test.published("lab-one").keys.filter { $0.hasSuffix(".sig") }.isEmpty)
    }
}
