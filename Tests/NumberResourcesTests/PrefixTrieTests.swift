import NumberResources
import Testing

@Suite struct PrefixTrieTests {
    private func prefix(_ text: String) throws -> IPPrefix {
        try #require(IPPrefix(parsing: text))
    }

    @Test func findsWhatCoversShortestFirst() throws {
        var trie = PrefixTrie<String>()
        for text in ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.3.0/24", "0.0.0.0/0", "::/0", "a00::/8"] {
            #expect(trie.insert(text, at: try prefix(text)) == nil)
        }
        #expect(trie.count == 7)
        #expect(
            trie.covering(try prefix("10.1.2.0/24")).map(\.value)
                == ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24"]
        )
        #expect(trie.covering(try prefix("10.1.2.128/25")).map(\.value).last == "10.1.2.0/24")
        #expect(trie.covering(try prefix("10.2.0.0/16")).map(\.value) == ["0.0.0.0/0", "10.0.0.0/8"])
        #expect(trie.covering(try prefix("a01::/16")).map(\.value) == ["::/0", "a00::/8"])
    }

    @Test func findsWhatIsCoveredAscending() throws {
        var trie = PrefixTrie<Int>()
        for text in ["10.1.3.0/24", "10.1.2.0/24", "10.0.0.0/8", "11.0.0.0/8", "10.1.0.0/16", "10.1.2.0/32"] {
            trie.insert(0, at: try prefix(text))
        }
        #expect(
            trie.covered(by: try prefix("10.1.0.0/16")).map(\.prefix.description)
                == ["10.1.0.0/16", "10.1.2.0/24", "10.1.2.0/32", "10.1.3.0/24"]
        )
        #expect(trie.covered(by: try prefix("10.1.2.0/23")).count == 3)
        #expect(trie.covered(by: try prefix("10.1.4.0/24")).isEmpty)
        #expect(trie.covered(by: try prefix("::/0")).isEmpty)
        #expect(trie.covered(by: try prefix("0.0.0.0/0")).count == 6)
    }

    @Test func replacesAValueAndReturnsTheOldOne() throws {
        var trie = PrefixTrie<Int>()
        let root = try prefix("0.0.0.0/0")
        let host = try prefix("2001:db8::1/128")
        #expect(trie[root] == nil)
        #expect(trie.insert(1, at: root) == nil)
        #expect(trie.insert(2, at: root) == 1)
        #expect(trie.insert(3, at: host) == nil)
        #expect(trie.insert(4, at: host) == 3)
        #expect(trie[root] == 2)
        #expect(trie[host] == 4)
        #expect(trie[try prefix("2001:db8::/128")] == nil)
        #expect(trie.count == 2)
    }

    @Test func agreesWithAListOnRandomPrefixes() throws {
        var generator = SeededGenerator(seed: 17)
        for family in AddressFamily.allCases {
            var trie = PrefixTrie<Int>()
            var list: [IPPrefix: Int] = [:]
            for value in 0..<600 {
                let prefix = try #require(randomPrefix(family, &generator))
                #expect(trie.insert(value, at: prefix) == list.updateValue(value, forKey: prefix))
            }
            #expect(trie.count == list.count)
            for _ in 0..<600 {
                let prefix = try #require(randomPrefix(family, &generator))
                #expect(trie[prefix] == list[prefix])
                #expect(trie.covering(prefix).map(\.prefix) == list.keys.filter { $0.covers(prefix) }.sorted())
                #expect(trie.covered(by: prefix).map(\.prefix) == list.keys.filter { prefix.covers($0) }.sorted())
            }
        }
    }

    /// Few distinct bits, so that prefixes often cover each other.
    private func randomPrefix(_ family: AddressFamily, _ generator: inout SeededGenerator) -> IPPrefix? {
        let bits = UInt128(UInt8.random(in: 0...15, using: &generator)) << 124 | UInt128(generator.next() & 3) << 110
        let lengths: [UInt8] = [0, 1, 2, 3, 4, 5, 16, 17, 18, family.bitWidth]
        return IPPrefix(
            truncating: IPAddress(family: family, bits: bits),
            length: lengths.randomElement(using: &generator) ?? 0
        )
    }
}

/// SplitMix64: the same numbers in every run.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
