/// Values under IP prefixes, found by what covers a prefix and by what a prefix covers.
///
/// A path-compressed binary trie per family. Nodes live in one array and refer to each other by index, so
/// that a copy is cheap and a million prefixes cost no million allocations. A node without a value is a
/// fork; there are fewer forks than values. Walks are loops with at most one step per prefix bit.
package struct PrefixTrie<Value> {
    @usableFromInline
    struct Node {
        @usableFromInline var prefix: IPPrefix
        @usableFromInline var value: Value?
        /// Index of the node whose next bit is 0; `none` if there is none.
        @usableFromInline var zero = PrefixTrie.none
        /// Index of the node whose next bit is 1; `none` if there is none.
        @usableFromInline var one = PrefixTrie.none

        @inlinable
        init(prefix: IPPrefix, value: Value?) {
            self.prefix = prefix
            self.value = value
        }
    }

    @usableFromInline static var none: Int { -1 }

    /// The two roots, the zero-length prefixes of the families, stand first and are never removed.
    @usableFromInline var nodes: [Node]
    /// Number of prefixes that have a value.
    package private(set) var count = 0

    package init() {
        nodes = AddressFamily.allCases.map { family in
            Node(prefix: IPPrefix(unchecked: 0, length: 0, family: family), value: nil)
        }
    }

    package var isEmpty: Bool { count == 0 }

    package mutating func reserveCapacity(_ prefixes: Int) {
        nodes.reserveCapacity(2 * prefixes + 2)
    }

    /// The value of exactly `prefix`.
    package subscript(prefix: IPPrefix) -> Value? {
        var index = Self.root(of: prefix)
        while index != Self.none, nodes[index].prefix.covers(prefix) {
            if nodes[index].prefix.length == prefix.length { return nodes[index].value }
            index = child(of: index, towards: prefix)
        }
        return nil
    }

    /// Sets the value of `prefix`; returns the one it had.
    @discardableResult
    package mutating func insert(_ value: Value, at prefix: IPPrefix) -> Value? {
        var parent = Self.root(of: prefix)
        while nodes[parent].prefix.length < prefix.length {
            let next = child(of: parent, towards: prefix)
            guard next != Self.none else {
                link(append(prefix, value), under: parent)
                return nil
            }
            if nodes[next].prefix.covers(prefix) {
                parent = next
                continue
            }
            let leaf = append(prefix, prefix.covers(nodes[next].prefix) ? value : nil)
            if nodes[leaf].value == nil {
                // Neither covers the other: `leaf` becomes the fork where they part, the value goes below it.
                nodes[leaf].prefix = Self.commonPrefix(prefix, nodes[next].prefix)
                link(append(prefix, value), under: leaf)
            }
            link(next, under: leaf)
            link(leaf, under: parent)
            return nil
        }
        defer { nodes[parent].value = value }
        if nodes[parent].value == nil { count += 1 }
        return nodes[parent].value
    }

    /// The prefixes that cover `prefix` (itself included), shortest first.
    package func covering(_ prefix: IPPrefix) -> [(prefix: IPPrefix, value: Value)] {
        var result: [(prefix: IPPrefix, value: Value)] = []
        var index = Self.root(of: prefix)
        while index != Self.none, nodes[index].prefix.covers(prefix) {
            if let value = nodes[index].value { result.append((nodes[index].prefix, value)) }
            guard nodes[index].prefix.length < prefix.length else { break }
            index = child(of: index, towards: prefix)
        }
        return result
    }

    /// The prefixes that `prefix` covers (itself included), ascending.
    package func covered(by prefix: IPPrefix) -> [(prefix: IPPrefix, value: Value)] {
        var index = Self.root(of: prefix)
        while index != Self.none, nodes[index].prefix.length < prefix.length {
            guard nodes[index].prefix.covers(prefix) else { return [] }
            index = child(of: index, towards: prefix)
        }
        guard index != Self.none, prefix.covers(nodes[index].prefix) else { return [] }
        var result: [(prefix: IPPrefix, value: Value)] = []
        var pending = [index]
        while let index = pending.popLast() {
            let node = nodes[index]
            if let value = node.value { result.append((node.prefix, value)) }
            if node.one != Self.none { pending.append(node.one) }
            if node.zero != Self.none { pending.append(node.zero) }
        }
        return result
    }

    private static func root(of prefix: IPPrefix) -> Int {
        prefix.family == .ipv4 ? 0 : 1
    }

    private func child(of index: Int, towards prefix: IPPrefix) -> Int {
        Self.bit(nodes[index].prefix.length, of: prefix) ? nodes[index].one : nodes[index].zero
    }

    private mutating func append(_ prefix: IPPrefix, _ value: Value?) -> Int {
        if value != nil { count += 1 }
        nodes.append(Node(prefix: prefix, value: value))
        return nodes.count - 1
    }

    private mutating func link(_ child: Int, under parent: Int) {
        if Self.bit(nodes[parent].prefix.length, of: nodes[child].prefix) {
            nodes[parent].one = child
        } else {
            nodes[parent].zero = child
        }
    }

    /// Bit `position` of the prefix's address; 0 is the most significant.
    private static func bit(_ position: UInt8, of prefix: IPPrefix) -> Bool {
        prefix.bits & (UInt128(1) << UInt128(127 - min(position, 127))) != 0
    }

    /// The longest prefix that covers both, which are of one family.
    private static func commonPrefix(_ left: IPPrefix, _ right: IPPrefix) -> IPPrefix {
        let equalBits = UInt8((left.bits ^ right.bits).leadingZeroBitCount)
        let length = min(equalBits, left.length, right.length)
        return IPPrefix(unchecked: left.bits & IPPrefix.mask(length), length: length, family: left.family)
    }
}

extension PrefixTrie: Sendable where Value: Sendable {}
extension PrefixTrie.Node: Sendable where Value: Sendable {}
