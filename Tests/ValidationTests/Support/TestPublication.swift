import DER
import Laboratory
import RPKICrypto
import RPKIObjects

/// What one authority publishes at one time; the fields can be set to anything.
struct TestPublication {
    let authority: TestAuthority
    /// Certificates and ROAs by file name.
    var objects: [String: [UInt8]] = [:]
    var revoked: [UInt64] = []
    var number: UInt64 = 1
    var thisUpdate = issued
    var nextUpdate = issued.advanced(86_400)
    var listThisUpdate: PosixTime?
    var listNextUpdate: PosixTime?
    /// The serial number of the manifest's EE certificate.
    var manifestSerial: UInt64 = 1_000
    /// Changes to the files that the manifest lists, before it is made.
    var editListed: (inout [String: [UInt8]]) -> Void = { _ in }
    var editCertificate: (inout CertificateTemplate) -> Void = { _ in }
    /// Changes to what is published, after the manifest was made.
    var editPublished: (inout [String: [UInt8]]) -> Void = { _ in }

    init(_ authority: TestAuthority) {
        self.authority = authority
    }

    static let listName = "revocations.crl"

    var list: CRLTemplate {
        CRLTemplate(
            issuer: authority.name,
            key: authority.key.keyIdentifier,
            number: number,
            thisUpdate: listThisUpdate ?? thisUpdate,
            nextUpdate: listNextUpdate ?? nextUpdate,
            entries: revoked.map { CRLTemplate.Entry(serialNumber: $0, revoked: thisUpdate) }
        )
    }

    /// The next publication of the same objects, a minute later.
    func next() -> TestPublication {
        var next = self
        next.number += 1
        next.manifestSerial += 1
        next.thisUpdate = thisUpdate.advanced(60)
        next.nextUpdate = nextUpdate.advanced(60)
        return next
    }

    /// All files by URI.
    func files() throws -> [String: [UInt8]] {
        var files = objects
        files[Self.listName] = try list.issued(by: authority.key)
        var listed = files
        editListed(&listed)
        for (name, octets) in listed where files[name] == nil { files[name] = octets }
        let content = ManifestTemplate(
            number: number,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            entries: listed.sorted { $0.key < $1.key }.map {
                ManifestTemplate.Entry(fileName: $0.key, hash: SHA256Digest(hashing: $0.value))
            }
        )
        files[authority.manifestName] = try authority.object(
            OID.manifest,
            content.encoded(),
            fileName: authority.manifestName,
            signed: thisUpdate,
            grant: CertificateTemplate.Grant(
                serialNumber: manifestSerial,
                notBefore: thisUpdate,
                notAfter: nextUpdate,
                ip: .inherited,
                autonomousSystems: .inherit
            ),
            editing: editCertificate
        )
        editPublished(&files)
        return Dictionary(uniqueKeysWithValues: files.map { (authority.directory + $0.key, $0.value) })
    }
}
