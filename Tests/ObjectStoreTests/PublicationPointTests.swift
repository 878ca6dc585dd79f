import DER
import Foundation
import GRDB
import ObjectStore
import RPKICrypto
import Testing

extension StoredPublicationPoint {
    static func sample(
        _ name: String = "ripe",
        manifest: SHA256Digest = SHA256Digest(hashing: [1]),
        entries: [String: SHA256Digest] = ["1.roa": SHA256Digest(hashing: [2])],
        nextUpdate: PosixTime = PosixTime(1_700_086_400)
    ) -> StoredPublicationPoint {
        StoredPublicationPoint(
            key: PublicationPointKey(
                trustAnchor: name,
                chain: [KeyIdentifier(hashing: [1]), KeyIdentifier(hashing: [2])]
            ),
            manifestURI: "rsync://example.net/repo/a/a.mft",
            manifest: manifest,
            entries: entries.sorted { $0.key < $1.key }.map { Entry(name: $0.key, hash: $0.value) },
            number: [1, 0, 255],
            thisUpdate: PosixTime(1_700_000_000),
            nextUpdate: nextUpdate,
            repository: .trustAnchor("https://example.net/ta.cer"),
            firstSeen: PosixTime(1_700_000_100)
        )
    }
}

@Suite struct PublicationPointTests {
    @Test func pointsSurviveAndAreReplacedAndRemoved() throws {
        let place = TemporaryStore()
        var point = StoredPublicationPoint.sample()
        let other = StoredPublicationPoint.sample("arin")
        try place.open().save([point, other])
        let store = try place.open()
        #expect(try store.publicationPoint(point.key) == point)
        #expect(try Set(store.publicationPoints()) == [point, other])
        point.number = [2]
        point.repository = nil
        try store.save([point], removing: [other.key])
        #expect(try store.publicationPoints() == [point])
        #expect(try store.publicationPoint(other.key) == nil)
    }

    @Test func keysTellChainsApart() {
        let (a, b) = (KeyIdentifier(hashing: [1]), KeyIdentifier(hashing: [2]))
        let keys: Set = [
            PublicationPointKey(trustAnchor: "ripe", chain: [a]), PublicationPointKey(trustAnchor: "ripe", chain: [b]),
            PublicationPointKey(trustAnchor: "ripe", chain: [a, b]),
            PublicationPointKey(trustAnchor: "ripe", chain: [b, a]),
            PublicationPointKey(trustAnchor: "arin", chain: [a]),
        ]
        #expect(keys.count == 5)
    }

    @Test(arguments: [
        "UPDATE publication_point SET content = zeroblob(length(content))",
        "UPDATE publication_point SET content = substr(content, 1, length(content) - 1)",
        "UPDATE publication_point SET content = CAST(content || x'00' AS BLOB)",
        "UPDATE publication_point SET digest = zeroblob(16)",
        "UPDATE publication_point SET content = 7",
    ])
    func damagedPointsAreNotThere(sql: String) throws {
        let place = TemporaryStore()
        let point = StoredPublicationPoint.sample()
        try place.open().save([point])
        try place.execute(sql)
        let store = try place.open()
        #expect(try store.publicationPoint(point.key) == nil)
        #expect(try store.publicationPoints().isEmpty)
        try store.save([point])
        #expect(try store.publicationPoint(point.key) == point)
    }

    /// A row that stands under another key is not that key's.
    @Test func exchangedRowsAreNotThere() throws {
        let place = TemporaryStore()
        let (one, two) = (StoredPublicationPoint.sample("one"), StoredPublicationPoint.sample("two"))
        try place.open().save([one])
        try place.execute("UPDATE publication_point SET key = ?", arguments: [Data(two.key.digest.bytes)])
        let store = try place.open()
        #expect(try store.publicationPoint(one.key) == nil)
        #expect(try store.publicationPoint(two.key) == nil)
    }
}
