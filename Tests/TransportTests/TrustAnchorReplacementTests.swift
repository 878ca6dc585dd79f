import DER
import FlightEvents
import Foundation
import Laboratory
import NumberResources
import RPKICrypto
import RPKIObjects
import Testing
import Transport

/// A trust anchor's certificate gives way to a newer valid one only, as long as it is valid itself
/// (draft-ietf-sidrops-rpki-ta-tiebreaker).
@Suite struct TrustAnchorReplacementTests {
    private static let key = Result { try SigningKey.generateRSA2048() }
    private static let now = SystemTimeSource().now().posix

    /// From and until when a certificate is valid, in seconds from now.
    struct Period: Sendable, Equatable {
        let start: Int64
        let end: Int64

        init(_ start: Int64, _ end: Int64) {
            self.start = start
            self.end = end
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let stored: Period
        let fetched: Period
        let isReplaced: Bool

        init(_ name: String, _ stored: Period, _ fetched: Period, isReplaced: Bool) {
            testDescription = name
            self.stored = stored
            self.fetched = fetched
            self.isReplaced = isReplaced
        }
    }

    static let cases: [Case] = [
        Case("issued later", .init(-900, 90_000), .init(-800, 90_000), isReplaced: true),
        Case("issued later, valid for longer", .init(-900, 90_000), .init(-800, 99_000), isReplaced: true),
        Case("issued earlier", .init(-900, 90_000), .init(-1_000, 90_000), isReplaced: false),
        Case("issued earlier, valid for less", .init(-900, 90_000), .init(-1_000, 80_000), isReplaced: false),
        Case("issued together, valid for less", .init(-900, 90_000), .init(-900, 80_000), isReplaced: true),
        Case("issued together, valid for longer", .init(-900, 90_000), .init(-900, 99_000), isReplaced: false),
        Case("issued earlier, but the stored one is over", .init(-900, -100), .init(-1_000, 90_000), isReplaced: true),
        Case("not valid yet", .init(-900, 90_000), .init(3_600, 90_000), isReplaced: false),
        Case("over", .init(-900, 90_000), .init(-800, -100), isReplaced: false),
        Case("over, as the stored one is", .init(-900, -100), .init(-800, -100), isReplaced: true),
        Case("issued together, over", .init(-900, 90_000), .init(-900, -100), isReplaced: false),
    ]

    @Test(arguments: cases) func replaces(_ test: Case) async throws {
        let server = try HTTPSServer()
        let fixture = try Fixture()
        let key = try Self.key.get()
        let locator = try TrustAnchorLocator(
            parsing: "\(server.base)/ta.cer\n\n\(Data(key.subjectPublicKeyInfo).base64EncodedString())\n",
            name: "test"
        )
        let stored = try certificate(test.stored, key)
        try server.root.write("ta.cer", stored)
        // Servers tell files apart by their times, in whole seconds.
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -60)],
            ofItemAtPath: server.root.path + "/ta.cer"
        )
        #expect(await fixture.fetcher.fetchTrustAnchor(locator).certificate == stored)
        let fetched = try certificate(test.fetched, key)
        try server.root.write("ta.cer", fetched)
        // Asked again, too: what was refused must not count as known.
        for _ in 0..<2 {
            let outcome = await fixture.fetcher.fetchTrustAnchor(locator)
            #expect(outcome.certificate == (test.isReplaced ? fetched : stored))
            #expect(outcome.isFresh && outcome.failures.isEmpty)
        }
        #expect(server.requests.last == (test.isReplaced ? "/ta.cer 304" : "/ta.cer 200"))
    }

    private func certificate(_ period: Period, _ key: SigningKey) throws -> [UInt8] {
        let template = CertificateTemplate.authority(
            name: "anchor",
            key: key,
            issuer: nil,
            publishing: .init(
                repository: "rsync://rpki.example/repo/",
                manifest: "rsync://rpki.example/repo/anchor.mft",
                notification: nil
            ),
            grant: .init(
                serialNumber: 1,
                notBefore: PosixTime(Self.now.seconds + period.start),
                notAfter: PosixTime(Self.now.seconds + period.end),
                ip: IPResourceBlocks(IPResourceSet.all),
                autonomousSystems: nil
            )
        )
        return try template.issued(by: key)
    }
}
