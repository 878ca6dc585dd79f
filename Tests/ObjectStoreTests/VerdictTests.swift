import FlightEvents
import Foundation
import ObjectStore
import RPKICrypto
import Testing

@Suite struct VerdictTests {
    private func digest(_ number: Int) -> SHA256Digest { SHA256Digest(hashing: Array("\(number)".utf8)) }

    private func pairs(_ numbers: some Sequence<Int>) -> [(object: SHA256Digest, issuer: SHA256Digest)] {
        numbers.map { (digest($0), digest(-1 - $0 % 7)) }
    }

    private func remembered(_ store: ObjectStore, _ numbers: Range<Int>) -> Int {
        pairs(numbers).count { store.isVerified(object: $0.object, issuer: $0.issuer) }
    }

    @Test func verdictsAreOfOneObjectUnderOneKey() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.rememberVerified([(digest(1), digest(10))])
        #expect(store.isVerified(object: digest(1), issuer: digest(10)))
        #expect(!store.isVerified(object: digest(1), issuer: digest(11)))
        #expect(!store.isVerified(object: digest(2), issuer: digest(10)))
        #expect(!store.isVerified(object: digest(10), issuer: digest(1)))
    }

    @Test func verdictsSurviveARestart() throws {
        let place = TemporaryStore()
        let count = 70_000
        do {
            let store = try place.open()
            for start in stride(from: 0, to: count, by: 1_000) {
                try store.rememberVerified(pairs(start..<start + 1_000))
            }
            try store.rememberVerified(pairs(0..<10))
            #expect(store.verdictCount == count)
        }
        let store = try place.open()
        #expect(store.verdictCount == count)
        #expect(remembered(store, 0..<count) == count)
        #expect(remembered(store, count..<count + 1_000) == 0)
        #expect(try remembered(place.open(.reader), 0..<count) == count)
    }

    @Test func crashLosesTheLatestOnly() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.rememberVerified(pairs(0..<5_000))
        try store.rememberVerified(pairs(5_000..<5_100))
        #expect(try remembered(place.copy().open(), 0..<5_100) == 5_000)
    }

    @Test func otherRulesForgetAll() throws {
        let place = TemporaryStore()
        try place.open(rules: 1).rememberVerified(pairs(0..<10))
        #expect(try remembered(place.open(rules: 2), 0..<10) == 0)
        #expect(try remembered(place.open(rules: 1), 0..<10) == 10)
    }

    @Test func flippedTagIsNotFound() throws {
        let place = TemporaryStore()
        try place.open().rememberVerified(pairs(0..<100))
        // The last bit of the first tag.
        try place.execute("UPDATE verdict SET tags = CAST(substr(tags, 1, 15) || x'00' || substr(tags, 17) AS BLOB)")
        let first = try remembered(place.open(), 0..<100)
        try place.execute("UPDATE verdict SET tags = CAST(substr(tags, 1, 15) || x'01' || substr(tags, 17) AS BLOB)")
        let second = try remembered(place.open(), 0..<100)
        #expect(first == 99 || second == 99)
        #expect(first >= 99 && second >= 99)
        try place.execute("UPDATE verdict SET tags = substr(tags, 2)")
        #expect(try remembered(place.open(), 0..<100) == 0)
    }

    @Test func readersRememberForThemselves() throws {
        let place = TemporaryStore()
        try place.open().rememberVerified(pairs(0..<10))
        let reader = try place.open(.reader)
        try reader.rememberVerified(pairs(10..<20))
        #expect(remembered(reader, 0..<20) == 20)
        #expect(try remembered(place.open(), 0..<20) == 10)
    }

    @Test func verdictsOfForgottenObjectsGo() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let objects = (0..<20).map { ("rsync://h/m/\($0)", Array("\($0)".utf8)) }
        try store.replace(try rrdp(), by: Dictionary(uniqueKeysWithValues: objects), state: place.state)
        try store.rememberVerified(pairs(0..<30))
        try store.saveVerdicts()
        let report = try store.collectGarbage(now: place.time.now().posix)
        #expect(report.verdictsForgotten == 10)
        #expect(remembered(store, 0..<20) == 20)
        #expect(remembered(store, 20..<30) == 0)
        try store.rememberVerified(pairs(25..<26))
        #expect(try remembered(place.copy().open(), 0..<30) == 20)
    }
}
