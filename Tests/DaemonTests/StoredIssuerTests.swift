import DER
import Daemon
import FlightEvents
import Foundation
import Logging
import ObjectStore
import RPKICrypto
import RPKIObjects
import Testing

/// How `apus inspect` finds issuers and CRLs in a store in which strangers publish, too.
@Suite("Chains through a store")
struct StoredIssuerTests {
    private let anchor = TestIssuer("anchor", TestIssuer.keys[0])
    private let authority = TestIssuer("authority", TestIssuer.keys[1])
    private let child = TestIssuer("child", TestIssuer.keys[2])
    private let place = "rsync://rpki.example/repo/issuer.cer"
    private let list = "rsync://rpki.example/repo/x/ca.crl"

    /// The repositories in the order in which they were fetched.
    private func inspect(
        _ octets: [UInt8],
        repositories: [[String: [UInt8]]],
        files: [(String, [UInt8])] = []
    ) throws -> InspectionReport {
        let directory = NSTemporaryDirectory() + "apus-inspection-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let time = ManualTimeSource(TestIssuer.start)
        let store = try ObjectStore(
            directory: directory,
            access: .writer,
            time: time,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let anchorURI = "rsync://rpki.example/anchor.cer"
        let key = Data(anchor.key.subjectPublicKeyInfo).base64EncodedString()
        let locator = try TrustAnchorLocator(parsing: "\(anchorURI)\n\n\(key)\n", name: "anchor")
        func put(_ objects: [String: [UInt8]], in id: RepositoryID, at seconds: Int64) throws {
            let update = try store.beginUpdate(id, replacingAll: true)
            for (uri, octets) in objects { _ = try update.put(uri: uri, bytes: octets) }
            let succeeded = ManualTimeSource(TestIssuer.start.advanced(seconds)).now()
            _ = try update.commit(state: RepositoryState(succeeded: succeeded))
        }
        try put([anchorURI: try anchor.certificate(["10.0.0.0/8"])], in: .trustAnchor(anchorURI), at: 0)
        for (index, objects) in repositories.enumerated() {
            let uri = try #require(HTTPSURI("https://host\(index).example/notification.xml"))
            try put(objects, in: .rrdp(uri), at: Int64(index) + 1)
        }
        var given = IssuerFiles()
        for (name, octets) in files { try given.add(octets, name: name) }
        let inspector = ObjectInspector(
            profile: .strict,
            isStrict: true,
            instant: TestIssuer.start.advanced(60),
            files: given,
            store: try StoredIssuers(store, locators: [locator]),
            maximumDepth: 32
        )
        return inspector.inspect(octets, name: "object")
    }

    /// What the authority and the trust anchor publish.
    private func genuine(revoking serials: [UInt64] = []) throws -> [[String: [UInt8]]] {
        [
            [
                place: try authority.certificate(["10.0.0.0/16"], from: anchor),
                list: try authority.revocationList(revoking: serials),
            ],
            [list: try anchor.revocationList()],
        ]
    }

    @Test("what strangers publish under an authority's names neither hides nor replaces its objects")
    func strangers() throws {
        let stranger = TestIssuer("stranger", child.key)
        let octets = try child.certificate(["10.0.0.0/24"], from: authority)
        let disguised = TestIssuer("authority", authority.key)
        for intruder in [
            [place: Array("garbage".utf8), list: Array("garbage".utf8)],
            // Right in name and key, but issued by a stranger, with other resources.
            [place: try disguised.certificate(["11.0.0.0/16"], from: stranger), list: try stranger.revocationList()],
            [
                place: try stranger.certificate(["10.0.0.0/16"]),
                list: try authority.revocationList(revoking: [2], signedBy: stranger.key),
            ],
        ] {
            let report = try inspect(octets, repositories: try genuine() + [intruder])
            #expect(report.rejection == nil, "\(String(describing: report.rejection))")
            #expect(report.chain.state == .valid, "\(report.chain.notes)")
            #expect(report.chain.links.map(\.place) == [place, "trust anchor anchor"])
        }
    }

    @Test("an old CRL that is published again does not undo a revocation")
    func replayed() throws {
        let octets = try child.certificate(["10.0.0.0/24"], from: authority)
        let old = [list: try authority.revocationList(age: 3_600)]
        let report = try inspect(octets, repositories: try genuine(revoking: [2]) + [old])
        #expect(report.rejection?.reason == "certificate-revoked")
    }

    @Test("a certificate that was given and is not the issuer's does not hide the store's")
    func unrelatedFile() throws {
        let octets = try child.certificate(["10.0.0.0/24"], from: authority)
        let unrelated = try TestIssuer("unrelated", child.key).certificate(["12.0.0.0/8"])
        let report = try inspect(octets, repositories: try genuine(), files: [("unrelated.cer", unrelated)])
        #expect(report.chain.state == .valid, "\(report.chain.notes)")
        #expect(report.chain.links.first?.place == place)

        let alone = try inspect(octets, repositories: [], files: [("unrelated.cer", unrelated)])
        #expect(alone.rejection?.reason == "certificate-issuer-mismatch")
    }

    @Test("a TAL that cannot be read and a store that cannot are errors, one that does not exist is not")
    func unusableConfiguration() throws {
        let directory = NSTemporaryDirectory() + "apus-inspection-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        func open(_ configuration: Configuration) throws {
            _ = try InspectionSession(configuration, tolerating: [], issuers: [])
        }
        try open(Configuration(stateDirectory: directory + "/none"))
        try open(Configuration(stateDirectory: directory))

        var named = Configuration(stateDirectory: directory + "/none")
        named.talFiles = [directory + "/missing.tal"]
        #expect(throws: InspectionError.self) { try open(named) }

        try Data(String(repeating: "no database ", count: 1_000).utf8)
            .write(to: URL(fileURLWithPath: directory + "/store.sqlite"))
        #expect(throws: InspectionError.self) { try open(Configuration(stateDirectory: directory)) }
    }
}
